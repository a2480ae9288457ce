"""What time does to cleaning tasks: new holidays move their due dates."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tinhso.casework.cleaning.advance import append_event
from tinhso.casework.cleaning.loading import load_task
from tinhso.casework.cleaning.types import CASE_KIND
from tinhso.foundation.calendar.service import forget_calendar, get_declared_day, working_calendar
from tinhso.foundation.process.service import ChangedDueDate, recompute_due_dates
from tinhso.foundation.unit_of_work.service import UnitOfWork


def move_due_dates(work: UnitOfWork, *, declaration_id: UUID) -> int:
    """A day was declared: compute anew what it touches; returns how many due dates moved."""
    forget_calendar()
    return recompute_all(work, since=get_declared_day(declaration_id).day)


def recompute_all(work: UnitOfWork, *, since: date | None = None) -> int:
    """Lay open tasks on the calendar; those due before ``since`` are left out. Idempotent."""
    after: UUID | None = None
    moved = 0
    while True:
        batch = recompute_due_dates(
            case_kind=CASE_KIND,
            calendar=working_calendar(now=work.now),
            now=work.now,
            reason="calendar",
            day=since,
            after=after,
        )
        for change in batch.changed:
            _move_one(work, change)
        moved += len(batch.changed)
        if batch.next_after is None:
            return moved
        after = batch.next_after


def _move_one(work: UnitOfWork, change: ChangedDueDate) -> None:
    task = load_task(change.case_id, lock=True)
    task.due_at = change.due_after
    task.version += 1
    task.save(update_fields=["due_at", "version"])
    note = f"{change.due_before:%H:%M %d/%m/%Y} → {change.due_after:%H:%M %d/%m/%Y}"
    append_event(work, task, action="due_date_moved", note=note)
