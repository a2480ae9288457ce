"""The axis of working time: office hours laid end to end, with nights and holidays cut out.

Moments are aware and counted on the wall clock of Việt Nam (which has no daylight saving). Office
hours are closed intervals: 11:30 and 17:00 are still working moments.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tinhso.foundation.clock.service import VIETNAM

if TYPE_CHECKING:
    from tinhso.foundation.calendar.service import WorkingCalendar

_ONE_DAY = timedelta(days=1)
_LONGEST_BREAK_DAYS = 400

Stretch = tuple[datetime, datetime]
"""One session of one day: when it opens and when it closes."""


def local(moment: datetime) -> datetime:
    """``moment`` on the wall clock of Việt Nam; refuses a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone is no moment")
    return moment.astimezone(VIETNAM)


def stretches_of(day: date, calendar: WorkingCalendar) -> list[Stretch]:
    """The sessions of ``day`` as moments."""
    return [
        (datetime.combine(day, one.opens, VIETNAM), datetime.combine(day, one.closes, VIETNAM))
        for one in calendar.sessions(day)
    ]


def stretches_from(day: date, calendar: WorkingCalendar) -> Iterator[Stretch]:
    """All sessions from ``day`` on, without end; refuses a calendar in which nobody works any more."""
    idle_days = 0
    while idle_days < _LONGEST_BREAK_DAYS:
        found = stretches_of(day, calendar)
        idle_days = 0 if found else idle_days + 1
        yield from found
        day += _ONE_DAY
    raise ValueError(f"nobody works for {_LONGEST_BREAK_DAYS} days before {day}")


def is_working_moment(moment: datetime, calendar: WorkingCalendar) -> bool:
    """Whether the office is open at ``moment``."""
    moment = local(moment)
    return any(opens <= moment <= closes for opens, closes in stretches_of(moment.date(), calendar))


def next_opening(moment: datetime, calendar: WorkingCalendar) -> datetime:
    """``moment`` itself while the office is open, else the moment it opens next."""
    return advance(moment, timedelta(), calendar)


def next_working_day(day: date, calendar: WorkingCalendar) -> date:
    """The first working day after ``day``."""
    opens, _ = next(stretches_from(day + _ONE_DAY, calendar))
    return opens.date()


def opening_of(day: date, calendar: WorkingCalendar) -> datetime:
    """When the office opens on the working day ``day``."""
    return stretches_of(day, calendar)[0][0]


def closing_of(day: date, calendar: WorkingCalendar) -> datetime:
    """When the office closes on the working day ``day``."""
    return stretches_of(day, calendar)[-1][1]


def advance(moment: datetime, span: timedelta, calendar: WorkingCalendar) -> datetime:
    """The first working moment, not before ``moment``, by which ``span`` of working time has passed."""
    moment = local(moment)
    left = span
    for opens, closes in stretches_from(moment.date(), calendar):
        begin = max(opens, moment)
        if begin > closes:
            continue
        if left <= closes - begin:
            return begin + left
        left -= closes - begin
    raise AssertionError("unreachable: stretches_from never ends quietly")


def working_time_between(start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """Working time in [start, end]; zero when ``end`` is not after ``start``."""
    start, end = local(start), local(end)
    total = timedelta()
    day = start.date()
    while day <= end.date():
        for opens, closes in stretches_of(day, calendar):
            total += max(timedelta(), min(closes, end) - max(opens, start))
        day += _ONE_DAY
    return total
