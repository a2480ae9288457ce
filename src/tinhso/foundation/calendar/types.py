"""The working calendar as a value, and what a declaration says of one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple, Protocol
from uuid import UUID

_SATURDAY = 5


class DayKind(StrEnum):
    """What a declaration makes of a day.

    ``ORDINARY_DAY`` takes an earlier declaration back: the day is again what its weekday says.
    """

    HOLIDAY = "holiday"
    SWAPPED_WORKING_DAY = "swapped_working_day"
    HALF_DAY = "half_day"
    ORDINARY_DAY = "ordinary_day"


class Session(NamedTuple):
    """One uninterrupted stretch of office hours (buổi)."""

    opens: time
    closes: time


MORNING = Session(time(7, 30), time(11, 30))
AFTERNOON = Session(time(13, 30), time(17, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """The days and hours that count as working time, as declared up to one moment.

    Monday to Friday, 07:30–11:30 and 13:30–17:00 (7.5 hours a day). A ``half_day`` is worked in the
    morning only, whatever its weekday. A holiday wins over everything. After ``known_until`` no
    holidays have been declared yet: a due date beyond it may still move.
    """

    holidays: frozenset[date] = frozenset()
    swapped_working_days: frozenset[date] = frozenset()
    half_days: frozenset[date] = frozenset()
    known_until: date | None = None
    morning: Session = MORNING
    afternoon: Session = AFTERNOON

    def sessions(self, day: date) -> tuple[Session, ...]:
        """The office hours of ``day`` in order; empty when nobody works."""
        if day in self.holidays:
            return ()
        if day in self.half_days:
            return (self.morning,)
        if day.weekday() < _SATURDAY or day in self.swapped_working_days:
            return (self.morning, self.afternoon)
        return ()

    def is_working_day(self, day: date) -> bool:
        """Whether any office hours fall on ``day``."""
        return bool(self.sessions(day))

    def covers(self, day: date) -> bool:
        """Whether the holidays of that day's year have been declared."""
        return self.known_until is not None and day <= self.known_until


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredDay:
    """One declaration about one day, with where it comes from and how sure that is."""

    id: UUID
    day: date
    kind: DayKind
    name: str
    source: str
    vintage: str
    is_verified: bool
    declared_at: datetime
    change_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayToDeclare:
    """What is to be declared of one day; ``source`` names the deciding document."""

    day: date
    kind: DayKind
    name: str
    source: str
    vintage: str = ""
    is_verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChange:
    """Declarations made together, for one reason, that can be taken back together."""

    id: UUID
    declared_at: datetime
    reason: str
    declarations: tuple[DeclaredDay, ...]


class DeclaringWork(Protocol):
    """What a declaration needs of the caller's unit of work (which lives above this room)."""

    def record(
        self,
        *,
        action: str,
        object_kind: str,
        object_id: UUID | None,
        details: dict[str, str | int | bool] | None = None,
    ) -> None:
        """Write an audit row in the same transaction."""

    def announce(self, event: Any) -> None:
        """Tell whoever lives above, after the commit."""
