"""What can go wrong with a look-up, said in Vietnamese."""

from __future__ import annotations

from tinhso.foundation.identifiers.service import DomainError


class UnableToLookUp(DomainError):
    """The number is not one of that register, or the purpose is not complete."""


class UnableToAskForOfficer(DomainError):
    """The officer whom a client names may not look up for this case; it is never said why not."""

    def __init__(self) -> None:
        message = (
            "Không tra cứu được cho cán bộ này: cần một cán bộ đang làm việc, được quyền tra cứu, ở một "
            "cơ quan trong thỏa thuận và tham gia hồ sơ."
        )
        super().__init__("look_up.officer", message, {"officer": message})


class UnableToSetPolicy(DomainError):
    """The days of a stale policy are none, or its source is not named."""


class NotPermittedToAsk(Exception):
    """The register does not let this officer, account or service ask."""
