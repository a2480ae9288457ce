"""Checks are seen by the person, by agencies of the case, and by nobody else."""

from __future__ import annotations

import pytest

from tinhso.foundation.authority.service import Actor, ActorKind, grant_access, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.verification.service import latest_check

pytestmark = pytest.mark.django_db


def _sees(actor: Actor, case_id, now) -> bool:
    with unit_of_work(actor=actor, now=now):
        return latest_check(case_id) is not None


def test_only_those_concerned_see_a_check(ask, person_id, clock):
    case_id, agency, other_agency = ask(), new_id(), new_id()
    with unit_of_work(actor=system_actor(), now=clock.moment):
        grant_access(
            case_kind="dossier",
            case_id=case_id,
            agency_ids=[agency],
            basis="competent",
            now=clock.moment,
        )

    def officer(agency_id):
        return Actor(kind=ActorKind.OFFICER, officer_id=new_id(), agency_id=agency_id)

    assert _sees(officer(agency), case_id, clock.moment)
    assert not _sees(officer(other_agency), case_id, clock.moment)
    assert _sees(Actor(kind=ActorKind.CITIZEN, person_id=person_id), case_id, clock.moment)
    assert not _sees(Actor(kind=ActorKind.CITIZEN, person_id=new_id()), case_id, clock.moment)
    assert not _sees(Actor(kind=ActorKind.ANONYMOUS), case_id, clock.moment)
