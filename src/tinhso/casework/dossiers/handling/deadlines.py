"""What time does to dossiers: new holidays move due dates, waits run out."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tinhso.casework.dossiers.handling.advance import Move, advance_dossier, refresh_summary
from tinhso.casework.dossiers.handling.messages import tell_due_moved
from tinhso.casework.dossiers.record.events_log import append_event, bump_version
from tinhso.casework.dossiers.record.loading import load_dossier
from tinhso.casework.dossiers.record.placing import placed
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.foundation.authority.service import Permission, system_actor
from tinhso.foundation.calendar.service import working_calendar
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
ANOTHER_CALENDAR = "lịch nghỉ, làm bù của cơ quan nhà nước thay đổi"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidBatch:
    """One batch of dossiers laid on the calendar: how many moved which way, how many people were told."""

    looked_at: int
    later: int
    earlier: int
    told: int
    next_after: UUID | None


def recompute_all(work: UnitOfWork, *, since: date | None = None) -> int:
    """Lay open dossiers on the calendar; those due before ``since`` are left out. Idempotent.

    Runs daily too: a declaration made for a later moment holds from then on.
    """
    after: UUID | None = None
    moved = 0
    while True:
        batch = lay_batch(work, since=since, after=after)
        moved += batch.later + batch.earlier
        if batch.next_after is None:
            return moved
        after = batch.next_after


def lay_batch(
    work: UnitOfWork, *, since: date | None, after: UUID | None, reason: str = ANOTHER_CALENDAR
) -> LaidBatch:
    """Lay one batch of open dossiers on the calendar; who gets their result later is told why."""
    batch = recompute_due_dates(
        case_kind=CASE_KIND,
        calendar=working_calendar(now=work.now),
        now=work.now,
        reason="calendar",
        day=since,
        after=after,
        limit=_BATCH,
    )
    told = sum(_move_one(work, change, reason) for change in batch.changed)
    later = sum(change.due_after > change.due_before for change in batch.changed)
    return LaidBatch(
        looked_at=batch.looked_at,
        later=later,
        earlier=len(batch.changed) - later,
        told=told,
        next_after=batch.next_after,
    )


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


def _move_one(work: UnitOfWork, change: ChangedDueDate, reason: str) -> bool:
    """Note the date on the dossier; says whether the applicant was told."""
    dossier = load_dossier(change.case_id, permission=Permission.DOSSIER_PROCESS, lock=True)
    dossier.due_at = change.due_after
    bump_version(dossier, {"due_at": change.due_after})
    note = f"{change.due_before:%H:%M %d/%m/%Y} → {change.due_after:%H:%M %d/%m/%Y}"
    append_event(work, dossier, action="due_date_moved", from_status=dossier.status, note=note)
    tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier.id]).get(dossier.id, ())
    refresh_summary(dossier, placed(tasks))
    is_later = change.due_after > change.due_before
    # Whoever was promised a still later day in an apology keeps that promise.
    if not is_later or (dossier.promised_at is not None and dossier.promised_at >= change.due_after):
        return False
    tell_due_moved(work, dossier, reason=reason)
    return True
