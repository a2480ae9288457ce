"""Reading tasks and clocks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import F

from tinhso.foundation.process.models import ClockEntry, Task
from tinhso.foundation.process.types.clocks import CaseClock, ClockFact, ClockMove
from tinhso.foundation.process.types.definitions import CITIZEN, SYSTEM
from tinhso.foundation.process.types.durations import Duration, TimeUnit
from tinhso.foundation.process.types.tasks import OpenTask

_TASK_FIELDS = (
    "id", "case_kind", "case_id", "agency_id", "role", "key", "name", "officer_id", "opened_at",
    "due_at", "hours", "wait_amount", "wait_unit",
)  # fmt: skip
_ENTRY_FIELDS = (
    "case_id", "at", "kind", "reason", "due_before", "due_after", "amount", "unit", "cut_off",
)  # fmt: skip


def open_tasks_of(*, case_kind: str, case_ids: Collection[UUID]) -> dict[UUID, tuple[OpenTask, ...]]:
    """The open tasks of each case, timers included, oldest first. One statement."""
    rows = (
        Task.objects.filter(case_kind=case_kind, case_id__in=case_ids, completed_at__isnull=True)
        .order_by("case_id", "opened_at", "id")
        .values_list(*_TASK_FIELDS)
    )
    return {case_id: tuple(map(_open_task, group)) for case_id, group in groupby(rows, lambda row: row[2])}


def count_open_tasks(agency_id: UUID) -> int:
    """How much work of people is open at an agency, in cases of every kind; timers are not counted."""
    return (
        Task.objects.filter(agency_id=agency_id, completed_at__isnull=True)
        .exclude(role__in=(SYSTEM, CITIZEN))
        .count()
    )


def open_tasks_of_officer(officer_id: UUID, *, agency_id: UUID) -> tuple[OpenTask, ...]:
    """The open tasks given to one officer by name at that agency, most urgent first. One statement."""
    rows = (
        Task.objects.filter(officer_id=officer_id, agency_id=agency_id, completed_at__isnull=True)
        .order_by(F("due_at").asc(nulls_last=True), "id")
        .values_list(*_TASK_FIELDS)
    )
    return tuple(map(_open_task, rows))


def last_outcomes_of(*, case_kind: str, case_id: UUID) -> dict[str, str]:
    """How each task of the case ended the last time, by its key; open ones only if they ended before."""
    rows = (
        Task.objects.filter(case_kind=case_kind, case_id=case_id, completed_at__isnull=False)
        .order_by("key", "-completed_at", "-opened_at", "-id")
        .distinct("key")
        .values_list("key", "outcome")
    )
    return dict(rows)


def due_timers(*, case_kind: str, now: datetime, limit: int = 100) -> tuple[OpenTask, ...]:
    """Timers that have run out, longest over first; the system takes `timer_action_of` each."""
    rows = (
        Task.objects.filter(case_kind=case_kind, role=SYSTEM, completed_at__isnull=True, due_at__lte=now)
        .order_by("due_at")
        .values_list(*_TASK_FIELDS)[:limit]
    )
    return tuple(map(_open_task, rows))


def clock_entries(*, case_kind: str, case_ids: Collection[UUID]) -> dict[UUID, CaseClock]:
    """The clock of each case with all its entries in order, where one started. One statement."""
    rows = (
        ClockEntry.objects.filter(case_kind=case_kind, case_id__in=case_ids)
        .order_by("case_id", "sequence")
        .values_list(*_ENTRY_FIELDS)
    )
    return {
        case_id: _case_clock(case_kind, list(group)) for case_id, group in groupby(rows, lambda row: row[0])
    }


def _case_clock(case_kind: str, rows: list[tuple[Any, ...]]) -> CaseClock:
    first = rows[0]
    return CaseClock(
        case_kind=case_kind,
        case_id=first[0],
        duration=Duration(first[6], TimeUnit(first[7])),
        cut_off=first[8],
        facts=tuple(
            ClockFact(at=row[1], move=ClockMove(row[2]), reason=row[3], due_before=row[4], due_after=row[5])
            for row in rows
        ),
    )


def _open_task(row: tuple[Any, ...]) -> OpenTask:
    *plain, amount, unit = row
    named = dict(zip(_TASK_FIELDS, plain, strict=False))
    return OpenTask(**named, wait=_wait(amount, unit))


def _wait(amount: Decimal | None, unit: str | None) -> Duration | None:
    return Duration(amount, TimeUnit(unit)) if amount is not None and unit is not None else None
