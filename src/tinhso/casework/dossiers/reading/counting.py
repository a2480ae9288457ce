"""Counting dossiers, and listing those behind each number by the very condition that counted them.

Each is one statement over the dossiers' own rows; when a clock stood still is asked of the working-time
ledger, by its function, only for dossiers whose lateness depends on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.reading.page_keys import read_key, write_key
from tinhso.casework.dossiers.record.figures import (
    CountedBy,
    CountedDossiers,
    CountedLine,
    CountedSlice,
    Figure,
    FigureCount,
)
from tinhso.casework.dossiers.record.types import CASE_KIND, Status
from tinhso.foundation.authority.service import (
    Actor,
    ActorKind,
    Permission,
    Resource,
    is_permitted,
    require,
)
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.process.service import CLOCK_STANDING, late_in_sql, office_hours
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.registers.agencies.service import agency_and_above, agency_and_below
from tinhso.registers.catalogue.service import get_version

LINES = 50
PURPOSE = "Thống kê, theo dõi việc giải quyết hồ sơ"
BASIS = "Nghị định 61/2018/NĐ-CP"

_LATE = late_in_sql("s.due_at", "s.judged_at", opens="o.opens", closes="o.closes")
_COUNTED = f"""
with o as (
  select %(since)s::timestamptz as since, %(at)s::timestamptz as at,
    %(opens)s::timestamptz[] as opens, %(closes)s::timestamptz[] as closes
), s as (
  select d.id, d.code, d.procedure_code, d.procedure_version, d.channel, d.agency_id, d.applicant_id,
    d.status, d.submitted_at, d.received_at, d.finished_at, o.since, o.at,
    coalesce(c.due_at, d.due_at) as due_at, c.stopped_at,
    d.received_at is not null and d.received_at <= o.at as is_received,
    d.finished_at is not null and d.finished_at <= o.at as is_ended,
    coalesce(c.stopped_at, least(d.finished_at, o.at)) as judged_at
  from dossiers_dossier d cross join o
  left join lateral (
    select k.due_at, k.stopped_at from {CLOCK_STANDING}('{CASE_KIND}', d.id, o.at) k
    where d.received_at <= o.at
      and (d.finished_at is null or d.finished_at > least(o.at, coalesce(d.due_at, o.at)))
  ) c on true
  where d.agency_id = any(%(agencies)s) and d.submitted_at <= o.at
    and (d.finished_at is null or d.finished_at >= o.since)
    and (%(procedure)s::text is null or d.procedure_code = %(procedure)s)
    and (%(channel)s::text is null or d.channel = %(channel)s)
), counted as (
  select s.*,
    case when not s.is_received then null when s.received_at >= s.since then 'received'
      else 'carried_over' end as origin,
    case when not s.is_received then case when s.is_ended then 'never_received' else 'not_yet_received' end
      when s.is_ended then case when {_LATE} then 'late' else 'on_time' end
      when {_LATE} then 'open_late'
      when s.stopped_at is not null then 'open_stopped' else 'open_in_time' end as standing
  from s cross join o
)
"""  # noqa: S608 - statements made of the house's own names
_ORIGINS = (Figure.RECEIVED, Figure.CARRIED_OVER)
_KEYS: Mapping[CountedBy, str] = {
    CountedBy.AGENCY: "agency_id",
    CountedBy.PROCEDURE: "procedure_code",
    CountedBy.CHANNEL: "channel",
}


def count_dossiers(
    *, of: CountedDossiers, by: CountedBy, actor: Actor, now: datetime
) -> tuple[FigureCount, ...]:
    """Every figure of these dossiers, group by group; groups and figures without any are left out.

    On time, late and stopped are what the working-time ledger says. Refuses with NotPermitted whoever
    works neither for each of the agencies nor for one above it.
    """
    with _counting(of, actor, now), connection.cursor() as cursor:
        cursor.execute(
            f"{_COUNTED} select {_KEYS[by]}, origin, standing, count(*) from counted"  # noqa: S608
            " group by 1, 2, 3 order by 1, 2, 3",
            _parameters(of, now),
        )
        found: dict[tuple[str, Figure], int] = {}
        for key, origin, standing, count in cursor.fetchall():
            for figure in filter(None, (origin, standing)):
                place = (str(key), Figure(figure))
                found[place] = found.get(place, 0) + count
    return tuple(FigureCount(key=key, figure=figure, count=count) for (key, figure), count in found.items())


def counted_dossiers(
    *,
    of: CountedDossiers,
    figure: Figure,
    actor: Actor,
    now: datetime,
    page_key: str = "",
    page_size: int = LINES,
) -> CountedSlice:
    """The dossiers that ``count_dossiers`` counts as ``figure``, by due date, a page at a time.

    Whose dossiers they are is recorded as seen by the actor, with the purpose, though no name is shown.
    """
    column = "origin" if figure in _ORIGINS else "standing"
    after = read_key(page_key)
    with _counting(of, actor, now) as work, connection.cursor() as cursor:
        cursor.execute(
            f"""{_COUNTED}, behind as (
              select *, coalesce(due_at, 'infinity') as sort_at, count(*) over () as total
              from counted where {column} = %(figure)s)
            select id, code, procedure_code, procedure_version, agency_id, status, received_at, due_at,
              finished_at, exists (select 1 from authority_access a
                where a.case_id = behind.id and a.agency_id = %(own)s) as takes_part,
              applicant_id, sort_at::text, total
            from behind where (sort_at, id) > (%(after)s, %(after_id)s)
            order by sort_at, id limit %(limit)s""",  # noqa: S608
            {
                **_parameters(of, now),
                "figure": figure.value,
                "own": actor.agency_id,
                "after": after[0],
                "after_id": after[1],
                "limit": page_size + 1,
            },
        )
        rows = cursor.fetchall()
        shown = rows[:page_size]
        record_seen(work, [row[10] for row in shown], figure.value)
    return CountedSlice(
        rows=tuple(line_of(row, actor) for row in shown),
        next_key=write_key(shown[-1][11], shown[-1][0]) if len(rows) > page_size else "",
        total=rows[0][12] if rows else 0,
    )


def counted_lines(*, dossier_ids: Collection[UUID], actor: Actor, now: datetime) -> dict[UUID, CountedLine]:
    """These dossiers as lines, as far as the actor's agency, or one that belongs to it, takes part in them.

    Recorded as seen like any list; for what is counted elsewhere (open tasks) and names dossiers by id.
    """
    with unit_of_work(actor=actor, now=now, as_system=True) as work, connection.cursor() as cursor:
        require_statistics(actor, [actor.agency_id] if actor.agency_id else [])
        below = [each.id for each in agency_and_below(actor.agency_id)] if actor.agency_id else []
        cursor.execute(
            """select d.id, d.code, d.procedure_code, d.procedure_version, d.agency_id, d.status,
              d.received_at, d.due_at, d.finished_at, coalesce(a.own, false), d.applicant_id
            from dossiers_dossier d join lateral (
              select bool_or(x.agency_id = %s) as own from authority_access x
              where x.case_id = d.id and x.agency_id = any(%s) having count(*) > 0) a on true
            where d.id = any(%s)""",
            [actor.agency_id, below, list(dossier_ids)],
        )
        rows = cursor.fetchall()
        record_seen(work, [row[10] for row in rows], "open_tasks")
    return {row[0]: line_of(row, actor) for row in rows}


def require_statistics(actor: Actor, agencies: Sequence[UUID]) -> None:
    """Return when the actor may see the figures of each agency: their own, or one that belongs to it."""
    for agency_id in agencies:
        above = frozenset(each.id for each in agency_and_above(agency_id))
        resource = Resource(kind="statistics", id=agency_id, agencies=above)
        require(actor=actor, permission=Permission.STATISTICS_READ, resource=resource)
    if not agencies:
        require(actor=actor, permission=Permission.STATISTICS_READ)


def can_open(actor: Actor, dossier_id: UUID, *, takes_part: bool) -> bool:
    """Whether ``get_dossier`` would show this dossier to the actor."""
    if actor.kind is ActorKind.OFFICER and (not takes_part or actor.agency_id is None):
        return False
    agencies = frozenset({actor.agency_id} if actor.agency_id else set())
    resource = Resource(kind=CASE_KIND, id=dossier_id, agencies=agencies)
    return is_permitted(actor=actor, permission=Permission.DOSSIER_READ, resource=resource)


@contextmanager
def _counting(of: CountedDossiers, actor: Actor, now: datetime) -> Iterator[UnitOfWork]:
    """The unit of work of a count: in the actor's own sight, or wider where they may look below."""
    is_own = set(of.agencies) <= {actor.agency_id}
    with unit_of_work(actor=actor, now=now, as_system=not is_own) as work:
        require_statistics(actor, of.agencies)
        yield work


