"""Which agencies an officer sees figures of: their own and those that belong to it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.service import CountedDossiers
from tinhso.coordination.statistics.reports import Narrowing
from tinhso.coordination.statistics.rules import moments_of
from tinhso.coordination.statistics.types import Period
from tinhso.foundation.authority.service import Actor, NotPermitted, Permission
from tinhso.registers.agencies.service import (
    Agency,
    Unit,
    UnitLevel,
    agency_and_below,
    unit_and_above,
)


def own_agency(actor: Actor) -> UUID:
    """The agency that the officer works for; NotPermitted for whoever works for none."""
    if actor.agency_id is None:
        raise NotPermitted(permission=Permission.STATISTICS_READ)
    return actor.agency_id


def agencies_seen(actor: Actor) -> tuple[Agency, ...]:
    """The officer's agency first, then all that belong to it."""
    return agency_and_below(own_agency(actor))


def counted_for(actor: Actor, period: Period, narrowed: Narrowing, now: datetime) -> CountedDossiers:
    """What to count; an agency that the officer does not see is left for the dossiers' door to refuse."""
    since, at = moments_of(period, now)
    if narrowed.agency is not None:
        agencies: tuple[UUID, ...] = (narrowed.agency,)
    else:
        agencies = tuple(
            each.id
            for each in agencies_seen(actor)
            if narrowed.unit is None or unit_of(each, actor).id == narrowed.unit
        )
    return CountedDossiers(
        agencies=agencies,
        since=since,
        at=at,
        procedure=narrowed.procedure,
        channel=narrowed.channel,
    )


def unit_of(agency: Agency, actor: Actor) -> Unit:
    """The unit that an agency's figures are added up in: its district for whoever sees several districts,
    else its commune; the province for what serves all of it."""
    units = unit_and_above(agency.unit_code, agency.valid_from)
    if not _sees_several_districts(actor):
        return units[0]
    districts = [unit for unit in units if unit.level is UnitLevel.DISTRICT]
    return districts[0] if districts else units[0]


def _sees_several_districts(actor: Actor) -> bool:
    own = agencies_seen(actor)[0]
    return unit_and_above(own.unit_code, own.valid_from)[0].level is UnitLevel.PROVINCE
