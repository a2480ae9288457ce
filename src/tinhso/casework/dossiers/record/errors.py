"""What can go wrong with a dossier, said in Vietnamese."""

from __future__ import annotations

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


class UnableToAskSupplement(DomainError):
    """A request for a supplement must name what to correct and why."""


class UnableToAnswerSupplement(DomainError):
    """The answer does not cover what was asked for."""
