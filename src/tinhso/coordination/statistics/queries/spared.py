"""What people did not have to bring: papers that a register knew or the personal store had, by procedure."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from tinhso.casework.dossiers.service import (
    CountedSlice,
    SparedBy,
    count_spared_papers,
    spared_dossiers,
)
from tinhso.coordination.statistics.queries.report import procedure_title
from tinhso.coordination.statistics.reports import Narrowing, SparedFigure, SparedReport, SparedRow
from tinhso.coordination.statistics.scope import agencies_seen, counted_for
from tinhso.coordination.statistics.types import Period
from tinhso.engines.text.service import vietnamese_sort_key
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.clock.service import legal_day

_NONE = SparedFigure(papers=0, dossiers=0)


def spared_report(*, period: Period, narrowed: Narrowing, actor: Actor, now: datetime) -> SparedReport:
    """By procedure, of the dossiers filed in the period at what the officer sees; most papers first.

    Raises UnableToReadPeriod, and NotPermitted for an agency that is neither the officer's nor below it.
    """
    of = counted_for(actor, period, narrowed, now)
    seen = agencies_seen(actor)
    found = count_spared_papers(of=of, actor=actor, now=now) if of.agencies else ()
    counts: dict[str, dict[SparedBy, SparedFigure]] = defaultdict(lambda: dict.fromkeys(SparedBy, _NONE))
    for each in found:
        counts[each.procedure][each.by] = SparedFigure(papers=each.papers, dossiers=each.dossiers)
    rows = [
        SparedRow(key=code, label=procedure_title(code, now), counts=by_what)
        for code, by_what in counts.items()
    ]
    return SparedReport(
        at=of.at,
        agency_name=seen[0].name,
        agencies=len([each for each in seen if each.is_valid_on(legal_day(of.at))]),
        rows=tuple(sorted(rows, key=_most_first)),
        totals={
            by: SparedFigure(
                papers=sum(row.counts[by].papers for row in rows),
                dossiers=sum(row.counts[by].dossiers for row in rows),
            )
            for by in SparedBy
        },
    )


def dossiers_spared(
    *, by: SparedBy, period: Period, narrowed: Narrowing, actor: Actor, now: datetime, page_key: str = ""
) -> CountedSlice:
    """The dossiers behind one number of the report; as many as it says."""
    of = counted_for(actor, period, narrowed, now)
    if not of.agencies:
        return CountedSlice(rows=(), next_key="", total=0)
    return spared_dossiers(of=of, by=by, actor=actor, now=now, page_key=page_key)


def _most_first(row: SparedRow) -> tuple[int, object, str]:
    return -sum(each.papers for each in row.counts.values()), vietnamese_sort_key(row.label), row.key
