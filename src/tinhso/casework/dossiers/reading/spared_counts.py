"""How many papers people did not have to bring, and the dossiers behind each number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from tinhso.casework.dossiers.reading.counting import LINES, line_of, record_seen, require_statistics
from tinhso.casework.dossiers.reading.page_keys import read_key, write_key
from tinhso.casework.dossiers.record.figures import CountedDossiers, CountedSlice
from tinhso.casework.dossiers.record.kept_types import SparedBy
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work

_SPARED = """
from dossiers_spared_paper s join dossiers_dossier d on d.id = s.dossier_id
where d.agency_id = any(%(agencies)s) and d.submitted_at between %(since)s and %(at)s
  and (%(procedure)s::text is null or d.procedure_code = %(procedure)s)
  and (%(channel)s::text is null or d.channel = %(channel)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SparedCount:
    """Papers of one procedure that were not asked for, and in how many dossiers."""

    procedure: str
    by: SparedBy
    papers: int
    dossiers: int


def count_spared_papers(*, of: CountedDossiers, actor: Actor, now: datetime) -> tuple[SparedCount, ...]:
    """By procedure and by what spared them, of the dossiers that were filed in the period.

    Refuses with NotPermitted whoever works neither for each of the agencies nor for one above it.
    """
    with _counting(of, actor, now), connection.cursor() as cursor:
        cursor.execute(
            f"""select d.procedure_code, s.by, count(*), count(distinct d.id) {_SPARED}
                group by 1, 2 order by 1, 2""",
            _parameters(of),
        )
        return tuple(
            SparedCount(procedure=code, by=SparedBy(by), papers=papers, dossiers=dossiers)
            for code, by, papers, dossiers in cursor.fetchall()
        )


def spared_dossiers(
    *,
    of: CountedDossiers,
    by: SparedBy,
    actor: Actor,
    now: datetime,
    page_key: str = "",
    page_size: int = LINES,
) -> CountedSlice:
    """The dossiers that ``count_spared_papers`` counts, in the order of filing; recorded as seen."""
    after = read_key(page_key)
    with _counting(of, actor, now) as work, connection.cursor() as cursor:
        cursor.execute(
            f"""with behind as (
              select distinct d.id, d.code, d.procedure_code, d.procedure_version, d.agency_id, d.status,
                d.received_at, d.due_at, d.finished_at, d.applicant_id, d.submitted_at as sort_at
              {_SPARED} and s.by = %(by)s), numbered as (
              select *, count(*) over () as total from behind)
            select id, code, procedure_code, procedure_version, agency_id, status, received_at, due_at,
              finished_at, exists (select 1 from authority_access a
                where a.case_id = numbered.id and a.agency_id = %(own)s),
              applicant_id, sort_at::text, total
            from numbered where (sort_at, id) > (%(after)s, %(after_id)s)
            order by sort_at, id limit %(limit)s""",  # noqa: S608 - own words
            {
                **_parameters(of),
                "by": by.value,
                "own": actor.agency_id,
                "after": after[0],
                "after_id": after[1],
                "limit": page_size + 1,
            },
        )
        rows = cursor.fetchall()
        shown = rows[:page_size]
        record_seen(work, [row[10] for row in shown], f"spared_by_{by.value}")
    return CountedSlice(
        rows=tuple(line_of(row, actor) for row in shown),
        next_key=write_key(shown[-1][11], shown[-1][0]) if len(rows) > page_size else "",
        total=rows[0][12] if rows else 0,
    )


@contextmanager
def _counting(of: CountedDossiers, actor: Actor, now: datetime) -> Iterator[UnitOfWork]:
    is_own = set(of.agencies) <= {actor.agency_id}
    with unit_of_work(actor=actor, now=now, as_system=not is_own) as work:
        require_statistics(actor, of.agencies)
        yield work


def _parameters(of: CountedDossiers) -> dict[str, Any]:
    return {
        "agencies": list(of.agencies),
        "since": of.since,
        "at": of.at,
        "procedure": of.procedure,
        "channel": of.channel.value if of.channel else None,
    }
