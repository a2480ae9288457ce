"""Which agency reviews a person: the police of the commune where they live, as far as that is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tinhso.casework.cleaning.types import ReachedBy
from tinhso.registers.agencies.service import (
    AgencyKind,
    UnableToFindAdministrativeUnit,
    UnableToFindCompetentAgency,
    competent_agency,
    get_agency,
    standing_for,
)
from tinhso.registers.people.service import Person

REVIEWERS = frozenset({AgencyKind.COMMUNE_POLICE, AgencyKind.POLICE_RESIDENCE_OFFICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a task goes, and why there."""

    agency_id: UUID
    reached_by: ReachedBy


def place(person: Person, *, dossier_agency_id: UUID | None, on: date) -> Placed:
    """The police of the commune of residence; else of the unit of the dossier's agency; else the province's.

    The province's office for residence passes a task on; nothing is guessed of whoever lives nowhere known.
    Raises UnableToFindCompetentAgency where the province has no such office, so that the task is tried again.
    """
    if person.residence_code:
        found = _police_of(person.residence_code, on, as_of=person.origins["residence_code"].as_of.date())
        if found is not None:
            return Placed(agency_id=found, reached_by=ReachedBy.RESIDENCE)
    if dossier_agency_id is not None:
        found = _police_of(get_agency(dossier_agency_id).unit_code, on)
        if found is not None:
            return Placed(agency_id=found, reached_by=ReachedBy.DOSSIER)
    offices = standing_for(kinds={AgencyKind.POLICE_RESIDENCE_OFFICE}, on=on)
    if not offices:
        raise UnableToFindCompetentAgency(AgencyKind.POLICE_RESIDENCE_OFFICE, "", on)
    return Placed(agency_id=offices[0].id, reached_by=ReachedBy.PROVINCE)


def _police_of(unit_code: str, on: date, *, as_of: date | None = None) -> UUID | None:
    try:
        return competent_agency(
            competence=AgencyKind.COMMUNE_POLICE, commune_code=unit_code, on=on, code_as_of=as_of
        ).id
    except (UnableToFindAdministrativeUnit, UnableToFindCompetentAgency):
        return None
