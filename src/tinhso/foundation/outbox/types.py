"""What an announcement is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol
from uuid import UUID


class Announced(Protocol):
    """What can be announced: anything shaped like a DomainEvent.

    The calendar lives below this room and cannot subclass it, yet announces what it declares.
    """

    name: ClassVar[str]

    @property
    def subject_id(self) -> UUID:
        """What it happened to."""

    @property
    def version(self) -> int:
        """The version of the subject after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainEvent:
    """Something that happened to one subject, at one version of it.

    Carries ids, versions and closed words only: never personal data. Subclasses live in a room's
    ``events.py``, are named in the past tense and set ``name`` ("dossiers.dossier_received").
    """

    name: ClassVar[str]
    subject_id: UUID
    version: int = 0
