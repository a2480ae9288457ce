"""What verification announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tinhso.foundation.outbox.service import DomainEvent
from tinhso.services.verification.types import Answer

__all__ = ["Answer", "PersonVerified"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonVerified(DomainEvent):
    """The register answered about a person of the case ``subject_id``."""

    name: ClassVar[str] = "verification.person_verified"
    verification_id: UUID
    person_id: UUID
    answer: Answer
