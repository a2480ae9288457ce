"""The lists of an agency: what is to be done, what waits for the register. Nothing identifies a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.cleaning.adapters.reviewed_files import handling
from tinhso.casework.cleaning.types import (
    ENDED,
    WAITING,
    CleaningQueue,
    CleaningRow,
    CleaningSlice,
    CleaningState,
)
from tinhso.foundation.authority.service import Actor, NotPermitted, Permission, require
from tinhso.foundation.unit_of_work.service import unit_of_work

PAGE = 20
_CAP = 500
_NAMES = ("id", "code", "state", "raised_at", "due_at", "finished_at", "waits_since")
_COLUMNS = ", ".join(f"t.{name}" for name in _NAMES)
_DOSSIERS = "(select count(distinct o.case_id) from cleaning_origin o where o.task_id = t.id)"
_WAITING = [state.value for state in WAITING]
_TO_DO = [state.value for state in CleaningState if state not in WAITING | ENDED]


def cleaning_list(*, queue: CleaningQueue, after: str = "", actor: Actor, now: datetime) -> CleaningSlice:
    """One page of a queue of the officer's agency, most urgent first; finished tasks newest first."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.CLEANING_LIST)
        condition, parameters = _condition(queue, _agency_of(actor), now)
        column, is_down = ("finished_at", True) if queue is CleaningQueue.FINISHED else ("due_at", False)
        paging, start = _after(after, column, is_down=is_down)
        with connection.cursor() as cursor:
            cursor.execute(
                f"select {_COLUMNS}, {_DOSSIERS} from cleaning_task t where {condition}{paging}"  # noqa: S608
                f" order by t.{column} {'desc' if is_down else 'asc'}, t.id limit {PAGE + 1}",
                [*parameters, *start],
            )
            rows = [_row(row) for row in cursor.fetchall()]
            cursor.execute(_capped(condition), parameters)
            total = int(cursor.fetchone()[0])
    shown = rows[:PAGE]
    following = ""
    if len(rows) > PAGE:
        moment = shown[-1].finished_at if is_down else shown[-1].due_at
        following = f"{moment.isoformat() if moment else ''}~{shown[-1].id}"
    return CleaningSlice(rows=tuple(shown), next_after=following, total=min(total, _CAP), capped=total > _CAP)


def cleaning_counts(*, actor: Actor, now: datetime) -> dict[CleaningQueue, int]:
    """How many tasks stand in each queue of the officer's agency, counted up to 500. One statement."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.CLEANING_LIST)
        conditions = [_condition(queue, _agency_of(actor), now) for queue in CleaningQueue]
        with connection.cursor() as cursor:
            cursor.execute(
                "select " + ", ".join(f"({_capped(condition)})" for condition, _ in conditions),
                [one for _, parameters in conditions for one in parameters],
            )
            return dict(zip(CleaningQueue, cursor.fetchone(), strict=True))


def _agency_of(actor: Actor) -> UUID:
    if actor.agency_id is None:
        raise NotPermitted(permission=Permission.CLEANING_LIST)
    return actor.agency_id


def _capped(condition: str) -> str:
    return (
        f"select count(*) from (select 1 from cleaning_task t where {condition}"  # noqa: S608 - own names
        f" limit {_CAP + 1}) as c"
    )


def _condition(queue: CleaningQueue, agency_id: UUID, now: datetime) -> tuple[str, list[Any]]:
    mine = "t.agency_id = %s"
    match queue:
        case CleaningQueue.TO_DO:
            return f"{mine} and t.state = any(%s)", [agency_id, _TO_DO]
        case CleaningQueue.WAITING:
            return f"{mine} and t.state = any(%s)", [agency_id, _WAITING]
        case CleaningQueue.LATE:
            return f"{mine} and t.finished_at is null and t.due_at < %s", [agency_id, now]
        case CleaningQueue.ALL_OPEN:
            return f"{mine} and t.finished_at is null", [agency_id]
        case CleaningQueue.FINISHED:
            return f"{mine} and t.finished_at is not null", [agency_id]


def _after(after: str, column: str, *, is_down: bool) -> tuple[str, list[Any]]:
    moment, _, task_id = after.partition("~")
    try:
        start = [datetime.fromisoformat(moment), UUID(task_id)]
    except ValueError:
        return "", []
    if is_down:
        return f" and (t.{column} < %s or (t.{column} = %s and t.id > %s))", [start[0], *start]
    return f" and (t.{column}, t.id) > (%s, %s)", start


def _row(row: tuple[Any, ...]) -> CleaningRow:
    values = dict(zip(_NAMES, row, strict=False))
    state = handling().process.state(values.pop("state"))
    return CleaningRow(
        **values,
        state=CleaningState(state.key),
        state_name=state.name,
        next_step=state.tasks[0].name if state.tasks else "",
        dossiers=row[-1],
    )
