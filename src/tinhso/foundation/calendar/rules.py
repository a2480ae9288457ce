"""From declarations to a calendar: the latest word on each day holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tinhso.foundation.calendar.types import DayKind, DeclaredDay, WorkingCalendar


def build_calendar(declared: Iterable[DeclaredDay]) -> WorkingCalendar:
    """The calendar that these declarations make; of two about one day the later one holds."""
    latest: dict[date, DayKind] = {}
    for one in sorted(declared, key=lambda one: (one.declared_at, one.day)):
        latest[one.day] = one.kind
    return WorkingCalendar(
        holidays=_days(latest, DayKind.HOLIDAY),
        swapped_working_days=_days(latest, DayKind.SWAPPED_WORKING_DAY),
        half_days=_days(latest, DayKind.HALF_DAY),
        known_until=_known_until(latest),
    )


def _days(latest: dict[date, DayKind], kind: DayKind) -> frozenset[date]:
    return frozenset(day for day, its_kind in latest.items() if its_kind is kind)


def _known_until(latest: dict[date, DayKind]) -> date | None:
    # New Year's Day is a holiday by law every year: a year without it has not been declared.
    years = {day.year for day, kind in latest.items() if kind is DayKind.HOLIDAY and _is_new_year(day)}
    return date(max(years), 12, 31) if years else None


def _is_new_year(day: date) -> bool:
    return (day.month, day.day) == (1, 1)
