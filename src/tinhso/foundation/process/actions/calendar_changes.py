"""When the calendar changes, every open clock and task is laid on it anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.process.actions.clocks import NewEntry, insert_entries
from tinhso.foundation.process.actions.transaction import require_transaction
from tinhso.foundation.process.queries import clock_entries, open_tasks_of
from tinhso.foundation.process.rules.clock import clock_state, recompute
from tinhso.foundation.process.rules.opening import task_due_anew
from tinhso.foundation.process.types.clocks import CaseClock, ChangedDueDate, RecomputedBatch

if TYPE_CHECKING:
    from tinhso.foundation.calendar.service import WorkingCalendar

_CANDIDATES = """
select case_id from (
  (select s.case_id from process_clock_entry s
   where s.case_kind = %(kind)s and s.sequence = 1 and s.case_id > %(after)s
     and not exists (select 1 from process_clock_entry e
       where e.case_kind = s.case_kind and e.case_id = s.case_id and e.kind = 'end')
     and exists (select 1 from process_clock_entry d
       where d.case_kind = s.case_kind and d.case_id = s.case_id and d.due_after >= %(since)s)
   order by s.case_id limit %(limit)s)
  union
  (select t.case_id from process_task t
   where t.case_kind = %(kind)s and t.completed_at is null and t.case_id > %(after)s
     and t.due_at >= %(since)s
   order by t.case_id limit %(limit)s)
) as open_cases
order by case_id limit %(limit)s
"""
_MOVE_TASKS = """
update process_task set due_at = moved.due_at
from unnest(%s::uuid[], %s::timestamptz[]) as moved(id, due_at)
where process_task.id = moved.id and process_task.completed_at is null
"""
_FIRST_ID = UUID(int=0)
_BEGINNING = date(2000, 1, 1)
_ROUNDS = 5


def recompute_due_dates(
    *,
    case_kind: str,
    calendar: WorkingCalendar,
    now: datetime,
    reason: str,
    day: date | None = None,
    after: UUID | None = None,
    limit: int = 500,
) -> RecomputedBatch:
    """Lay one batch of open cases on a changed calendar; write a RECOMPUTE entry where the due date moves.

    ``day`` (the declared holiday) skips cases that were due before it; without it every open case is
    looked at. Go on with ``after=batch.next_after`` until that is None, each batch in a transaction of
    its own. Idempotent: what is already right is not written again. Stopped clocks are computed when
    they resume. Tasks and timers move with their cases.
    """
    require_transaction()
    found = _candidates(case_kind=case_kind, day=day, after=after, limit=limit)
    changed = _recompute_clocks(case_kind, found, calendar, now, reason)
    return RecomputedBatch(
        changed=changed,
        tasks_moved=_recompute_tasks(case_kind, found, calendar),
        looked_at=len(found),
        next_after=found[-1] if len(found) == limit else None,
    )


def recompute_every_due_date(
    *, case_kind: str, calendar: WorkingCalendar, now: datetime, reason: str, day: date | None = None
) -> Iterator[ChangedDueDate]:
    """All batches of ``recompute_due_dates`` in the caller's one transaction: each due date that moved."""
    after: UUID | None = None
    while True:
        batch = recompute_due_dates(
            case_kind=case_kind, calendar=calendar, now=now, reason=reason, day=day, after=after
        )
        yield from batch.changed
        if batch.next_after is None:
            return
        after = batch.next_after


def plan_due_dates(
    *, case_kind: str, calendar: WorkingCalendar, now: datetime, day: date, after: UUID | None, limit: int
) -> RecomputedBatch:
    """What `recompute_due_dates` would do with one batch on this calendar; writes nothing."""
    found = _candidates(case_kind=case_kind, day=day, after=after, limit=limit)
    clocks = clock_entries(case_kind=case_kind, case_ids=found)
    entries = [_moved_entry(clock, calendar, now, "calendar") for clock in clocks.values()]
    return RecomputedBatch(
        changed=tuple(_changed(case_kind, entry) for entry in entries if entry is not None),
        tasks_moved=0,
        looked_at=len(found),
        next_after=found[-1] if len(found) == limit else None,
    )


def _candidates(*, case_kind: str, day: date | None, after: UUID | None, limit: int) -> list[UUID]:
    since = datetime.combine(day or _BEGINNING, time(), VIETNAM)
    parameters: dict[str, Any] = {
        "kind": case_kind,
        "after": after or _FIRST_ID,
        "since": since,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, parameters)
        return [row[0] for row in cursor.fetchall()]


def _recompute_clocks(
    case_kind: str, case_ids: Collection[UUID], calendar: WorkingCalendar, now: datetime, reason: str
) -> tuple[ChangedDueDate, ...]:
    changed: list[ChangedDueDate] = []
    waiting: Collection[UUID] = case_ids
    for _ in range(_ROUNDS):
        clocks = clock_entries(case_kind=case_kind, case_ids=waiting)
        entries = {
            case_id: entry
            for case_id, clock in clocks.items()
            if (entry := _moved_entry(clock, calendar, now, reason)) is not None
        }
        if not entries:
            break
        # A case that somebody else moved at this moment keeps its place; it is read again.
        written = insert_entries(case_kind=case_kind, entries=list(entries.values()))
        changed += [_changed(case_kind, entries[case_id]) for case_id in sorted(written)]
        waiting = entries.keys() - written
    else:
        raise RuntimeError(f"clocks kept moving through {_ROUNDS} rounds")
    return tuple(changed)


def _moved_entry(clock: CaseClock, calendar: WorkingCalendar, now: datetime, reason: str) -> NewEntry | None:
    fact = recompute(clock.facts, clock.duration, calendar, at=now, reason=reason, cut_off=clock.cut_off)
    if fact is None:
        return None
    return NewEntry(case_id=clock.case_id, sequence=len(clock.facts) + 1, fact=fact)


def _changed(case_kind: str, entry: NewEntry) -> ChangedDueDate:
    before, after = entry.fact.due_before, entry.fact.due_after
    if before is None or after is None:
        raise AssertionError("a running clock has a due date")
    return ChangedDueDate(case_kind=case_kind, case_id=entry.case_id, due_before=before, due_after=after)


def _recompute_tasks(case_kind: str, case_ids: Collection[UUID], calendar: WorkingCalendar) -> int:
    clocks = clock_entries(case_kind=case_kind, case_ids=case_ids)
    dues = {case_id: clock_state(clock, calendar).due_at for case_id, clock in clocks.items()}
    moved = {
        task.id: due
        for tasks in open_tasks_of(case_kind=case_kind, case_ids=case_ids).values()
        for task in tasks
        if (due := task_due_anew(task, calendar, case_due_at=dues.get(task.case_id))) != task.due_at
    }
    if not moved:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_TASKS, [list(moved.keys()), list(moved.values())])
        return int(cursor.rowcount)
