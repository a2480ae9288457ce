"""What representation announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tinhso.foundation.outbox.service import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateEnded(DomainEvent):
    """A mandate that somebody could act under was withdrawn, given up, not confirmed any more, or expired."""

    name: ClassVar[str] = "representation.mandate_ended"
    reason: str
