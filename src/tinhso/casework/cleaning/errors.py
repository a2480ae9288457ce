"""What can go wrong with a cleaning task."""

from __future__ import annotations

from tinhso.foundation.identifiers.service import DomainError


class UnableToClean(DomainError):
    """A step lacks something, or a rule of the room forbids it."""


class CleaningChanged(DomainError):
    """Somebody else acted since the page was read."""

    def __init__(self) -> None:
        super().__init__(
            code="cleaning_changed",
            message="Việc rà soát này vừa được người khác xử lý. Mời bạn xem lại rồi thao tác.",
        )