def record_seen(work: UnitOfWork, applicants: Sequence[UUID], what: str) -> None:
    """Write down whose dossiers a list showed."""
    if applicants:
        work.record(
            action="dossier.counted_list",
            object_kind="statistics",
            object_id=None,
            subjects=tuple(dict.fromkeys(applicants)),
            purpose=PURPOSE,
            legal_basis=BASIS,
            details={"figure": what, "count": len(applicants)},
        )


def line_of(row: Sequence[Any], actor: Actor) -> CountedLine:
    """A line from the columns that both lists select, in their order."""
    return CountedLine(
        dossier_id=row[0],
        code=row[1],
        procedure_code=row[2],
        title=get_version(row[2], row[3]).title,
        agency_id=row[4],
        status=Status(row[5]),
        received_at=row[6],
        due_at=row[7],
        finished_at=row[8],
        can_open=can_open(actor, row[0], takes_part=row[9]),
    )


def _parameters(of: CountedDossiers, now: datetime) -> dict[str, Any]:
    opens, closes = office_hours(working_calendar(now=now), since=legal_day(of.since), until=legal_day(of.at))
    return {
        "agencies": list(of.agencies),
        "since": of.since,
        "at": of.at,
        "procedure": of.procedure,
        "channel": of.channel.value if of.channel else None,
        "opens": opens,
        "closes": closes,
    }
