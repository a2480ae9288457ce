"""What cleaning announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tinhso.foundation.outbox.service import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningAdvanced(DomainEvent):
    """A task was raised or took a step; ``action`` is the key of its process action, or "raise"."""

    name: ClassVar[str] = "cleaning.cleaning_advanced"
    action: str
    state: str
