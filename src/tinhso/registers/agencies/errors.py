"""What the register of agencies refuses."""

import datetime as dt
from uuid import UUID

from tinhso.foundation.identifiers.service import DomainError


class UnableToFindAdministrativeUnit(DomainError):
    """No unit had this code on this day, or the day lies before what the data tells."""

    def __init__(self, code: str, on: dt.date) -> None:
        super().__init__(
            "agencies.unit_unknown",
            f"Không có đơn vị hành chính mã {code} vào ngày {on:%d/%m/%Y}.",
        )


class UnableToFindAgency(DomainError):
    """No agency has this id."""

    def __init__(self, agency_id: UUID) -> None:
        super().__init__("agencies.agency_unknown", f"Không có cơ quan với mã hệ thống {agency_id}.")


class UnableToChangeAgency(DomainError):
    """The change says nothing new, lacks its reason, or does not fit what stands on its day."""


class UnableToGiveCompetence(DomainError):
    """The competence cannot be given to that agency for that unit and time, or its period not be ended so."""


class UnableToEndAgency(DomainError):
    """The agency cannot end on that day, the successor cannot take over, or there is nothing to withdraw."""


class UnableToFindOfficer(DomainError):
    """No officer has this id, or the officer held no post on the day asked about."""

    def __init__(self, officer_id: UUID) -> None:
        super().__init__(
            "agencies.officer_unknown", f"Không có cán bộ đang công tác với mã hệ thống {officer_id}."
        )


class UnableToFindCompetentAgency(DomainError):
    """The data names no agency of this competence for the place and day; nothing is guessed."""

    def __init__(self, competence: str, commune_code: str, on: dt.date) -> None:
        super().__init__(
            "agencies.competence_unknown",
            f"Chưa có dữ liệu về cơ quan có thẩm quyền ({competence}) đối với đơn vị mã {commune_code} "
            f"vào ngày {on:%d/%m/%Y}.",
        )


class UnableToAssignOfficer(DomainError):
    """The appointment or transfer contradicts the posts already held, or the agency's period."""


class UnableToDelegate(DomainError):
    """A delegation cannot be given or ended as asked; nothing has changed."""
