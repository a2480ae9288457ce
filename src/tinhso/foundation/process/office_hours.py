"""Lateness inside one SQL statement: the same answer as ``is_late`` gives for one case.

A statement brings the office's sessions as two sorted arrays and asks, by binary search, from which moment
on office time has passed after a due date.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from tinhso.foundation.process.rules.axis import Stretch, stretches_of

if TYPE_CHECKING:
    from tinhso.foundation.calendar.service import WorkingCalendar

CLOCK_STANDING = "process_clock_standing"
"""A function that statements may call: (case kind, case, moment) → (due_at, stopped_at), by the ledger."""

_YEARS_BACK = 3
"""Due dates older than this are late by far: for them nights and holidays are not looked at."""


def office_hours(
    calendar: WorkingCalendar, *, since: date, until: date
) -> tuple[list[datetime], list[datetime]]:
    """When the office opens and when it closes, session by session, for ``late_in_sql``.

    Covers what may have been due long before ``since``; ``until`` is the last day judged.
    """
    found = _sessions(calendar, date(since.year - _YEARS_BACK, 1, 1), until)
    return [opens for opens, _ in found], [closes for _, closes in found]


def late_in_sql(due: str, at: str, *, opens: str, closes: str) -> str:
    """The condition that office time has passed between ``due`` and ``at``, all of them SQL expressions.

    ``opens`` and ``closes`` are the arrays of ``office_hours``. Never null: nothing due is never late.
    """
    session = f"coalesce(({opens})[width_bucket({due}, {closes}) + 1], 'infinity')"
    begins = f"case when {due} < ({opens})[1] then {due} else greatest({due}, {session}) end"
    return f"coalesce({at} > {begins}, false)"


@lru_cache(maxsize=8)
def _sessions(calendar: WorkingCalendar, since: date, until: date) -> tuple[Stretch, ...]:
    days = (since + timedelta(days=step) for step in range((until - since).days + 1))
    return tuple(stretch for day in days for stretch in stretches_of(day, calendar))
