"""The day of the officer's own agency."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from tinhso.casework.dossiers.service import (
    CountedBy,
    CountedSlice,
    DayFigure,
    DayOfAgency,
    count_dossiers,
    day_counts,
    day_dossiers,
)
from tinhso.coordination.statistics.queries.report import added_up
from tinhso.coordination.statistics.reports import DayReport, DayRow, Narrowing
from tinhso.coordination.statistics.rules import period_of
from tinhso.coordination.statistics.scope import counted_for, own_agency
from tinhso.coordination.statistics.types import PeriodKind
from tinhso.engines.text.service import vietnamese_sort_key
from tinhso.foundation.authority.service import Actor
from tinhso.registers.agencies.service import get_agency, officer_names


def day_report(*, day: date, actor: Actor, now: datetime) -> DayReport:
    """What the agency's officers did that day, and what was open at its end, or is now.

    Raises UnableToReadPeriod for a day to come.
    """
    agency_id = own_agency(actor)
    of = counted_for(actor, period_of(PeriodKind.DAY, day), Narrowing(agency=agency_id), now)
    standing = count_dossiers(of=of, by=CountedBy.AGENCY, actor=actor, now=now)
    done = day_counts(of=DayOfAgency(agency_id=agency_id, day=day), actor=actor, now=now)
    names = officer_names({each.officer_id for each in done if each.officer_id is not None})
    counts: dict[UUID | None, dict[DayFigure, int]] = defaultdict(lambda: dict.fromkeys(DayFigure, 0))
    cash: dict[UUID | None, int] = defaultdict(int)
    for each in done:
        counts[each.officer_id][each.figure] = each.count
        cash[each.officer_id] += each.amount_vnd
    in_all, all_cash = counts.pop(None, dict.fromkeys(DayFigure, 0)), cash[None]
    officers = [
        DayRow(officer_id=who, name=names.get(who, "Cán bộ"), counts=counts[who], cash_vnd=cash[who])
        for who in counts
        if who is not None
    ]
    return DayReport(
        agency_name=get_agency(agency_id).name,
        day=day,
        at=of.at,
        counts=in_all,
        cash_vnd=all_cash,
        officers=tuple(sorted(officers, key=lambda row: (vietnamese_sort_key(row.name), row.officer_id))),
        standing=added_up([{each.figure: each.count} for each in standing]),
    )


def dossiers_of_day(
    *,
    day: date,
    figure: DayFigure,
    officer_id: UUID | None = None,
    actor: Actor,
    now: datetime,
    page_key: str = "",
    page_size: int = 50,
) -> CountedSlice:
    """The dossiers that make up one number of the day report; as many as it says."""
    return day_dossiers(
        of=DayOfAgency(agency_id=own_agency(actor), day=day),
        figure=figure,
        officer_id=officer_id,
        actor=actor,
        now=now,
        page_key=page_key,
        page_size=page_size,
    )
