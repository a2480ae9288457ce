"""What time does to feedback: new holidays move the deadline for the answer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tinhso.casework.feedback.advance import append_event, write_columns
from tinhso.casework.feedback.loading import load_feedback
from tinhso.casework.feedback.types import CASE_KIND
from tinhso.foundation.authority.service import Permission
from tinhso.foundation.calendar.service import forget_calendar, get_declared_day, working_calendar
from tinhso.foundation.process.service import ChangedDueDate, recompute_every_due_date
from tinhso.foundation.unit_of_work.service import UnitOfWork


def move_due_dates(work: UnitOfWork, *, declaration_id: UUID) -> int:
    """A day was declared: compute anew what it touches; returns how many due dates moved."""
    forget_calendar()
    return recompute_all(work, since=get_declared_day(declaration_id).day)


def recompute_all(work: UnitOfWork, *, since: date | None = None) -> int:
    """Lay open cases on the calendar; those due before ``since`` are left out. Idempotent."""
    moved = 0
    calendar = working_calendar(now=work.now)
    for change in recompute_every_due_date(
        case_kind=CASE_KIND, calendar=calendar, now=work.now, reason="calendar", day=since
    ):
        _move_one(work, change)
        moved += 1
    return moved


def _move_one(work: UnitOfWork, change: ChangedDueDate) -> None:
    case = load_feedback(change.case_id, permission=Permission.FEEDBACK_READ, lock=True)
    case.due_at = change.due_after
    write_columns(case, {"due_at": change.due_after})
    note = f"{change.due_before:%H:%M %d/%m/%Y} → {change.due_after:%H:%M %d/%m/%Y}"
    append_event(work, case, action="due_date_moved", note=note)
