"""An agency's work lists: one statement on the room's own summary row, keyset paging, capped counts."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.reading.work_items import APPLICANT, COLUMNS, work_items
from tinhso.casework.dossiers.record.rules import day_bounds
from tinhso.casework.dossiers.record.types import OpenQueue, Queue, QueueCount, Slice
from tinhso.casework.dossiers.slips.offered import apology_terms
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work

COUNT_CAP = 1000
PAGE_SIZE = 20
LATE, DUE_TODAY, DUE_TOMORROW, UNVERIFIED = "late", "due_today", "late_tomorrow", "unverified"
TO_APOLOGISE = "to_apologise"

PURPOSE = "Xem danh sách việc của cơ quan"
BASIS = "Nghị định 61/2018/NĐ-CP"

_OPEN = "w.queue in ('to_receive', 'to_process', 'to_approve', 'to_deliver')"
_SORTED_BY = {
    LATE: "due_at",
    DUE_TODAY: "due_at",
    DUE_TOMORROW: "due_at",
    TO_APOLOGISE: "apology_due_at",
}
_COUNTED = (
    *(queue.value for queue in Queue if queue is not Queue.CLOSED),
    LATE,
    DUE_TODAY,
    DUE_TOMORROW,
    TO_APOLOGISE,
    UNVERIFIED,
)

_SELECT = """
with page as materialized (
  select w.agency_id, w.dossier_id, w.{sort} as sort_at from dossiers_worklist w
  where w.agency_id = %s and {condition} and (w.{sort}, w.dossier_id) {beyond} (%s, %s)
  order by w.{sort} {order}, w.dossier_id {order} limit %s)
select {columns}, page.sort_at from page join dossiers_worklist w using (agency_id, dossier_id)
  join dossiers_dossier d on d.id = page.dossier_id
order by page.sort_at {order}, page.dossier_id {order}"""
"""The page is read from the queue's own index, in its order; only its rows are then looked up."""

_MOST_URGENT_FIRST = {"beyond": ">", "order": "asc"}
_LATEST_FIRST = {"beyond": "<", "order": "desc"}


class UnableToReadPage(DomainError):
    """The page key in the address was not made by this house."""


def open_queue(*, among: Sequence[str], actor: Actor, now: datetime, page_key: str = "") -> OpenQueue:
    """The first of these queues that holds anything, else the first; its page and the numbers of all queues.

    One transaction and one look at each number; see ``work_list``.
    """
    with unit_of_work(actor=actor, now=now) as work:
        counts = queue_counts(actor=actor, now=now)
        numbers = {each.queue: each for each in counts}
        holding = (name for name in among if name in numbers and numbers[name].count)
        queue = next(holding, among[0])
        return OpenQueue(
            queue=queue, counts=counts, found=_page(work, queue, page_key, PAGE_SIZE, numbers.get(queue))
        )


def work_list(
    *,
    queue: str,
    actor: Actor,
    now: datetime,
    page_key: str = "",
    page_size: int = PAGE_SIZE,
) -> Slice:
    """One page of a queue of the officer's own agency, most urgent first; closed dossiers by their
    due date, the latest first.

    ``queue`` is a `Queue` or one of late, due_today, late_tomorrow, to_apologise, unverified. Each person
    whose name is shown is recorded as seen.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        return _page(work, queue, page_key, page_size, None)


def _page(work: UnitOfWork, queue: str, page_key: str, page_size: int, counted: QueueCount | None) -> Slice:
    condition, parameters = queue_condition(queue, work.now)
    is_closed = queue == Queue.CLOSED.value
    with connection.cursor() as cursor:
        cursor.execute(
            _SELECT.format(
                columns=COLUMNS,
                condition=condition,
                sort=_SORTED_BY.get(queue, "sort_at"),
                **(_LATEST_FIRST if is_closed else _MOST_URGENT_FIRST),
            ),
            [
                work.actor.agency_id,
                *parameters,
                *_read_key(page_key, latest_first=is_closed),
                page_size + 1,
            ],
        )
        rows = cursor.fetchall()
    shown = rows[:page_size]
    if shown:
        work.record(
            action="dossier.list",
            object_kind="worklist",
            object_id=None,
            subjects=tuple(dict.fromkeys(row[APPLICANT] for row in shown)),
            purpose=PURPOSE,
            legal_basis=BASIS,
            details={"queue": queue, "count": len(shown)},
        )
    (number,) = (counted,) if counted else _counts((queue,), work.actor, work.now)
    return Slice(
        rows=work_items(shown, actor=work.actor, now=work.now),
        next_key=_write_key(shown[-1]) if len(rows) > page_size else "",
        total=number.count,
        capped=number.capped,
    )


def queue_counts(*, actor: Actor, now: datetime) -> tuple[QueueCount, ...]:
    """How many dossiers stand in each list of the officer's agency, each counted up to a cap."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        return _counts(_COUNTED, actor, now)


def _counts(queues: Sequence[str], actor: Actor, now: datetime) -> tuple[QueueCount, ...]:
    parts, parameters = [], []
    for queue in queues:
        condition, values = queue_condition(queue, now)
        parts.append(_COUNT.format(condition=condition))
        parameters += [actor.agency_id, *values, COUNT_CAP + 1]
    with connection.cursor() as cursor:
        cursor.execute("select " + ", ".join(f"({part})" for part in parts), parameters)
        counts = cursor.fetchone()
    return tuple(
        QueueCount(queue=queue, count=min(count, COUNT_CAP), capped=count > COUNT_CAP)
        for queue, count in zip(queues, counts, strict=True)
    )


_COUNT = """select count(*) from (select 1 from dossiers_worklist w
  where w.agency_id = %s and {condition} limit %s) as capped"""


def queue_condition(queue: str, now: datetime) -> tuple[str, list[Any]]:
    """The WHERE of a queue over the lines ``w``, with its parameters."""
    today, tomorrow, after = day_bounds(now)
    match queue:
        case "late":
            return f"{_OPEN} and w.due_at < %s", [now]
        case "due_today":
            return f"{_OPEN} and w.due_at >= %s and w.due_at < %s", [max(now, today), tomorrow]
        case "late_tomorrow":
            return f"{_OPEN} and w.due_at >= %s and w.due_at < %s", [tomorrow, after]
        case "to_apologise":
            at_most, horizon = apology_terms(now=now, calendar=working_calendar(now=now))
            return "w.apology_due_at <= %s and w.apology_rounds < %s", [horizon, at_most]
        case "unverified":
            return "w.is_unverified", []
        case _:
            return "w.queue = %s", [Queue(queue).value]


def _write_key(row: tuple[Any, ...]) -> str:
    plain = json.dumps([row[-1].isoformat(), str(row[0])])
    return base64.urlsafe_b64encode(plain.encode()).decode()


def _read_key(key: str, *, latest_first: bool) -> tuple[datetime | str, UUID]:
    if not key:
        return ("infinity" if latest_first else "-infinity"), UUID(int=0)
    try:
        moment, dossier_id = json.loads(base64.urlsafe_b64decode(key.encode()))
        return datetime.fromisoformat(moment), UUID(dossier_id)
    except (ValueError, binascii.Error, TypeError) as error:
        raise UnableToReadPage(
            code="bad_page", message="Địa chỉ trang không đúng. Bạn hãy mở lại danh sách."
        ) from error
