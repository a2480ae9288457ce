"""How the four national registers were used: in all, and by agency and month."""

from __future__ import annotations

from datetime import datetime

from tinhso.coordination.statistics.reports import Narrowing, RegisterLine, RegisterReport
from tinhso.coordination.statistics.scope import agencies_seen, counted_for
from tinhso.coordination.statistics.types import Period, UseFigure
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.clock.service import legal_day
from tinhso.registers.agencies.service import get_agency
from tinhso.services.verification.service import TITLES, RegisterUse, register_use


def register_report(*, period: Period, narrowed: Narrowing, actor: Actor, now: datetime) -> RegisterReport:
    """What the agencies that the officer sees asked in the period, of each register; a register unused is 0.

    Raises UnableToReadPeriod, and NotPermitted for an agency that is neither the officer's nor below it.
    """
    of = counted_for(actor, period, narrowed, now)
    seen = agencies_seen(actor)
    found = register_use(agencies=of.agencies, since=of.since, at=of.at, actor=actor, now=now)
    whole = {each.register: each for each in found if each.agency_id is None}
    return RegisterReport(
        at=of.at,
        agency_name=seen[0].name,
        agencies=len([each for each in seen if each.is_valid_on(legal_day(of.at))]),
        registers=tuple(_line(register, whole.get(register)) for register in TITLES),
        rows=tuple(_line(each.register, each) for each in _in_order(found)),
    )


def _in_order(found: tuple[RegisterUse, ...]) -> list[RegisterUse]:
    registers = list(TITLES)
    parts = [each for each in found if each.agency_id is not None]
    return sorted(
        parts,
        key=lambda each: (registers.index(each.register), str(each.month), _agency(each)),
    )


def _agency(use: RegisterUse) -> str:
    return get_agency(use.agency_id).name if use.agency_id is not None else ""


def _line(register: str, use: RegisterUse | None) -> RegisterLine:
    return RegisterLine(
        register=register,
        label=TITLES[register],
        agency_name=_agency(use) if use else "",
        month=use.month if use else None,
        counts={figure: getattr(use, figure.value) if use else 0 for figure in UseFigure},
        median_wait_s=use.median_wait_s if use else None,
    )
