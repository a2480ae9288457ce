"""The working calendar changes: what that would do to running dossiers, and doing it in the background.

Nothing here shows a dossier to whoever decides: they see how many there are at which agency.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.handling.deadlines import ANOTHER_CALENDAR, LaidBatch, lay_batch
from tinhso.casework.dossiers.models import CalendarMove
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.foundation.audit.service import history_of
from tinhso.foundation.authority.service import Actor, Permission, require, system_actor
from tinhso.foundation.calendar.service import (
    CalendarChange,
    DayKind,
    DayToDeclare,
    WorkingCalendar,
    calendar_with,
    check_days,
    days_before,
    declarations_of,
    declare_days,
    forget_calendar,
    get_declared_day,
    latest_changes,
    take_back_change,
)
from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.foundation.process.service import ChangedDueDate, plan_due_dates
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work

MOST_LOOKED_AT = 20_000
"""How many running dossiers a dry run looks at; beyond, its numbers are the least there will be."""

_OTHERS_TRUST_THEIR_CALENDAR = timedelta(seconds=10)
_BATCH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPlan:
    """What a change of the calendar would do: by agency, how many due dates become later and earlier."""

    days: tuple[DayToDeclare, ...]
    by_agency: Mapping[UUID, tuple[int, int]]
    looked_at: int
    is_capped: bool

    @property
    def later(self) -> int:
        """How many dossiers would be due later."""
        return sum(later for later, _ in self.by_agency.values())

    @property
    def earlier(self) -> int:
        """How many dossiers would be due earlier."""
        return sum(earlier for _, earlier in self.by_agency.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarMoveRow:
    """How far running dossiers are laid on a changed calendar; ``total`` were running when it began."""

    total: int
    looked_at: int
    later: int
    earlier: int
    told: int
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChangeRow:
    """A change of the calendar as the history shows it; ``officer_id`` made it, None: by command."""

    change: CalendarChange
    officer_id: UUID | None
    move: CalendarMoveRow | None
    can_be_undone: bool


def plan_calendar_change(*, days: Sequence[DayToDeclare], actor: Actor, now: datetime) -> CalendarPlan:
    """Look at running dossiers as the change would move them; changes nothing.

    Refuses what declaring would refuse (UnableToDeclareHoliday). Dossiers whose clock stands still are not
    counted: their date is computed when it goes on.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CALENDAR_DECLARE)
        check_days(days, now=now)
        calendar = calendar_with(days, now=now)
        since = min((one.day for one in days), default=now.date())
        with acting_as_system(work):
            return _planned(tuple(days), calendar, since, now)


def plan_undo(*, change_id: UUID, actor: Actor, now: datetime) -> CalendarPlan:
    """What taking a change back would do; refuses as `undo_calendar_change`."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.CALENDAR_DECLARE)
        return plan_calendar_change(days=days_before(change_id), actor=actor, now=now)


def change_calendar(
    *, days: Sequence[DayToDeclare], reason: str, actor: Actor, now: datetime
) -> CalendarChange:
    """Declare the days; due dates follow in the background. Refuses with UnableToDeclareHoliday."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CALENDAR_DECLARE)
        return declare_days(work=work, days=days, reason=reason, now=now)


def undo_calendar_change(*, change_id: UUID, reason: str, actor: Actor, now: datetime) -> CalendarChange:
    """Declare again what held before a change; refuses where something newer was declared since."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CALENDAR_DECLARE)
        return take_back_change(work=work, change_id=change_id, reason=reason, now=now)


def calendar_changes(*, actor: Actor, now: datetime) -> tuple[CalendarChangeRow, ...]:
    """The latest changes of the calendar, newest first: who made them, why, and how far dossiers follow."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.CALENDAR_DECLARE)
        changes = latest_changes(now=now)
        with acting_as_system(work):
            moves = CalendarMove.objects.in_bulk([change.id for change in changes])
            firsts = [change.declarations[0].id for change in changes]
            makers = {entry.object_id: entry.actor_id for entry in history_of(firsts)} if firsts else {}
    spoken: set[date] = set()
    rows = []
    for change in changes:
        days = {one.day for one in change.declarations}
        move = moves.get(change.id)
        rows.append(
            CalendarChangeRow(
                change=change,
                officer_id=makers.get(change.declarations[0].id),
                move=_as_row(move) if move else None,
                can_be_undone=not days & spoken,
            )
        )
        spoken |= days
    return tuple(rows)


