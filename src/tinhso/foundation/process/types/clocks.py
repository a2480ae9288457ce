"""The clock of a case: what is written down about it, and what follows from that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from tinhso.foundation.process.types.durations import Duration


class ClockPhase(StrEnum):
    """Whether working time is being used up."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    STOPPED = "stopped"
    ENDED = "ended"


class ClockMove(StrEnum):
    """What an entry of the ledger does to the clock. ``RECOMPUTE`` notes a due date moved by the calendar."""

    START = "start"
    STOP = "stop"
    RESUME = "resume"
    END = "end"
    RECOMPUTE = "recompute"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFact:
    """One entry of the ledger: what happened to the clock, why, and both due dates.

    A stopped clock has no due date: ``due_after`` of a STOP is None, ``due_before`` keeps the old one.
    """

    at: datetime
    move: ClockMove
    reason: str = ""
    due_before: datetime | None = None
    due_after: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """Where a clock stands at one moment.

    ``due_at`` is the due date as it stands; while stopped, the one from before the stop. ``consumed``
    and ``remaining`` are working time, or calendar time where ``is_working_time`` is false;
    ``remaining`` is negative once it is used up. ``counted_from`` is the moment from which time
    counts (a receipt after the cut-off counts from the next working day).
    """

    phase: ClockPhase
    started_at: datetime | None = None
    counted_from: datetime | None = None
    due_at: datetime | None = None
    consumed: timedelta = timedelta()
    remaining: timedelta = timedelta()
    stopped: timedelta = timedelta()
    stops: int = 0
    stop_reason: str = ""
    ended_at: datetime | None = None
    is_late: bool = False
    is_working_time: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClock:
    """The clock of one case as stored: its terms and its entries in order."""

    case_kind: str
    case_id: UUID
    duration: Duration
    cut_off: time | None
    facts: tuple[ClockFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedDueDate:
    """A case whose due date moved because the calendar changed."""

    case_kind: str
    case_id: UUID
    due_before: datetime
    due_after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecomputedBatch:
    """One batch of `recompute_due_dates`, or of what it would do; ``next_after`` is None at the last one."""

    changed: tuple[ChangedDueDate, ...]
    tasks_moved: int
    looked_at: int
    next_after: UUID | None
