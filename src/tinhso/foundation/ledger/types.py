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
    """How a line to the outside is doing."""

    name: str
    breaker: BreakerState
    paused: bool
    failures: int
    retry_at: datetime | None
    last_answer_at: datetime | None
    last_failure_at: datetime | None
    last_error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQueue:
    """The queue of a line: how many wait and since when."""

    waiting: int
    oldest_asked_at: datetime | None
