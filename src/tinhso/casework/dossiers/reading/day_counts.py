"""What one agency did with dossiers on one day, by officer; and the dossiers behind each number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.reading.counting import LINES, line_of, record_seen
from tinhso.casework.dossiers.reading.page_keys import read_key, write_key
from tinhso.casework.dossiers.record.figures import CountedSlice, DayCount, DayFigure, DayOfAgency
from tinhso.foundation.authority.service import Actor, Permission, Resource, require
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.unit_of_work.service import unit_of_work

_VERBS: Mapping[DayFigure, tuple[str, ...]] = {
    DayFigure.REGISTERED: ("submit",),
    DayFigure.RECEIVED: ("receive",),
    DayFigure.REFUSED: ("refuse",),
    DayFigure.SUPPLEMENT_ASKED: ("ask_supplement",),
    DayFigure.HANDED_OVER: ("hand_over",),
    DayFigure.APPROVED: ("approve",),
    DayFigure.RETURNED: ("deliver",),
    DayFigure.CASH: ("fee_paid", "fee_noted"),
}
"""A process may name a verb for a situation too: "deliver_back" is a "deliver"."""


def _condition(figure: DayFigure) -> str:
    spellings = (f"e.action = '{verb}' or starts_with(e.action, '{verb}_')" for verb in _VERBS[figure])
    refusing = " and not starts_with(e.action, 'refuse_withdraw')" if figure is DayFigure.REFUSED else ""
    return f"({' or '.join(spellings)}){refusing}"


_ACTS = f"""
with acts as (
  select e.dossier_id, e.actor_id, e.at, d.fee_amount,
    case {" ".join(f"when {_condition(each)} then '{each.value}'" for each in DayFigure)} end as figure
  from dossiers_event e join dossiers_dossier d on d.id = e.dossier_id
  where e.agency_id = %(agency)s and e.at >= %(start)s and e.at < %(end)s and e.actor_kind = 'officer'
    and (%(officer)s::uuid is null or e.actor_id = %(officer)s)
)
"""  # noqa: S608 - statements made of this file's own words


def day_counts(*, of: DayOfAgency, actor: Actor, now: datetime) -> tuple[DayCount, ...]:
    """How many dossiers the agency's officers registered, received, handed over, returned …, that day.

    A dossier counts once for each figure, however often the step was taken; with the cash taken at the
    counter. ``officer_id`` None is the whole agency. For officers of that agency itself.
    """
    with unit_of_work(actor=actor, now=now), connection.cursor() as cursor:
        _require_own(of, actor)
        cursor.execute(
            f"""{_ACTS} select figure, actor_id, count(distinct dossier_id),
              sum(fee_amount) filter (where figure = 'cash')
            from acts where figure is not null
            group by grouping sets ((figure, actor_id), (figure)) order by 1, 2 nulls first""",  # noqa: S608
            _parameters(of),
        )
        return tuple(
            DayCount(figure=DayFigure(figure), officer_id=officer_id, count=count, amount_vnd=amount or 0)
            for figure, officer_id, count, amount in cursor.fetchall()
        )


def day_dossiers(
    *,
    of: DayOfAgency,
    figure: DayFigure,
    officer_id: UUID | None = None,
    actor: Actor,
    now: datetime,
    page_key: str = "",
    page_size: int = LINES,
) -> CountedSlice:
    """The dossiers that ``day_counts`` counts as ``figure``, in the order of the day, a page at a time."""
    after = read_key(page_key)
    with unit_of_work(actor=actor, now=now) as work, connection.cursor() as cursor:
        _require_own(of, actor)
        cursor.execute(
            f"""{_ACTS}, behind as (
              select dossier_id as id, min(at) as sort_at, count(*) over () as total
              from acts where figure = %(figure)s group by dossier_id)
            select d.id, d.code, d.procedure_code, d.procedure_version, d.agency_id, d.status,
              d.received_at, d.due_at, d.finished_at, true, d.applicant_id, b.sort_at::text, b.total
            from behind b join dossiers_dossier d on d.id = b.id
            where (b.sort_at, b.id) > (%(after)s, %(after_id)s)
            order by b.sort_at, b.id limit %(limit)s""",  # noqa: S608
            {
                **_parameters(of, officer_id),
                "figure": figure.value,
                "after": after[0],
                "after_id": after[1],
                "limit": page_size + 1,
            },
        )
        rows = cursor.fetchall()
        shown = rows[:page_size]
        record_seen(work, [row[10] for row in shown], f"day.{figure.value}")
    return CountedSlice(
        rows=tuple(line_of(row, actor) for row in shown),
        next_key=write_key(shown[-1][11], shown[-1][0]) if len(rows) > page_size else "",
        total=rows[0][12] if rows else 0,
    )


def _require_own(of: DayOfAgency, actor: Actor) -> None:
    """Only one's own agency: its steps may concern dossiers that another agency leads."""
    resource = Resource(
        kind="statistics", id=of.agency_id, agencies=frozenset({of.agency_id}), owners=frozenset()
    )
    require(actor=actor, permission=Permission.STATISTICS_READ, resource=resource)


def _parameters(of: DayOfAgency, officer_id: UUID | None = None) -> dict[str, Any]:
    start = datetime.combine(of.day, time(), VIETNAM)
    return {
        "agency": of.agency_id,
        "start": start,
        "end": start + timedelta(days=1),
        "officer": officer_id,
    }
