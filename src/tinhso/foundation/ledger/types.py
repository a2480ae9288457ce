"""What a stored question and a line to the outside are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class QuestionState(StrEnum):
    """Where a question stands. There is no state "dropped"."""

    ASKED = "asked"
    ANSWERED = "answered"
    EXPIRED = "expired"


class BreakerState(StrEnum):
    """Whether the line is tried: closed = working, open = resting, half_open = one probe."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A claimed question with its opened body; personal data, so never logged."""

    id: UUID
    line: str
    kind: str
    case_id: UUID | None
    body: dict[str, Any]
    asked_at: datetime
    due_at: datetime | None
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineState:
    """How a line to the outside is doing; what was put on it in the last minute."""

    name: str
    breaker: BreakerState
    paused: bool
    failures: int
    retry_at: datetime | None
    last_answer_at: datetime | None
    last_failure_at: datetime | None
    last_error: str
    used_per_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQueue:
    """The queue of a line: how many wait and since when; ``failing`` were put in vain by themselves."""

    waiting: int
    oldest_asked_at: datetime | None
    failing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingQuestion:
    """A question that waits because it was not taken; ``reason`` is a closed word. Not what it asks."""

    id: UUID
    case_id: UUID | None
    asked_at: datetime
    next_at: datetime
    attempts: int
    reason: str


class StopKind(StrEnum):
    """Why a line stood still: it did not answer, or an operator paused it."""

    OUTAGE = "outage"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A time (legal) in which a line stood still; ``ended_at`` is None where it still does."""

    line: str
    kind: StopKind
    began_at: datetime
    ended_at: datetime | None
    cause: str
