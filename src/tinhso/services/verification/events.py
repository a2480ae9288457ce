"""What verification announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from tinhso.foundation.outbox.service import DomainEvent
from tinhso.services.verification.look_up_types import LookUpState, Register
from tinhso.services.verification.types import Answer

__all__ = ["Answer", "LookUpAnswered", "PersonAnswerChanged", "PersonVerified", "RegisterAnswerChanged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonVerified(DomainEvent):
    """The register answered about a person of the case ``subject_id``."""

    name: ClassVar[str] = "verification.person_verified"
    verification_id: UUID
    person_id: UUID
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAnswerChanged(DomainEvent):
    """Asked for another case, the population register now says otherwise of the same facts of a person.

    Told for every case whose latest check of the person, ``verification_id``, asked these facts; the answer
    went from ``former`` to ``answer``, both MATCH or NO_MATCH. Who asked now is not told.
    """

    name: ClassVar[str] = "verification.person_answer_changed"
    verification_id: UUID
    person_id: UUID
    former: Answer
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpAnswered(DomainEvent):
    """A register answered what was looked up for the case ``subject_id``, at once or days later."""

    name: ClassVar[str] = "verification.look_up_answered"
    look_up_id: UUID
    register: Register
    state: LookUpState


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAnswerChanged(DomainEvent):
    """A register now says otherwise of what was looked up for the case ``subject_id`` before.

    Told for every case that holds the earlier answer, and in it for every client that asked itself; ``facts``
    names what changed, never to what. ``at``: when it said so; unknown of announcements older than this word.
    """

    name: ClassVar[str] = "verification.register_answer_changed"
    look_up_id: UUID
    register: Register
    facts: tuple[str, ...]
    at: datetime | None = None
