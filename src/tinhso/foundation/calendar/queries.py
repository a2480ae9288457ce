"""Reading declarations, and the calendar each process keeps in memory."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max

from tinhso.foundation.calendar.models import Holiday
from tinhso.foundation.calendar.rules import build_calendar
from tinhso.foundation.calendar.types import DayKind, DeclaredDay, WorkingCalendar

FRESH_FOR_SECONDS = 5.0
"""How long a process trusts its memory before it asks the table, in one small query, for news."""

_Stamp = tuple[int, datetime | None]


@dataclass(slots=True)
class _Memory:
    """What one process knows: all declarations in order, and the calendars already made from them."""

    declared: list[DeclaredDay]
    stamp: _Stamp
    checked_at: float
    calendars: dict[int, WorkingCalendar] = field(default_factory=dict)

    def calendar_at(self, now: datetime) -> WorkingCalendar:
        count = bisect_right(self.declared, now, key=lambda one: one.declared_at)
        if count not in self.calendars:
            self.calendars[count] = build_calendar(self.declared[:count])
        return self.calendars[count]


_memory: list[_Memory] = []


def working_calendar(*, now: datetime) -> WorkingCalendar:
    """The calendar as declared up to ``now``.

    Usually costs no SQL: each process keeps it in memory and asks for news at most every five
    seconds (one aggregate over a small table), so a declaration reaches every process within that.
    """
    return _fresh_memory().calendar_at(now)


def forget_calendar() -> None:
    """Read the table again at the next question; for the declaring process, and for tests."""
    _memory.clear()


def get_declared_day(declaration_id: UUID) -> DeclaredDay:
    """One declaration by its id; raises ``Holiday.DoesNotExist`` for an unknown one."""
    return _declared(Holiday.objects.get(id=declaration_id))


def list_declared_days(*, year: int) -> tuple[DeclaredDay, ...]:
    """Every declaration about days of ``year``, by day and then by time of declaration."""
    rows = Holiday.objects.filter(date__year=year).order_by("date", "declared_at")
    return tuple(_declared(row) for row in rows)


def latest_about(day: date) -> DeclaredDay | None:
    """The declaration that holds for ``day``, or None where the weekday alone decides."""
    row = Holiday.objects.filter(date=day).order_by("-declared_at").first()
    return _declared(row) if row is not None else None


def days_spoken_of(days: Sequence[date]) -> set[date]:
    """Those of ``days`` about which anything was ever declared."""
    return set(Holiday.objects.filter(date__in=days).values_list("date", flat=True))


def _fresh_memory() -> _Memory:
    moment = time.monotonic()
    known = _memory[0] if _memory else None
    if known is not None and moment - known.checked_at < FRESH_FOR_SECONDS:
        return known
    stamp = _read_stamp()
    if known is not None and known.stamp == stamp:
        known.checked_at = moment
        return known
    read = _Memory(declared=_read_all(), stamp=stamp, checked_at=moment)
    _memory[:] = [read]
    return read


def _read_stamp() -> _Stamp:
    found: dict[str, Any] = Holiday.objects.aggregate(rows=Count("id"), last=Max("declared_at"))
    return (found["rows"], found["last"])


def _read_all() -> list[DeclaredDay]:
    return [_declared(row) for row in Holiday.objects.order_by("declared_at", "date")]


def _declared(row: Holiday) -> DeclaredDay:
    return DeclaredDay(
        id=row.id,
        day=row.date,
        kind=DayKind(row.kind),
        name=row.name,
        source=row.source,
        vintage=row.vintage,
        is_verified=row.is_verified,
        declared_at=row.declared_at,
    )
