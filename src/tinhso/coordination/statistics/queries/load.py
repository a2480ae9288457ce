"""Who has how much to do, and what will be late tomorrow: by person here, by agency below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.service import counted_lines
from tinhso.coordination.statistics.reports import Load, LoadLine, LoadPage, LoadRow
from tinhso.coordination.statistics.scope import agencies_seen, own_agency
from tinhso.coordination.statistics.wording import ROLE_NAMES
from tinhso.engines.text.service import vietnamese_sort_key
from tinhso.foundation.authority.service import Actor, Permission, Resource, require
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.process.service import (
    LoadFigure,
    LoadTask,
    TaskLoad,
    next_work_day,
    open_work,
    tasks_behind,
)
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import (
    agency_and_above,
    get_agency,
    officer_names,
    officers_of,
)

_KIND = "dossier"
PAGE = 50


def load(*, actor: Actor, now: datetime) -> Load:
    """The open tasks of dossiers by officer of one's own agency, and by agency of those below it."""
    own = own_agency(actor)
    calendar = working_calendar(now=now)
    seen = [each.id for each in agencies_seen(actor)]
    with unit_of_work(actor=actor, now=now, as_system=len(seen) > 1):
        _require(actor, own)
        found = open_work(case_kind=_KIND, agency_ids=seen, now=now, calendar=calendar)
    return Load(
        agency_name=get_agency(own).name,
        next_day=next_work_day(now, calendar),
        people=_people([each for each in found if each.agency_id == own], own, now),
        agencies=_by_agency([each for each in found if each.agency_id != own]),
        totals=_added(found),
    )


def load_tasks(
    *,
    figure: LoadFigure,
    agency_id: UUID | None = None,
    role: str | None = None,
    officer_id: UUID | None = None,
    actor: Actor,
    now: datetime,
    offset: int = 0,
) -> LoadPage:
    """The tasks that make up one number of the load; ``agency_id`` None means all that the officer sees.

    Persons are told apart in one's own agency only.
    """
    if officer_id is not None:
        agency_id = own_agency(actor)
    wanted = [each.id for each in agencies_seen(actor)] if agency_id is None else [agency_id]
    with unit_of_work(actor=actor, now=now, as_system=True):
        for each in wanted:
            _require(actor, each)
        page = tasks_behind(
            figure=figure,
            case_kind=_KIND,
            agency_ids=wanted,
            role=role,
            officer_id=officer_id,
            now=now,
            calendar=working_calendar(now=now),
            offset=offset,
            limit=PAGE,
        )
        lines = counted_lines(dossier_ids={row.case_id for row in page.rows}, actor=actor, now=now)
    names = officer_names({row.officer_id for row in page.rows if row.officer_id})
    reached = offset + len(page.rows)
    own = own_agency(actor)
    return LoadPage(
        rows=tuple(
            LoadLine(
                task_id=row.id,
                role=row.role,
                is_own=row.agency_id == own,
                dossier_id=row.case_id,
                code=lines[row.case_id].code,
                title=lines[row.case_id].title,
                task=row.name,
                who=_who(row, names, own),
                agency_name=get_agency(row.agency_id).name,
                due_at=row.due_at,
                can_open=lines[row.case_id].can_open,
            )
            for row in page.rows
        ),
        total=page.total,
        next_offset=reached if reached < page.total else None,
    )


def _require(actor: Actor, agency_id: UUID) -> None:
    above = frozenset(each.id for each in agency_and_above(agency_id))
    resource = Resource(kind="statistics", id=agency_id, agencies=above)
    require(actor=actor, permission=Permission.STATISTICS_READ, resource=resource)


def _who(task: LoadTask, names: Mapping[UUID, str], own: UUID) -> str:
    if task.officer_id is not None and task.agency_id == own:
        return names.get(task.officer_id, "Cán bộ")
    role = ROLE_NAMES.get(task.role, task.role)
    return role if task.officer_id else f"chung của {role}"


def _people(found: Iterable[TaskLoad], own: UUID, now: datetime) -> tuple[LoadRow, ...]:
    """Everybody who works here, also with nothing by name; the common piles; who has left with work open."""
    found = list(found)
    by_name: dict[UUID, list[TaskLoad]] = {}
    for each in found:
        if each.officer_id is not None:
            by_name.setdefault(each.officer_id, []).append(each)
    here = {officer.id: officer for officer in officers_of(own, on=legal_day(now))}
    names = officer_names(set(by_name) | set(here))
    people = [
        LoadRow(
            label=names.get(who, "Cán bộ"),
            second=here[who].title if who in here else "không còn làm việc ở đây",
            counts=_added(by_name.get(who, ())),
            agency_id=own,
            officer_id=who,
        )
        for who in sorted({*by_name, *here}, key=lambda who: (vietnamese_sort_key(names.get(who, "")), who))
    ]
    piles = [
        LoadRow(
            label=f"Chưa giao riêng: {ROLE_NAMES.get(each.role, each.role)}",
            second="ai giữ vai trò này cũng làm được",
            counts=each.counts,
            agency_id=own,
            role=each.role,
        )
        for each in found
        if each.officer_id is None
    ]
    return (*piles, *people)


def _by_agency(found: Iterable[TaskLoad]) -> tuple[LoadRow, ...]:
    grouped: dict[UUID, list[TaskLoad]] = {}
    for each in found:
        grouped.setdefault(each.agency_id, []).append(each)
    rows = [
        LoadRow(label=get_agency(agency).name, second="", counts=_added(loads), agency_id=agency)
        for agency, loads in grouped.items()
    ]
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                -row.counts[LoadFigure.LATE],
                -row.counts[LoadFigure.DUE_NEXT],
                vietnamese_sort_key(row.label),
            ),
        )
    )


def _added(loads: Iterable[TaskLoad]) -> Mapping[LoadFigure, int]:
    total = dict.fromkeys(LoadFigure, 0)
    for load in loads:
        for figure, count in load.counts.items():
            total[figure] += count
    return total
