"""The room's own summary row: what each agency has to do with each dossier."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.record.findable import Findable
from tinhso.casework.dossiers.record.rules import (
    PlacedTask,
    apology_due_at,
    due_at_for,
    is_unverified,
    queue_for,
)
from tinhso.casework.dossiers.record.types import CheckState, Queue, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One agency's line for one dossier."""

    dossier_id: UUID
    agency_id: UUID
    queue: str
    due_at: datetime | None
    sort_at: datetime
    is_unverified: bool
    apology_due_at: datetime | None


def summary_rows(
    *,
    dossier_id: UUID,
    status: Status,
    lead_agency_id: UUID,
    agencies: Iterable[UUID],
    tasks: Sequence[PlacedTask],
    due_at: datetime | None,
    submitted_at: datetime,
    check: CheckState,
    former: Collection[UUID] = (),
) -> list[SummaryRow]:
    """The line of every agency that takes part; those of ``former`` have ended and read only."""
    rows = []
    for agency_id in agencies:
        queue = queue_for(status=status, agency_id=agency_id, lead_agency_id=lead_agency_id, tasks=tasks)
        if agency_id in former and agency_id != lead_agency_id and _has_no_part(agency_id, tasks):
            queue = Queue.CLOSED
        due = due_at_for(agency_id=agency_id, status=status, tasks=tasks, dossier_due_at=due_at)
        rows.append(
            SummaryRow(
                dossier_id=dossier_id,
                agency_id=agency_id,
                queue=queue.value,
                due_at=due,
                sort_at=due or submitted_at,
                is_unverified=is_unverified(queue, check),
                apology_due_at=apology_due_at(
                    queue, status=status, is_lead=agency_id == lead_agency_id, dossier_due_at=due_at
                ),
            )
        )
    return rows


def _has_no_part(agency_id: UUID, tasks: Sequence[PlacedTask]) -> bool:
    return all(task.agency_id != agency_id for task in tasks)


def write_summary(
    dossier_id: UUID, rows: Sequence[SummaryRow], findable: Findable, *, apology_rounds: int
) -> None:
    """Insert or replace the lines, and let whoever has just joined find the dossier; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """with names as (
                 insert into dossiers_name_word (agency_id, word_index, dossier_id)
                 select agency, word, %(dossier)s
                 from unnest(%(agencies)s::uuid[]) as agency, unnest(%(words)s::bytea[]) as word
                 on conflict do nothing)
               insert into dossiers_worklist (dossier_id, agency_id, queue, due_at, sort_at, is_unverified,
                 apology_due_at, apology_rounds, code_tail)
               select %(dossier)s, *, %(rounds)s, %(tail)s
               from unnest(%(agencies)s::uuid[], %(queues)s::text[],
                 %(dues)s::timestamptz[], %(sorts)s::timestamptz[], %(unverified)s::boolean[],
                 %(apologies)s::timestamptz[])
               on conflict (dossier_id, agency_id) do update
                 set queue = excluded.queue, due_at = excluded.due_at, sort_at = excluded.sort_at,
                   is_unverified = excluded.is_unverified, apology_due_at = excluded.apology_due_at,
                   apology_rounds = excluded.apology_rounds""",
            {
                "dossier": dossier_id,
                "agencies": [row.agency_id for row in rows],
                "queues": [row.queue for row in rows],
                "dues": [row.due_at for row in rows],
                "sorts": [row.sort_at for row in rows],
                "unverified": [row.is_unverified for row in rows],
                "apologies": [row.apology_due_at for row in rows],
                "rounds": apology_rounds,
                "words": findable.name_words,
                "tail": findable.code_tail,
            },
        )
