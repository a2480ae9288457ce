"""A province with its catalogue, a citizen, and the officers of one commune."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest

from tinhso.foundation.authority.service import Actor, ActorKind, Role, system_actor
from tinhso.foundation.calendar.service import seed_calendar
from tinhso.foundation.clock.service import frozen
from tinhso.foundation.identifiers.service import parse_partial_date
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import competent_agency, load_province
from tinhso.registers.catalogue.service import publish_folder
from tinhso.registers.people.service import FactSource, PersonFacts, remember_person

COMMUNE = "25747"


@dataclass(frozen=True)
class Province:
    """What the tests of a dossier act with."""

    now: datetime
    citizen: Actor
    other_citizen: Actor
    police: UUID
    committee: UUID
    insurance: UUID
    transport: UUID

    def officer(self, agency: UUID, *roles: Role) -> Actor:
        """An officer of that agency with these roles."""
        number = agency.int % 1000 + sum(ord(r.value[0]) for r in roles)
        return Actor(
            kind=ActorKind.OFFICER,
            officer_id=UUID(int=number),
            agency_id=agency,
            roles=frozenset(roles),
        )


@pytest.fixture
def province(db: None, legal_moment: datetime):
    with frozen(legal_moment, seed=7) as clock:
        load_province(now=legal_moment)
        seed_calendar([2023, 2024])
        publish_folder(now=legal_moment)
        people = [
            _citizen("074190001234", "Nguyễn Thị Hoa", "1990-02-03", legal_moment),
            _citizen("074085004321", "Trần Văn Bình", "1985", legal_moment),
        ]
        on = legal_moment.date()
        agencies = {
            name: competent_agency(competence=name, commune_code=COMMUNE, on=on).id
            for name in (
                "commune_police",
                "commune_committee",
                "social_insurance",
                "transport_department",
            )
        }
        province = Province(
            now=legal_moment,
            citizen=people[0],
            other_citizen=people[1],
            police=agencies["commune_police"],
            committee=agencies["commune_committee"],
            insurance=agencies["social_insurance"],
            transport=agencies["transport_department"],
        )
        object.__setattr__(province, "clock", clock)
        yield province


def _citizen(personal_id: str, name: str, birth: str, now: datetime) -> Actor:
    with unit_of_work(actor=system_actor(), now=now) as work:
        person_id = remember_person(
            work,
            facts=PersonFacts(
                personal_id=personal_id,
                source=FactSource.VNEID,
                as_of=now,
                full_name=name,
                birth=parse_partial_date(birth),
                sex="female",
                phone="0912345678",
            ),
        )
    return Actor(
        kind=ActorKind.CITIZEN,
        account_id=person_id,
        person_id=person_id,
        assurance_level=2,
    )
