"""What can go wrong with feedback and ratings."""

from __future__ import annotations

from tinhso.foundation.identifiers.service import DomainError


class UnableToSendFeedback(DomainError):
    """What was sent lacks something, is too much, or comes from a number that was not confirmed."""


class UnableToActOnFeedback(DomainError):
    """A step lacks its reason, or a rule of the room forbids it."""


class UnableToRate(DomainError):
    """Too early, too late, or not a rating."""


class FeedbackChanged(DomainError):
    """Somebody else acted since the page was read."""

    def __init__(self) -> None:
        super().__init__(
            code="feedback_changed",
            message="Phản ánh, kiến nghị này vừa được người khác xử lý. Mời bạn xem lại rồi thao tác.",
        )
