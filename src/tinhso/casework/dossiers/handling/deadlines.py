"""What time does to dossiers: new holidays move due dates, waits run out."""

from __future__ import annotations

import logging
from datetime import date
from uuid import UUID

from tinhso.casework.dossiers.handling.advance import Move, advance_dossier, refresh_summary
from tinhso.casework.dossiers.record.events_log import append_event, bump_version
from tinhso.casework.dossiers.record.loading import load_dossier
from tinhso.casework.dossiers.record.placing import placed
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.foundation.authority.service import Permission, system_actor
from tinhso.foundation.calendar.service import (
    forget_calendar,
    get_declared_day,
    working_calendar,
)
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.process.service import (
    ChangedDueDate,
    OpenTask,
    due_timers,
    open_tasks_of,
    recompute_due_dates,
    timer_action_of,
)
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work

_log = logging.getLogger(__name__)
_BATCH = 500


def move_due_dates(work: UnitOfWork, *, declaration_id: UUID) -> int:
    """A day was declared: compute anew what it touches; returns how many due dates moved."""
    forget_calendar()
    return recompute_all(work, since=get_declared_day(declaration_id).day)


def recompute_all(work: UnitOfWork, *, since: date | None = None) -> int:
    """Lay open dossiers on the calendar; those due before ``since`` are left out. Idempotent.

    Runs daily too: a declaration made for a later moment holds from then on.
    """
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
            limit=_BATCH,
        )
        for change in batch.changed:
            _move_one(work, change)
        moved += len(batch.changed)
        if batch.next_after is None:
            return moved
        after = batch.next_after


def take_due_timers(limit: int = 100) -> int:
    """Take the action of every wait that has run out; returns how many were taken.

    A wait whose action fails holds up no other: the rest are taken, then RuntimeError shows the job as
    failed, and the wait is tried again in the next pass.
    """
    now = legal_now()
    with unit_of_work(actor=system_actor("timer"), now=now):
        due = due_timers(case_kind=CASE_KIND, now=now, limit=limit)
    failed = 0
    for timer in due:
        try:
            _take_timer(timer)
        except Exception as error:  # noqa: BLE001 - one case must not hold up the deadlines of all others
            failed += 1
            _log.warning("timer of dossier %s failed: %s", timer.case_id, type(error).__name__)
    if failed:
        raise RuntimeError(f"{failed} of {len(due)} timers could not be taken")
    return len(due)


def _take_timer(timer: OpenTask) -> None:
    with unit_of_work(actor=system_actor("timer"), now=legal_now()) as work:
        dossier = load_dossier(timer.case_id, permission=Permission.DOSSIER_PROCESS, lock=True)
        tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier.id]).get(dossier.id, ())
        if any(task.id == timer.id for task in tasks):
            action = timer_action_of(timer)
            move = Move(action=action, note="Hết thời gian chờ, hệ thống chuyển bước.")
            advance_dossier(work, dossier, tasks, move)


def _move_one(work: UnitOfWork, change: ChangedDueDate) -> None:
    dossier = load_dossier(change.case_id, permission=Permission.DOSSIER_PROCESS, lock=True)
    dossier.due_at = change.due_after
    bump_version(dossier, {"due_at": change.due_after})
    note = f"{change.due_before:%H:%M %d/%m/%Y} → {change.due_after:%H:%M %d/%m/%Y}"
    append_event(work, dossier, action="due_date_moved", from_status=dossier.status, note=note)
    tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier.id]).get(dossier.id, ())
    refresh_summary(dossier, placed(tasks))
