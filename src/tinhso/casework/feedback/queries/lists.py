"""Lists: the inbox of an agency by deadline, and a citizen's own cases."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.feedback.adapters.reviewed_files import handling
from tinhso.casework.feedback.types import (
    ENDED,
    FeedbackKind,
    FeedbackRow,
    FeedbackSlice,
    FeedbackState,
    FeedbackTopic,
)
from tinhso.foundation.authority.service import Actor, NotPermitted, Permission, require
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.clock.service import VIETNAM, legal_day
from tinhso.foundation.unit_of_work.service import unit_of_work

PAGE = 20
_CAP = 500
_NAMES = (
    "id", "code", "kind", "topic", "state", "about_agency_id", "agency_id", "dossier_id", "sent_at",
    "due_at", "finished_at", "score",
)  # fmt: skip
_COLUMNS = ", ".join(f"f.{name}" for name in _NAMES)


class FeedbackQueue(StrEnum):
    """What an agency looks at: the steps that wait for it, what will be late, what it has finished."""

    TURN = "turn"
    LATE = "late"
    LATE_TOMORROW = "late_tomorrow"
    SENT = "sent"
    RECEIVED = "received"
    ASSIGNED = "assigned"
    DRAFTED = "drafted"
    PUBLISHING = "publishing"
    ALL_OPEN = "all_open"
    FINISHED = "finished"


_OPEN = [state.value for state in FeedbackState if state not in ENDED]
_FINISHED = [state.value for state in ENDED]


def feedback_list(*, queue: FeedbackQueue, after: str = "", actor: Actor, now: datetime) -> FeedbackSlice:
    """One page of a queue of the officer's agency, most urgent first; finished cases newest first.

    ``late`` and ``late_tomorrow`` speak of the deadline for the answer: passed, or passing by the end of the
    next working day.
    """
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.FEEDBACK_LIST)
        agency_id = _agency_of(actor)
        condition, parameters = _condition(queue, agency_id, now)
        column, is_down = ("finished_at", True) if queue is FeedbackQueue.FINISHED else ("due_at", False)
        paging, start = _after(after, column, is_down=is_down)
        rows = _rows(
            f"select {_COLUMNS} from feedback_case f where {condition}{paging}"  # noqa: S608 - own names
            f" order by f.{column} {'desc' if is_down else 'asc'}, f.id limit {PAGE + 1}",
            [*parameters, *start],
        )
        total = _count(condition, parameters)
    shown = rows[:PAGE]
    following = ""
    if len(rows) > PAGE:
        moment = shown[-1].finished_at if is_down else shown[-1].due_at
        following = f"{moment.isoformat() if moment else ''}~{shown[-1].id}"
    return FeedbackSlice(rows=tuple(shown), next_after=following, total=min(total, _CAP), capped=total > _CAP)


def feedback_counts(*, actor: Actor, now: datetime) -> dict[FeedbackQueue, int]:
    """How many cases stand in each queue of the officer's agency, counted up to 500. One statement."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.FEEDBACK_LIST)
        agency_id = _agency_of(actor)
        parts, parameters = [], []
        for queue in FeedbackQueue:
            condition, given = _condition(queue, agency_id, now)
            parts.append(
                f"(select count(*) from (select 1 from feedback_case f where {condition}"  # noqa: S608
                f" limit {_CAP + 1}) as c)"
            )
            parameters += given
        with connection.cursor() as cursor:
            cursor.execute("select " + ", ".join(parts), parameters)
            return dict(zip(FeedbackQueue, cursor.fetchone(), strict=True))


def own_feedback(*, actor: Actor, now: datetime) -> tuple[FeedbackRow, ...]:
    """The citizen's own cases, newest first."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.FEEDBACK_LIST)
        return tuple(
            _rows(
                f"select {_COLUMNS} from feedback_case f where f.sender_id = %s"  # noqa: S608 - own names
                " order by f.sent_at desc, f.id limit 100",
                [actor.person_id],
            )
        )


def end_of_next_working_day(now: datetime) -> datetime:
    """The end of the first working day after today: what is due by then is "late tomorrow" if nobody acts."""
    calendar = working_calendar(now=now)
    day = legal_day(now) + timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, time.max, VIETNAM)


def _agency_of(actor: Actor) -> UUID:
    if actor.agency_id is None:
        raise NotPermitted(permission=Permission.FEEDBACK_LIST)
    return actor.agency_id


def _condition(queue: FeedbackQueue, agency_id: UUID, now: datetime) -> tuple[str, list[Any]]:
    turn = "f.turn_agency_id = %s"
    if queue is FeedbackQueue.TURN:
        return turn, [agency_id]
    if queue is FeedbackQueue.LATE:
        return f"{turn} and f.state = any(%s) and f.due_at < %s", [agency_id, _OPEN, now]
    if queue is FeedbackQueue.LATE_TOMORROW:
        return (
            f"{turn} and f.state = any(%s) and f.due_at >= %s and f.due_at <= %s",
            [agency_id, _OPEN, now, end_of_next_working_day(now)],
        )
    taking_part = (
        "exists (select 1 from authority_access a where a.case_id = f.id and a.agency_id = %s)"
        " and f.state = any(%s)"
    )
    if queue is FeedbackQueue.ALL_OPEN:
        return taking_part, [agency_id, _OPEN]
    if queue is FeedbackQueue.FINISHED:
        return taking_part, [agency_id, _FINISHED]
    return f"{turn} and f.state = %s", [agency_id, queue.value]


def _after(after: str, column: str, *, is_down: bool) -> tuple[str, list[Any]]:
    moment, _, case_id = after.partition("~")
    if not case_id:
        return "", []
    try:
        start = [datetime.fromisoformat(moment), UUID(case_id)]
    except ValueError:
        return "", []
    if is_down:
        return f" and (f.{column} < %s or (f.{column} = %s and f.id > %s))", [start[0], *start]
    return f" and (f.{column}, f.id) > (%s, %s)", start


def _rows(statement: str, parameters: list[Any]) -> list[FeedbackRow]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [_row(row) for row in cursor.fetchall()]


def _row(row: tuple[Any, ...]) -> FeedbackRow:
    values = dict(zip(_NAMES, row, strict=True))
    values["kind"], values["topic"] = FeedbackKind(values["kind"]), FeedbackTopic(values["topic"])
    values["state"] = FeedbackState(values["state"])
    return FeedbackRow(**values, state_name=handling().process.state(values["state"]).name)


def _count(condition: str, parameters: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select count(*) from (select 1 from feedback_case f where {condition}"  # noqa: S608 - own names
            f" limit {_CAP + 1}) as c",
            parameters,
        )
        return int(cursor.fetchone()[0])
