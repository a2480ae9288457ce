"""A month of every line: how much of it the line answered, when it did not, and who waited for it where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from tinhso.casework.cleaning.service import delayed_tasks
from tinhso.coordination.exchange.service import SYSTEM_TITLES, told_late
from tinhso.coordination.lines.queries import all_lines
from tinhso.coordination.lines.rules import days_of, share_up, still_between
from tinhso.coordination.lines.types import Delayed, LineView, MonthOfLine, MonthReport, Outage
from tinhso.coordination.statistics.service import Period, moments_of
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.ledger.service import Stop, StopKind, line_stops
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import list_agencies
from tinhso.services.verification.service import DOSSIER, waited_for

_UNKNOWN_AGENCY = "Không rõ cơ quan"
_AT_END = timedelta(microseconds=1)


def month_report(*, month: Period, actor: Actor, now: datetime) -> MonthReport:
    """Every line in one month, up to now where it still runs; only for whoever may operate lines.

    Raises UnableToReadPeriod for a month that has not begun.
    """
    since, at = moments_of(month, now)
    until = at + _AT_END if at < now else now
    lines = all_lines(actor=actor)
    with unit_of_work(actor=actor, now=now, as_system=True):
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        stops = line_stops(tuple(line.name for line in lines), since=since, until=until)
        delayed = _delayed(stops, now)
    return MonthReport(
        first=month.first,
        last=month.last,
        at=at,
        lines=tuple(_month(line, stops, delayed, month, since, until) for line in lines),
    )


def _month(
    line: LineView,
    stops: Sequence[Stop],
    delayed: dict[int, tuple[Delayed, ...]],
    month: Period,
    since: datetime,
    until: datetime,
) -> MonthOfLine:
    own = [(number, stop) for number, stop in enumerate(stops) if stop.line == line.name]
    spans = [(stop.began_at, stop.ended_at) for _, stop in own]
    outages = [(stop.began_at, stop.ended_at) for _, stop in own if stop.kind is StopKind.OUTAGE]
    return MonthOfLine(
        name=line.name,
        title=line.title,
        up=share_up(outages, since, until) if line.was_used else None,
        outages=tuple(
            Outage(
                began_at=stop.began_at,
                ended_at=stop.ended_at,
                length=still_between([(stop.began_at, stop.ended_at)], since, until),
                is_pause=stop.kind is StopKind.PAUSE,
                cause=stop.cause,
                delayed=delayed.get(number, ()),
            )
            for number, stop in own
        ),
        days=days_of(spans, month.first, month.last, until),
    )


def _delayed(stops: Sequence[Stop], now: datetime) -> dict[int, tuple[Delayed, ...]]:
    """What waited during each stop, by agency; dossiers, checks and cleaning tasks of one stand together."""
    agencies = list_agencies(on=legal_day(now))
    by_id = {each.id: each.name for each in agencies}
    by_code = {each.code: each.name for each in agencies}
    of_exchange = [number for number, stop in enumerate(stops) if stop.line in SYSTEM_TITLES]
    of_registers = [number for number, stop in enumerate(stops) if stop.line not in SYSTEM_TITLES]
    counts: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for late in told_late([stops[number] for number in of_exchange], now=now):
        row = counts[of_exchange[late.stop]][by_code.get(late.agency_code, late.agency_code)]
        row[0] += late.dossiers
    for waited in waited_for([stops[number] for number in of_registers]):
        name = by_id.get(waited.agency_id, _UNKNOWN_AGENCY) if waited.agency_id else _UNKNOWN_AGENCY
        row = counts[of_registers[waited.stop]][name]
        row[0] += waited.cases if waited.case_kind == DOSSIER else 0
        row[1] += waited.checks
    for task in delayed_tasks(stops):
        counts[task.stop][by_id.get(task.agency_id, _UNKNOWN_AGENCY)][2] += task.tasks
    return {
        number: tuple(
            Delayed(agency=agency or _UNKNOWN_AGENCY, dossiers=row[0], checks=row[1], cleaning=row[2])
            for agency, row in sorted(agencies_of.items(), key=lambda pair: (-pair[1][0], pair[0]))
        )
        for number, agencies_of in counts.items()
    }
