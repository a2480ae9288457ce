"""Reading declarations, and the calendar each process keeps in memory."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, Max

from tinhso.foundation.calendar.models import Holiday
from tinhso.foundation.calendar.rules import build_calendar
from tinhso.foundation.calendar.types import (
    CalendarChange,
    DayKind,
    DayToDeclare,
    DeclaredDay,
    WorkingCalendar,
)
from tinhso.foundation.crypto.service import open_text

REASON = "calendar_holiday.sealed_reason"
FRESH_FOR_SECONDS = 5.0
"""How long a process trusts its memory before it asks the table, in one small query, for news."""

_NOBODY = UUID(int=0)
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
    return as_declared(Holiday.objects.get(id=declaration_id))


def list_declared_days(*, year: int) -> tuple[DeclaredDay, ...]:
    """Every declaration about days of ``year``, by day and then by time of declaration."""
    rows = Holiday.objects.filter(date__year=year).order_by("date", "declared_at")
    return tuple(as_declared(row) for row in rows)


def latest_about(day: date, *, before: datetime | None = None) -> DeclaredDay | None:
    """The declaration that holds for ``day``, or None where the weekday alone decides.

    ``before``: the one that held before that moment.
    """
    said = Holiday.objects.filter(date=day).order_by("-declared_at")
    row = (said if before is None else said.filter(declared_at__lt=before)).first()
    return as_declared(row) if row is not None else None


def declarations_of(change_id: UUID) -> tuple[DeclaredDay, ...]:
    """What was declared in one change, by day; empty for an unknown one."""
    return tuple(as_declared(row) for row in Holiday.objects.filter(change_id=change_id).order_by("date"))


def latest_changes(*, now: datetime, limit: int = 20) -> tuple[CalendarChange, ...]:
    """The changes made up to ``now``, newest first; those that set up the calendar are none."""
    made = Holiday.objects.filter(change_id__isnull=False, declared_at__lte=now)
    newest = made.values("change_id").annotate(at=Max("declared_at")).order_by("-at", "change_id")[:limit]
    rows = made.filter(change_id__in=[row["change_id"] for row in newest]).order_by("-declared_at", "date")
    return tuple(
        _as_change(change_id, list(said)) for change_id, said in groupby(rows, key=lambda row: row.change_id)
    )


def calendar_with(days: Iterable[DayToDeclare], *, now: datetime) -> WorkingCalendar:
    """The calendar as it would be if these days were declared at ``now``; declares nothing."""
    imagined = [
        DeclaredDay(
            id=_NOBODY,
            day=one.day,
            kind=one.kind,
            name=one.name,
            source=one.source,
            vintage=one.vintage,
            is_verified=one.is_verified,
            declared_at=now,
        )
        for one in days
    ]
    known = [one for one in _read_all() if one.declared_at <= now]
    return build_calendar([*known, *imagined])


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
    return [as_declared(row) for row in Holiday.objects.order_by("declared_at", "date")]


def as_declared(row: Holiday) -> DeclaredDay:
    """One row as a value."""
    return DeclaredDay(
        id=row.id,
        day=row.date,
        kind=DayKind(row.kind),
        name=row.name,
        source=row.source,
        vintage=row.vintage,
        is_verified=row.is_verified,
        declared_at=row.declared_at,
        change_id=row.change_id,
    )


def _as_change(change_id: UUID, rows: Sequence[Holiday]) -> CalendarChange:
    first = rows[0]
    return CalendarChange(
        id=change_id,
        declared_at=first.declared_at,
        reason=open_text(first.sealed_reason, owner=first.id, field=REASON) if first.sealed_reason else "",
        declarations=tuple(as_declared(row) for row in rows),
    )
