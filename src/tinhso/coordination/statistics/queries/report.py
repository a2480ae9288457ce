"""The report of a period, and the dossiers behind each of its numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.service import (
    Channel,
    CountedBy,
    CountedSlice,
    Figure,
    FigureCount,
    count_dossiers,
    counted_dossiers,
)
from tinhso.coordination.statistics.reports import Narrowing, Report, ReportRow
from tinhso.coordination.statistics.scope import agencies_seen, counted_for, unit_of
from tinhso.coordination.statistics.types import Dimension, Period
from tinhso.coordination.statistics.wording import CHANNELS
from tinhso.engines.text.service import vietnamese_sort_key
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.clock.service import legal_day
from tinhso.registers.agencies.service import get_agency
from tinhso.registers.catalogue.service import UnableToFindProcedure, get_procedure

_COUNTED_BY: Mapping[Dimension, CountedBy] = {
    Dimension.AGENCY: CountedBy.AGENCY,
    Dimension.UNIT: CountedBy.AGENCY,
    Dimension.PROCEDURE: CountedBy.PROCEDURE,
    Dimension.CHANNEL: CountedBy.CHANNEL,
}
Counts = Mapping[Figure, int]


def report(*, period: Period, by: Dimension, narrowed: Narrowing, actor: Actor, now: datetime) -> Report:
    """The figures of what the officer sees, line by line; lines without any figure are left out.

    Raises UnableToReadPeriod, and NotPermitted for an agency that is neither the officer's nor below it.
    """
    of = counted_for(actor, period, narrowed, now)
    seen = agencies_seen(actor)
    found = count_dossiers(of=of, by=_COUNTED_BY[by], actor=actor, now=now) if of.agencies else ()
    rows = _rows(found, by, actor, now)
    return Report(
        period=period,
        at=of.at,
        by=by,
        agency_name=seen[0].name,
        agencies=len([each for each in seen if each.is_valid_on(legal_day(of.at))]),
        rows=rows,
        totals=added_up(row.counts for row in rows),
    )


def dossiers_behind(
    *,
    figure: Figure,
    period: Period,
    narrowed: Narrowing,
    actor: Actor,
    now: datetime,
    page_key: str = "",
    page_size: int = 50,
) -> CountedSlice:
    """The dossiers that make up one number of the report; as many as it says."""
    of = counted_for(actor, period, narrowed, now)
    if not of.agencies:
        return CountedSlice(rows=(), next_key="", total=0)
    return counted_dossiers(
        of=of, figure=figure, actor=actor, now=now, page_key=page_key, page_size=page_size
    )


def added_up(counts: Iterable[Counts]) -> Counts:
    """Figure by figure, all of them together."""
    total = dict.fromkeys(Figure, 0)
    for each in counts:
        for figure, count in each.items():
            total[figure] += count
    return total


def _rows(found: Iterable[FigureCount], by: Dimension, actor: Actor, now: datetime) -> tuple[ReportRow, ...]:
    counts: dict[str, dict[Figure, int]] = defaultdict(lambda: dict.fromkeys(Figure, 0))
    labels: dict[str, str] = {}
    for each in found:
        key, label = _named(each.key, by, actor, now)
        labels[key] = label
        counts[key][each.figure] += each.count
    rows = (ReportRow(key=key, label=labels[key], counts=counts[key]) for key in counts)
    return tuple(sorted(rows, key=_most_first))


def _most_first(row: ReportRow) -> tuple[int, object, str]:
    all_of_it = row.counts[Figure.RECEIVED] + row.counts[Figure.CARRIED_OVER]
    return -all_of_it, vietnamese_sort_key(row.label), row.key


def _named(key: str, by: Dimension, actor: Actor, now: datetime) -> tuple[str, str]:
    match by:
        case Dimension.AGENCY:
            return key, get_agency(UUID(key)).name
        case Dimension.UNIT:
            unit = unit_of(get_agency(UUID(key)), actor)
            return str(unit.id), unit.name
        case Dimension.PROCEDURE:
            return key, procedure_title(key, now)
        case Dimension.CHANNEL:
            return key, CHANNELS[Channel(key)]


def procedure_title(code: str, now: datetime) -> str:
    """The procedure's name as of today; its code where none is in force."""
    try:
        return get_procedure(code, on=legal_day(now)).title
    except UnableToFindProcedure:
        return code
