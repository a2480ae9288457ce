"""Which agency decides on a dossier filed elsewhere, and the commune that its choice already names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tinhso.registers.agencies.service import (
    Agency,
    UnableToFindAdministrativeUnit,
    agencies_coded,
    unit_and_above,
    who_is_competent,
)
from tinhso.registers.catalogue.service import ProcedureVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """The agency that decides; ``commune_code`` where it is competent for one commune only."""

    agency: Agency
    commune_code: str


def find_decider(version: ProcedureVersion, *, agency_code: str, on: date) -> Decider | None:
    """The agency of this code, in either notation, if it decides the procedure.

    Where a portal names the committee or the desk of a place, it is the one agency that decides there; None
    where the code is unknown or several could be meant.
    """
    named = agencies_coded(agency_code.strip(), on=on)
    if not named:
        return None
    competent = who_is_competent(competence=version.agency.lead, on=on)
    ids = {agency.id for agency in named}
    places = {commune: agency for commune, agency in competent.items() if agency and agency.id in ids}
    if not places:
        places = {
            commune: agency
            for commune, agency in competent.items()
            if agency and any(_lies_in(commune, each.unit_code, on) for each in named)
        }
    deciders = {agency.id: agency for agency in places.values()}
    if len(deciders) != 1:
        return None
    (agency,) = deciders.values()
    own = [commune for commune, each in competent.items() if each and each.id == agency.id]
    return Decider(agency=agency, commune_code=own[0] if len(own) == 1 else "")


def _lies_in(commune_code: str, unit_code: str, on: date) -> bool:
    try:
        return any(unit.code == unit_code for unit in unit_and_above(commune_code, on))
    except UnableToFindAdministrativeUnit:
        return False
