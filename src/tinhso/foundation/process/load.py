"""How much open work lies where: counted and listed by the same condition, so that both always agree."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.process.office_hours import late_in_sql, office_hours
from tinhso.foundation.process.rules.axis import closing_of, local, next_working_day
from tinhso.foundation.process.types.definitions import SYSTEM

if TYPE_CHECKING:
    from tinhso.foundation.calendar.service import WorkingCalendar


class LoadFigure(StrEnum):
    """What is counted of the open tasks of somebody."""

    OPEN = "open"
    LATE = "late"
    DUE_TODAY = "due_today"
    DUE_NEXT = "due_next"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLoad:
    """The open tasks of one officer, or (``officer_id`` None) those given to nobody of one role."""

    agency_id: UUID
    role: str
    officer_id: UUID | None
    counts: Mapping[LoadFigure, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadTask:
    """One open task behind a figure."""

    id: UUID
    case_id: UUID
    agency_id: UUID
    role: str
    officer_id: UUID | None
    name: str
    opened_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadSlice:
    """Some of the tasks behind a figure, and how many there are in all."""

    rows: tuple[LoadTask, ...]
    total: int


_LATE = late_in_sql("t.due_at", "o.now", opens="o.opens", closes="o.closes")
_CONDITIONS: Mapping[LoadFigure, str] = {
    LoadFigure.OPEN: "true",
    LoadFigure.LATE: _LATE,
    LoadFigure.DUE_TODAY: f"t.due_at < o.tomorrow and not {_LATE}",
    LoadFigure.DUE_NEXT: "t.due_at >= o.tomorrow and t.due_at <= o.next_close",
}
_FROM = """
with o as (select %(now)s::timestamptz as now, %(tomorrow)s::timestamptz as tomorrow,
  %(next_close)s::timestamptz as next_close, %(opens)s::timestamptz[] as opens,
  %(closes)s::timestamptz[] as closes)
select {columns} from process_task t cross join o
where t.agency_id = any(%(agencies)s) and t.case_kind = %(case_kind)s and t.completed_at is null
  and t.role <> %(timer)s"""


def next_work_day(now: datetime, calendar: WorkingCalendar) -> date:
    """The working day after today: what is due on it is late when it has passed."""
    return next_working_day(local(now).date(), calendar)


def open_work(
    *, case_kind: str, agency_ids: Collection[UUID], now: datetime, calendar: WorkingCalendar
) -> tuple[TaskLoad, ...]:
    """The open tasks of these agencies by agency, role and officer, without timers. One statement."""
    figures = list(_CONDITIONS)
    counts = ", ".join(f"count(*) filter (where {_CONDITIONS[each]})" for each in figures)
    statement = _FROM.format(columns=f"t.agency_id, t.role, t.officer_id, {counts}")
    with connection.cursor() as cursor:
        cursor.execute(
            f"{statement} group by 1, 2, 3 order by 1, 2, 3 nulls first",
            _parameters(case_kind, agency_ids, now, calendar),
        )
        return tuple(
            TaskLoad(
                agency_id=row[0],
                role=row[1],
                officer_id=row[2],
                counts=dict(zip(figures, row[3:], strict=True)),
            )
            for row in cursor.fetchall()
        )


def tasks_behind(
    *,
    figure: LoadFigure,
    case_kind: str,
    agency_ids: Collection[UUID],
    role: str | None = None,
    officer_id: UUID | None = None,
    now: datetime,
    calendar: WorkingCalendar,
    offset: int = 0,
    limit: int = 50,
) -> LoadSlice:
    """The tasks that ``open_work`` counts, most urgent first: of all, of one role's pool, of one officer.

    ``role`` alone means what is given to nobody of that role; ``officer_id`` what is given to them.
    """
    whose = ""
    if officer_id is not None:
        whose = " and t.officer_id = %(officer)s"
    elif role is not None:
        whose = " and t.role = %(role)s and t.officer_id is null"
    columns = "t.id, t.case_id, t.agency_id, t.role, t.officer_id, t.name, t.opened_at, t.due_at"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_FROM.format(columns=f'{columns}, count(*) over ()')}{whose} and {_CONDITIONS[figure]}"
            " order by t.due_at nulls last, t.id offset %(offset)s limit %(limit)s",
            {
                **_parameters(case_kind, agency_ids, now, calendar),
                "role": role,
                "officer": officer_id,
                "offset": offset,
                "limit": limit,
            },
        )
        names = [column.strip().removeprefix("t.") for column in columns.split(",")]
        found = cursor.fetchall()
    return LoadSlice(
        rows=tuple(LoadTask(**dict(zip(names, row[:-1], strict=True))) for row in found),
        total=found[0][-1] if found else 0,
    )


def open_tasks_with(*, case_kind: str, task_ids: Collection[UUID]) -> tuple[LoadTask, ...]:
    """Those of these tasks that are still open. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, case_id, agency_id, role, officer_id, name, opened_at, due_at from process_task
               where id = any(%s) and case_kind = %s and completed_at is null and role <> %s order by id""",
            [list(task_ids), case_kind, SYSTEM],
        )
        return tuple(
            LoadTask(
                id=row[0],
                case_id=row[1],
                agency_id=row[2],
                role=row[3],
                officer_id=row[4],
                name=row[5],
                opened_at=row[6],
                due_at=row[7],
            )
            for row in cursor.fetchall()
        )


def _parameters(
    case_kind: str, agency_ids: Collection[UUID], now: datetime, calendar: WorkingCalendar
) -> dict[str, Any]:
    today = local(now).date()
    opens, closes = office_hours(calendar, since=today, until=today)
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    following = next_working_day(today, calendar)
    return {
        "case_kind": case_kind,
        "agencies": list(agency_ids),
        "timer": SYSTEM,
        "now": now,
        "tomorrow": midnight + timedelta(days=1),
        "next_close": closing_of(following, calendar),
        "opens": opens,
        "closes": closes,
    }
