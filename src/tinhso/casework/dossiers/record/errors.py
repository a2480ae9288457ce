"""What can go wrong with a dossier, said in Vietnamese."""

from __future__ import annotations

from datetime import date

from tinhso.foundation.identifiers.service import DomainError


class UnableToFileDossier(DomainError):
    """The dossier is not complete or its procedure cannot be filed this way."""


class UnableToActOnDossier(DomainError):
    """The action is not open in the dossier's present state."""


class DossierChanged(DomainError):
    """Somebody else acted first: the page must be read again."""

    def __init__(self) -> None:
        super().__init__(
            code="dossier_changed",
            message=(
                "Hồ sơ vừa được người khác xử lý trước bạn. Nội dung mới nhất đã hiện ra; "
                "bạn hãy xem lại rồi thao tác tiếp. Thao tác vừa rồi chưa được ghi."
            ),
        )


class UnableToMoveDossiers(DomainError):
    """The move to another version cannot be made as asked."""


class UnableToAskSupplement(DomainError):
    """A request for a supplement must name what to correct and why."""


class UnableToAnswerSupplement(DomainError):
    """The answer does not cover what was asked for."""


class UnableToPrintSlip(DomainError):
    """The dossier's state gives no such slip, or no form is known for the day of the act."""

    @classmethod
    def without_form(cls, form: str, on: date) -> UnableToPrintSlip:
        """No version of the form held on that day."""
        return cls(
            code="slip_without_form",
            message=f"Chưa có mẫu {form or 'này'} cho ngày {on:%d/%m/%Y}; cần bổ sung vào danh mục mẫu.",
        )


class UnableToApologise(DomainError):
    """No new date may be promised for this dossier now, or what was written is not enough."""


class UnableToUseReserveNumber(DomainError):
    """The reserve number, or the moment written on its stub, cannot be taken as said."""


class UnableToPost(DomainError):
    """The result cannot go, or be followed, by post as asked."""
