"""Writing the ledger: one entry for one case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.process.actions.transaction import require_transaction
from tinhso.foundation.process.queries import clock_entries
from tinhso.foundation.process.rules.clock import UnableToMoveClock, next_fact
from tinhso.foundation.process.rules.due_dates import CUT_OFF
from tinhso.foundation.process.types.clocks import ClockFact, ClockMove
from tinhso.foundation.process.types.durations import Duration

if TYPE_CHECKING:
    from tinhso.foundation.calendar.service import WorkingCalendar

_INSERT = """
insert into process_clock_entry (case_kind, case_id, sequence, at, kind, reason, due_before, due_after,
  amount, unit, cut_off)
select %s, case_id, sequence, at, kind, reason, due_before, due_after, amount, unit, cut_off
from unnest(%s::uuid[], %s::int[], %s::timestamptz[], %s::text[], %s::text[], %s::timestamptz[],
  %s::timestamptz[], %s::numeric[], %s::text[], %s::time[])
  as e(case_id, sequence, at, kind, reason, due_before, due_after, amount, unit, cut_off)
on conflict do nothing
returning case_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry at its place in the ledger of a case; ``terms`` only for the first."""

    case_id: UUID
    sequence: int
    fact: ClockFact
    terms: tuple[Duration, time | None] | None = None


def write_clock(
    *,
    case_kind: str,
    case_id: UUID,
    move: ClockMove,
    at: datetime,
    calendar: WorkingCalendar,
    reason: str = "",
    duration: Duration | None = None,
    cut_off: time | None = CUT_OFF,
) -> ClockFact:
    """Write one entry with the due dates before and after it.

    START needs ``duration`` and keeps it with ``cut_off`` for the clock's whole life; it costs one
    statement, the others two. Raises `UnableToMoveClock` when the phase does not allow the move or
    somebody else wrote at the same moment. ``reason`` is a closed word, never text about a person.
    """
    require_transaction()
    if move is ClockMove.START:
        if duration is None:
            raise ValueError("a clock starts with its duration")
        fact = next_fact((), move, duration, calendar, at=at, reason=reason, cut_off=cut_off)
        entry = NewEntry(case_id=case_id, sequence=1, fact=fact, terms=(duration, cut_off))
    else:
        entry = _following_entry(case_kind, case_id, move, at, calendar, reason)
    if not insert_entries(case_kind=case_kind, entries=[entry]):
        message = "Thời hạn của vụ việc vừa được người khác ghi. Hãy tải lại trang."
        raise UnableToMoveClock("clock.moved_meanwhile", message)
    return entry.fact


def insert_entries(*, case_kind: str, entries: Sequence[NewEntry]) -> set[UUID]:
    """Write entries in one statement; returns the cases whose place in the ledger was still free."""
    columns: list[Any] = [
        case_kind,
        [entry.case_id for entry in entries],
        [entry.sequence for entry in entries],
        [entry.fact.at for entry in entries],
        [entry.fact.move.value for entry in entries],
        [entry.fact.reason for entry in entries],
        [entry.fact.due_before for entry in entries],
        [entry.fact.due_after for entry in entries],
        [entry.terms[0].amount if entry.terms else None for entry in entries],
        [entry.terms[0].unit.value if entry.terms else None for entry in entries],
        [entry.terms[1] if entry.terms else None for entry in entries],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, columns)
        return {row[0] for row in cursor.fetchall()}


def _following_entry(
    case_kind: str,
    case_id: UUID,
    move: ClockMove,
    at: datetime,
    calendar: WorkingCalendar,
    reason: str,
) -> NewEntry:
    clock = clock_entries(case_kind=case_kind, case_ids=[case_id]).get(case_id)
    if clock is None:
        raise UnableToMoveClock("clock.not_started", "Thời hạn của vụ việc chưa bắt đầu tính.")
    fact = next_fact(clock.facts, move, clock.duration, calendar, at=at, reason=reason, cut_off=clock.cut_off)
    return NewEntry(case_id=case_id, sequence=len(clock.facts) + 1, fact=fact)
