"""An agency's work lists: one statement on the room's own summary row, keyset paging, capped counts."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.reading.work_items import APPLICANT, COLUMNS, work_item
from tinhso.casework.dossiers.record.rules import RUNNING, day_bounds
from tinhso.casework.dossiers.record.types import Queue, QueueCount, Slice
from tinhso.casework.dossiers.slips.offered import apology_terms
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.unit_of_work.service import unit_of_work

COUNT_CAP = 1000
PAGE_SIZE = 20
LATE, DUE_TODAY, DUE_TOMORROW, UNVERIFIED = "late", "due_today", "late_tomorrow", "unverified"
TO_APOLOGISE = "to_apologise"

PURPOSE = "Xem danh sách việc của cơ quan"
BASIS = "Nghị định 61/2018/NĐ-CP"

_OPEN = ("to_receive", "to_process", "to_approve", "to_deliver")

_SELECT = """
select {columns}, w.sort_at
from dossiers_worklist w join dossiers_dossier d on d.id = w.dossier_id
where w.agency_id = %s and {condition} and (w.sort_at, w.dossier_id) {beyond} (%s, %s)
order by w.sort_at {order}, w.dossier_id {order} limit %s"""
_MOST_URGENT_FIRST = {"beyond": ">", "order": "asc"}
_LATEST_FIRST = {"beyond": "<", "order": "desc"}


class UnableToReadPage(DomainError):
    """The page key in the address was not made by this house."""


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
    condition, parameters = queue_condition(queue, now)
    is_closed = queue == Queue.CLOSED.value
    after = _read_key(page_key, latest_first=is_closed)
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        with connection.cursor() as cursor:
            cursor.execute(
                _SELECT.format(
                    columns=COLUMNS,
                    condition=condition,
                    **(_LATEST_FIRST if is_closed else _MOST_URGENT_FIRST),
                ),
                [actor.agency_id, *parameters, *after, page_size + 1],
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
        total, capped = _count(actor, condition, parameters)
    return Slice(
        rows=tuple(work_item(row, actor=actor, now=now) for row in shown),
        next_key=_write_key(shown[-1]) if len(rows) > page_size else "",
        total=total,
        capped=capped,
    )


def queue_counts(*, actor: Actor, now: datetime) -> tuple[QueueCount, ...]:
    """How many dossiers stand in each list of the officer's agency, each counted up to a cap."""
    names = [*(queue.value for queue in Queue if queue is not Queue.CLOSED)]
    names += [LATE, DUE_TODAY, DUE_TOMORROW, TO_APOLOGISE, UNVERIFIED]
    parts, parameters = [], []
    for name in names:
        condition, values = queue_condition(name, now)
        parts.append(_COUNT.format(condition=condition))
        parameters += [actor.agency_id, *values, COUNT_CAP + 1]
    with unit_of_work(actor=actor, now=now), connection.cursor() as cursor:
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        cursor.execute("select " + ", ".join(f"({part})" for part in parts), parameters)
        counts = cursor.fetchone()
    return tuple(
        QueueCount(queue=name, count=min(count, COUNT_CAP), capped=count > COUNT_CAP)
        for name, count in zip(names, counts, strict=True)
    )


_COUNT = """select count(*) from (select 1 from dossiers_worklist w
  join dossiers_dossier d on d.id = w.dossier_id
  where w.agency_id = %s and {condition} limit %s) as capped"""


def _count(actor: Actor, condition: str, parameters: list[Any]) -> tuple[int, bool]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(condition=condition), [actor.agency_id, *parameters, COUNT_CAP + 1])
        count = int(cursor.fetchone()[0])
    return min(count, COUNT_CAP), count > COUNT_CAP


_TO_APOLOGISE = """w.queue in ('to_receive', 'to_process', 'to_approve', 'to_deliver', 'waiting_agency')
  and w.sort_at <= %s and d.due_at <= %s and d.status = any(%s) and d.apology_rounds < %s
  and d.agency_id = w.agency_id"""
"""A line is never due after its dossier, so that the index finds what is near."""


def queue_condition(queue: str, now: datetime) -> tuple[str, list[Any]]:
    """The WHERE of a queue over the lines ``w`` and the dossiers ``d``, with its parameters."""
    today, tomorrow, after = day_bounds(now)
    open_queues = "w.queue in ('" + "', '".join(_OPEN) + "')"
    match queue:
        case "late":
            return f"{open_queues} and w.due_at < %s", [now]
        case "due_today":
            return f"{open_queues} and w.due_at >= %s and w.due_at < %s", [max(now, today), tomorrow]
        case "late_tomorrow":
            return f"{open_queues} and w.due_at >= %s and w.due_at < %s", [tomorrow, after]
        case "to_apologise":
            at_most, horizon = apology_terms(now=now, calendar=working_calendar(now=now))
            return _TO_APOLOGISE, [horizon, horizon, sorted(RUNNING), at_most]
        case "unverified":
            return "w.queue <> 'closed' and d.check_state in ('pending', 'no_match')", []
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
