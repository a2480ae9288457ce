"""The demonstration's dossiers: in every state, in every queue, once, and whole in the audit log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import connection, transaction

from sandbox.vneid.organisations import ORGANISATIONS
from tests.support.sandbox_server import SandboxServer
from tinhso.casework.dossiers.service import SparedBy, queue_counts
from tinhso.coordination.statistics.service import Narrowing, PeriodKind, period_of, spared_report
from tinhso.foundation.audit.service import seal_pending, verify
from tinhso.foundation.authority.service import Role, set_scope, system_actor
from tinhso.foundation.calendar.service import seed_calendar
from tinhso.foundation.clock.service import VIETNAM, frozen, real_now
from tinhso.registers.agencies.service import (
    competent_agency,
    load_demonstration_officers,
    load_province,
)
from tinhso.registers.catalogue.service import get_procedure, publish_folder
from tinhso.sites.console.looked_up import DESKS, load_look_ups
from tinhso.sites.demonstration.companies import OFFICE, POTTERY, REPRESENTATIVE, load_companies
from tinhso.sites.demonstration.forms import BIRTH, ELECTRICITY, EXAM, FORMS, MOTORCYCLES, RESIDENCE, SEAL
from tinhso.sites.demonstration.loading import Loaded, load_stories
from tinhso.sites.demonstration.officers import Officers
from tinhso.sites.demonstration.people import People, ask_for_people
from tinhso.sites.demonstration.plan import COMMUNES, PHU_CUONG

INTERRUPTED_AFTER = 25
NOW = datetime(2023, 7, 17, 7, 30, 20, tzinfo=VIETNAM)


@dataclass
class Demonstration:
    people: People
    loaded: Loaded


@pytest.fixture(scope="module")
def people(sandbox: SandboxServer) -> People:
    found = ask_for_people(sandbox.base_url, COMMUNES)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def demonstration(people: People, django_db_setup: None, django_db_blocker) -> Iterator[Demonstration]:
    """Loaded once for the module, in one transaction that is rolled back at its end."""
    whole = transaction.atomic()
    whole._from_testcase = True  # type: ignore[attr-defined] - as Django's own test cases say it
    with django_db_blocker.unblock(), legal(NOW), whole:
        load_province(now=NOW)
        load_demonstration_officers(now=NOW)
        seed_calendar([2023, 2024])
        publish_folder(now=NOW)
        interrupted_after_the_first_stories(people)
        loaded = load_stories(people, now=NOW, say=lambda text: None)
        yield Demonstration(people=people, loaded=loaded)
        transaction.set_rollback(True)


def interrupted_after_the_first_stories(people: People) -> None:
    def stop(line: str) -> None:
        raise KeyboardInterrupt(line)

    with pytest.raises(KeyboardInterrupt):
        load_stories(people, now=NOW, say=stop)


@contextmanager
def legal(moment: datetime) -> Iterator[None]:
    with frozen(moment, seed=3):
        yield


@pytest.fixture(autouse=True)
def as_system(demonstration: Demonstration, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        set_scope(system_actor())
        yield


def counted(statement: str) -> Counter[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return Counter({row[:-1]: row[-1] for row in cursor.fetchall()})


def states() -> Counter[tuple[str, ...]]:
    return counted("select procedure_code, state, count(*) from dossiers_dossier group by 1, 2")


def test_every_state_of_every_procedure_has_a_dossier(demonstration: Demonstration) -> None:
    found = states()
    for procedure in FORMS:
        for state in get_procedure(procedure, on=NOW.date()).process.states:
            assert found[procedure, state.key], (procedure, state.key)
    assert 300 <= sum(found.values()) <= 400


def test_motorcycles_stand_at_several_stages_and_the_exam_was_filed_in_its_window() -> None:
    found = states()
    for procedure in MOTORCYCLES:
        stages = {state for code, state in found if code == procedure}
        assert {"submitted", "processing", "waiting_supplement", "drafted", "done", "delivered"} <= stages
    assert {state for code, state in found if code == EXAM} == {"delivered"}
    (window,) = get_procedure(EXAM, on=NOW.date()).windows
    with connection.cursor() as cursor:
        cursor.execute("select submitted_at from dossiers_dossier where procedure_code = %s", [EXAM])
        moments = [row[0] for row in cursor.fetchall()]
    assert len(moments) == 5
    assert all(window.opens_at <= moment <= window.closes_at for moment in moments)
    left = counted("select procedure_code, count(*) from dossiers_draft group by 1")
    assert left[(EXAM,)] == 1


def test_an_interrupted_load_goes_on_where_it_stopped(demonstration: Demonstration) -> None:
    assert demonstration.loaded.known == INTERRUPTED_AFTER
    assert sum(states().values()) == INTERRUPTED_AFTER + demonstration.loaded.dossiers


@pytest.mark.parametrize(
    ("competence", "may_be_empty"),
    # At half past seven nothing of the committee can be due tomorrow: its tasks take a day at most.
    [("commune_police", set()), ("commune_committee", {"late_tomorrow"})],
)
def test_no_list_of_the_desks_of_phu_cuong_is_empty(competence: str, may_be_empty: set[str]) -> None:
    agency = competent_agency(competence=competence, commune_code=PHU_CUONG, on=NOW.date())
    actor = Officers().of(agency.id, Role.RECEPTION_OFFICER)
    counts = {each.queue: each.count for each in queue_counts(actor=actor, now=NOW)}
    assert {queue for queue, count in counts.items() if not count} == may_be_empty


def test_loading_again_adds_nothing(demonstration: Demonstration) -> None:
    before = states(), counted("select 'drafts', count(*) from dossiers_draft")
    again = load_stories(demonstration.people, now=NOW, say=lambda text: None)
    assert (again.dossiers, again.drafts) == (0, 0)
    told_apart = counted(
        "select 'of a stub', count(*) from dossiers_reserve_number where dossier_id is not null"
    )
    assert again.known == sum(before[0].values()) - told_apart["of a stub",] + demonstration.loaded.drafts
    set_scope(system_actor())
    assert (states(), counted("select 'drafts', count(*) from dossiers_draft")) == before


def test_the_audit_log_of_it_can_be_sealed_and_proved(settings, tmp_path) -> None:
    settings.TINHSO_TREE_HEADS_FILE = tmp_path / "heads"
    while seal_pending(real_now()):
        pass
    report = verify(heads_file=settings.TINHSO_TREE_HEADS_FILE, now=real_now())
    assert report.is_sound, report.findings[:3]
    assert report.leaves > 2000
    assert report.waiting == 0


def test_nobody_owes_a_fee_for_a_dossier_that_ended_without_a_result() -> None:
    unpaid = counted("""select d.state, count(*)
        from dossiers_dossier d join payments_fee f on f.case_id = d.id
        where d.fee_state = 'due' or f.state = 'due' group by 1""")
    assert unpaid
    assert not {("refused",), ("stopped",), ("delivered",)} & unpaid.keys()


def test_the_provincial_one_stop_follows_what_it_took_in(demonstration: Demonstration) -> None:
    agency = competent_agency(competence="provincial_one_stop", commune_code=PHU_CUONG, on=NOW.date())
    desk = Officers().of(agency.id, Role.RECEPTION_OFFICER)
    counts = {each.queue: each.count for each in queue_counts(actor=desk, now=NOW)}
    assert sum(count > 0 for count in counts.values()) >= 2, counts


def test_officers_have_looked_people_up(demonstration: Demonstration, gateway_line: object) -> None:
    with frozen(NOW, seed=76):
        assert load_look_ups(now=NOW) == 2 * len(DESKS)
        assert load_look_ups(now=NOW) == 0


def test_organisations_have_filed_and_were_spared_what_the_register_knows(
    demonstration: Demonstration, gateway_line: object
) -> None:
    with frozen(NOW, seed=77):
        assert load_companies(demonstration.people, now=NOW) == 3
        assert load_companies(demonstration.people, now=NOW) == 0
    set_scope(system_actor())
    found = counted("""select d.procedure_code, d.state, s.by, s.fact, count(*)
        from dossiers_dossier d join dossiers_spared_paper s on s.dossier_id = d.id
        where d.organisation_id is not null group by 1, 2, 3, 4""")
    by_register = ("register", "business.registration")
    assert set(found) == {
        (SEAL, "done", *by_register),
        (ELECTRICITY, "processing", *by_register),
        (ELECTRICITY, "submitted", *by_register),
    }
    assert spared_by_registers("police_residence_office", Role.LEADER) == 1
    assert spared_by_registers("power_company", Role.LEADER) == 2
    assert spared_by_registers("provincial_committee", Role.CONTROLLER) == 3


def spared_by_registers(competence: str, role: Role) -> int:
    """What the report of this month says to that officer."""
    agency = competent_agency(competence=competence, commune_code=PHU_CUONG, on=NOW.date())
    report = spared_report(
        period=period_of(PeriodKind.MONTH, NOW.date()),
        narrowed=Narrowing(),
        actor=Officers().of(agency.id, role),
        now=NOW,
    )
    return report.totals[SparedBy.REGISTER].papers


def test_papers_of_the_store_were_used_again_at_the_ward() -> None:
    found = counted("""select d.procedure_code, s.key, count(*)
        from dossiers_dossier d join dossiers_spared_paper s on s.dossier_id = d.id
        where s.by = 'store' group by 1, 2""")
    assert found == {(RESIDENCE, "housing_proof"): 1, (BIRTH, "marriage_certificate"): 2}


def test_organisations_are_those_that_vneid_names() -> None:
    told = {each.code: each for each in (OFFICE, POTTERY)}
    named = [each for each in ORGANISATIONS if REPRESENTATIVE in each.representatives]
    assert {each.tax_code for each in named} == set(told)
    for each in named:
        ours = told[each.tax_code]
        assert (ours.name, ours.address, ours.commune_code) == (each.name, each.address, each.commune)