def begin_to_lay(work: UnitOfWork, *, declaration_id: UUID) -> None:
    """Days were declared: move the first due dates at once, all of them in a job of their own.

    The job begins when every process has heard of the change, so that it also finds what was received in
    between on the old calendar.
    """
    forget_calendar()
    first = get_declared_day(declaration_id)
    move_id = first.change_id or first.id
    if CalendarMove.objects.filter(id=move_id).exists():
        return
    move = CalendarMove.objects.create(
        id=move_id, since=first.day, reason=_reason(move_id), total=_running(), begun_at=work.now
    )
    _count(move, lay_batch(work, since=move.since, after=None, reason=move.reason))
    move.save()
    work.defer("dossiers.lay_on_calendar", at=real_now() + _OTHERS_TRUST_THEIR_CALENDAR)


def lay_on_calendar() -> int:
    """Go through every unfinished change, batch by batch, each in a transaction; returns how many batches.

    Killed in the middle, it goes on where it was.
    """
    batches = 0
    while _lay_next():
        batches += 1
    return batches


def _lay_next() -> bool:
    forget_calendar()
    with unit_of_work(actor=system_actor("calendar"), now=legal_now()) as work:
        waiting = CalendarMove.objects.filter(finished_at=None).order_by("begun_at", "id")
        move = waiting.select_for_update().first()
        if move is None:
            return False
        batch = lay_batch(work, since=move.since, after=move.reached, reason=move.reason)
        _count(move, batch)
        move.looked_at += batch.looked_at
        move.reached = batch.next_after
        if batch.next_after is None:
            move.finished_at = work.now
        move.save()
        return True


def _count(move: CalendarMove, batch: LaidBatch) -> None:
    move.later += batch.later
    move.earlier += batch.earlier
    move.told += batch.told


def _planned(
    days: tuple[DayToDeclare, ...], calendar: WorkingCalendar, since: date, now: datetime
) -> CalendarPlan:
    moved: list[ChangedDueDate] = []
    looked_at, after = 0, None
    while True:
        batch = plan_due_dates(
            case_kind=CASE_KIND, calendar=calendar, now=now, day=since, after=after, limit=_BATCH
        )
        moved += batch.changed
        looked_at += batch.looked_at
        after = batch.next_after
        if after is None or looked_at >= MOST_LOOKED_AT:
            break
    return CalendarPlan(
        days=days, by_agency=_by_agency(moved), looked_at=looked_at, is_capped=after is not None
    )


def _by_agency(moved: Sequence[ChangedDueDate]) -> dict[UUID, tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, agency_id from dossiers_dossier where id = any(%s)", [[one.case_id for one in moved]]
        )
        agency_of = dict(cursor.fetchall())
    later: Counter[UUID] = Counter()
    earlier: Counter[UUID] = Counter()
    for one in moved:
        counted = later if one.due_after > one.due_before else earlier
        counted[agency_of[one.case_id]] += 1
    return {agency_id: (later[agency_id], earlier[agency_id]) for agency_id in {**later, **earlier}}


def _running() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from dossiers_dossier where finished_at is null")
        return int(cursor.fetchone()[0])


def _reason(change_id: UUID) -> str:
    said = declarations_of(change_id)
    if len(said) != 1 or said[0].kind is DayKind.ORDINARY_DAY:
        return ANOTHER_CALENDAR
    return f"{said[0].name}, {said[0].day:%d/%m/%Y}, theo {said[0].source}"


def _as_row(move: CalendarMove) -> CalendarMoveRow:
    return CalendarMoveRow(
        total=move.total,
        looked_at=move.looked_at,
        later=move.later,
        earlier=move.earlier,
        told=move.told,
        finished_at=move.finished_at,
    )
