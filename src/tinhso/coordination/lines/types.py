"""Lines as their operator sees them, and what a month of a line was like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class LineKind(StrEnum):
    """Where a line leads: to a system that holds dossiers too, or to a register that answers questions."""

    EXCHANGE = "exchange"
    REGISTER = "register"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line; moments of trying are real time.

    ``queue`` counts dossiers to be told, or questions to be put, ``oldest`` how long the first of them has
    waited. ``agreed_per_minute`` is None where nothing was agreed. ``failing`` of the queue are not taken by
    the other side, ``apart`` messages from it need a person. ``counts`` has more, by closed words.
    """

    name: str
    title: str
    kind: LineKind
    is_connected: bool
    is_working: bool
    is_paused: bool
    retry_at: datetime | None
    last_answer_at: datetime | None
    last_failure_at: datetime | None
    last_error: str
    queue: int
    oldest: timedelta | None
    used_per_minute: int
    agreed_per_minute: int | None
    failing: int
    apart: int
    counts: Mapping[str, int]

    @property
    def was_used(self) -> bool:
        """Whether it ever answered or failed: of another line nothing is known."""
        return self.last_answer_at is not None or self.last_failure_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delayed:
    """What waited at one agency: dossiers and cleaning tasks, each once, and checks.

    A check is a question about a person or a number, whether a dossier or a cleaning task asked it.
    """

    agency: str
    dossiers: int
    checks: int
    cleaning: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A time (legal) in which a line stood still; ``is_pause`` where an operator wished it."""

    began_at: datetime
    ended_at: datetime | None
    length: timedelta
    is_pause: bool
    cause: str
    delayed: tuple[Delayed, ...]

    @property
    def dossiers(self) -> int:
        """Dossiers delayed by it."""
        return sum(each.dossiers for each in self.delayed)

    @property
    def cleaning(self) -> int:
        """Cleaning tasks delayed by it."""
        return sum(each.cleaning for each in self.delayed)

    @property
    def checks(self) -> int:
        """Checks delayed by it."""
        return sum(each.checks for each in self.delayed)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfLine:
    """How much of a day (0 to 1) a line stood still; None for a day that has not begun."""

    day: date
    still: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfLine:
    """One line in one month; ``up`` is the share of its time in which it answered, None if unused."""

    name: str
    title: str
    up: float | None
    outages: tuple[Outage, ...]
    days: tuple[DayOfLine, ...]

    @property
    def still(self) -> timedelta:
        """How long it stood still in all."""
        return sum((each.length for each in self.outages), timedelta())


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReport:
    """Every line from the first of a month to its end, or to now."""

    first: date
    last: date
    at: datetime
    lines: tuple[MonthOfLine, ...]
