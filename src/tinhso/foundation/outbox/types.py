"""What an announcement is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainEvent:
    """Something that happened to one subject, at one version of it.

    Carries ids, versions and closed words only: never personal data. Subclasses live in a room's
    ``events.py``, are named in the past tense and set ``name`` ("dossiers.dossier_received").
    """

    name: ClassVar[str]
    subject_id: UUID
    version: int = 0
