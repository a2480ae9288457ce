"""What feedback announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tinhso.foundation.outbox.service import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackSent(DomainEvent):
    """Somebody sent feedback."""

    name: ClassVar[str] = "feedback.feedback_sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackAdvanced(DomainEvent):
    """A case took a step; ``action`` is the key of its process action."""

    name: ClassVar[str] = "feedback.feedback_advanced"
    action: str
    state: str
