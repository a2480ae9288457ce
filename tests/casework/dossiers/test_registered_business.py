"""A company that the business register knows need not bring its registration; else it is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework.dossiers.test_life_of_a_dossier import PDF, step
from tests.services.verification.looking_up import (
    NOTARY,
    POTTERY,
    asked_at_gateway,
    audited,
    drain,
    questions,
    registrar_says,
)
from tests.support.filled_forms import filled
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import CountedDossiers, UnableToFileDossier, UploadedPaper
from tinhso.foundation.authority.service import Role
from tinhso.registers.agencies.service import AgencyKind, competent_agency, list_agencies
from tinhso.registers.catalogue.service import get_procedure
from tinhso.services.representation.service import (
    OrganisationFacts,
    act_for,
    note_organisations,
    own_mandates,
)
from tinhso.services.verification.service import register_use

pytestmark = pytest.mark.django_db

ELECTRICITY, PAPER = "3.000001", "subject_papers"
FACT = "business.registration"
UNKNOWN = "0100047516"
WISHES = {
    "personal_id": "074190001234",
    "full_name": "Nguyễn Thị Hoa",
    "birth": "1990-02-03",
    "supply_commune": "25747",
}


@pytest.fixture
def company(province, gateway_line):
    """The citizen acting for the company that VNeID names her for; by its code, for another one."""

    def acting(code: str = POTTERY):
        facts = OrganisationFacts(
            code=code, name=f"Công ty {code}", address="Số 55, phố Một", commune_code="25747"
        )
        citizen = province.citizen
        note_organisations(person_id=citizen.person_id, organisations=[facts], now=province.now)
        (mandate,) = own_mandates(actor=citizen, now=province.now).received
        return act_for(mandate_id=mandate.id, actor=citizen, now=province.now)[0]

    return acting


def begun(province, actor):
    draft = dossiers.start_draft(procedure_code=ELECTRICITY, actor=actor, now=province.now)
    version = get_procedure(ELECTRICITY, on=province.now.date())
    wanted = {**WISHES, "applicant_kind": "organisation" if actor.organisation_id else "person"}
    answers = filled(version, on=province.now.date(), wanted=wanted)
    for section in version.sections:
        dossiers.keep_typed(
            draft_id=draft.id, section=section.key, answers=answers, actor=actor, now=province.now
        )
    return draft.id


def need_of(province, draft_id, actor):
    review = dossiers.review_draft(draft_id=draft_id, actor=actor, now=province.now)
    return next((need.status, need.reason) for need in review.papers if need.paper.key == PAPER)


def submitted(province, draft_id, actor):
    return dossiers.submit_draft(draft_id=draft_id, actor=actor, now=province.now)


def spared(filed):
    with connection.cursor() as cursor:
        cursor.execute("select key, by, fact from dossiers_spared_paper where dossier_id = %s", [filed.id])
        return cursor.fetchall()


def asks_for_the_paper(province, draft_id, actor):
    """The paper is asked for, and the dossier is filed with it; nothing is spared."""
    assert need_of(province, draft_id, actor) == ("needed", "")
    with pytest.raises(UnableToFileDossier) as refusal:
        submitted(province, draft_id, actor)
    assert refusal.value.fields == {f"paper_{PAPER}": "Còn thiếu: Giấy tờ chủ thể của tổ chức."}
    dossiers.attach_paper(
        draft_id=draft_id, paper_key=PAPER, name="đăng ký.pdf", content=PDF, actor=actor, now=province.now
    )
    assert spared(submitted(province, draft_id, actor)) == []
    return True


def test_a_company_that_the_register_knows_brings_nothing_and_it_is_counted(province, company):
    actor = company()
    draft_id = begun(province, actor)
    assert need_of(province, draft_id, actor) == (
        "waived",
        "Không cần nộp: doanh nghiệp đã có trong Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp",
    )
    filed = submitted(province, draft_id, actor)
    assert spared(filed) == [(PAPER, "register", FACT)]

    on = province.now.date()
    power = competent_agency(competence="power_company", commune_code="25747", on=on).id
    step(province, filed, "receive", province.officer(power, Role.RECEPTION_OFFICER))
    since = province.now - timedelta(days=1)
    of = CountedDossiers(agencies=(power,), since=since, at=province.now)
    leader = province.officer(power, Role.LEADER)
    (counted,) = dossiers.count_spared_papers(of=of, actor=leader, now=province.now)
    assert (counted.procedure, counted.by, counted.papers) == (ELECTRICITY, "register", 1)


def test_the_question_has_a_purpose_counts_as_use_and_is_seen_by_whoever_files(
    province, company, gateway_line
):
    draft_id = begun(province, company())
    person = province.citizen.person_id
    ((subjects, details),) = audited("verification.business_looked_up")
    assert (subjects, details["purpose"]) == ([person], "filing")
    assert [subjects for subjects, _ in audited("verification.business_answered")] == [[person]]
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct purpose from audit_entry where action like 'verification.business_%%'"
        )
        assert cursor.fetchall() == [("Tra cứu để người nộp hồ sơ khỏi phải nộp giấy tờ đã có dữ liệu",)]
    assert asked_at_gateway(gateway_line)[-1][1:] == ("business", str(draft_id), "found")

    (committee,) = list_agencies(on=province.now.date(), kinds={AgencyKind.PROVINCIAL_COMMITTEE})
    found = register_use(
        agencies=[committee.id],
        since=province.now - timedelta(days=1),
        at=province.now,
        actor=province.officer(committee.id, Role.LEADER),
        now=province.now,
    )
    used = {each.register: (each.asked, each.found) for each in found if each.agency_id is None}
    assert used == {"business": (1, 1)}


def test_a_company_that_is_not_found_is_asked_for_its_paper(province, company):
    actor = company(UNKNOWN)
    draft_id = begun(province, actor)
    assert questions() == [("answered", "")]
    assert asks_for_the_paper(province, draft_id, actor)


@pytest.mark.parametrize("status", ["4", "6"])
def test_a_company_that_is_suspended_or_dissolved_is_asked_for_its_paper(
    province, company, gateway_line, status
):
    actor = company(NOTARY)
    registrar_says(gateway_line, NOTARY, status=status)
    try:
        draft_id = begun(province, actor)
    finally:
        registrar_says(gateway_line, NOTARY, status="2")
    assert questions() == [("answered", "")]
    assert asks_for_the_paper(province, draft_id, actor)


@pytest.mark.parametrize("failure", ["down", "refusing"])
def test_where_the_line_gives_no_answer_the_paper_is_asked_for(province, company, gateway_line, failure):
    gateway_line.turn_dial("gateway_business", failure)
    actor = company()
    assert asks_for_the_paper(province, begun(province, actor), actor)


def test_an_answer_that_comes_later_still_spares_the_paper(province, company, gateway_line):
    gateway_line.turn_dial("gateway_business", "down")
    actor = company()
    draft_id = begun(province, actor)
    assert need_of(province, draft_id, actor)[0] == "needed"
    gateway_line.normalise()
    province.clock.advance(timedelta(seconds=6))
    drain(times=2)
    assert need_of(province, draft_id, actor)[0] == "waived"
    assert spared(submitted(province, draft_id, actor)) == [(PAPER, "register", FACT)]


def test_an_answer_that_is_old_by_the_policy_spares_nothing(province, company):
    actor = company()
    draft_id = begun(province, actor)
    later = replace_now(province, province.now + timedelta(days=31))
    assert need_of(later, draft_id, actor)[0] == "needed"


def replace_now(province, now: datetime):
    later = replace(province, now=now)
    object.__setattr__(later, "clock", province.clock)
    return later


def test_a_code_that_no_register_can_know_changes_nothing(province, company):
    actor = company("0100047510")
    draft_id = begun(province, actor)
    assert questions() == []
    assert need_of(province, draft_id, actor)[0] == "needed"


def test_whoever_files_for_themselves_costs_no_question_and_no_statement(province, gateway_line):
    with CaptureQueriesContext(connection) as captured:
        draft_id = begun(province, province.citizen)
        dossiers.review_draft(draft_id=draft_id, actor=province.citizen, now=province.now)
        submitted(province, draft_id, province.citizen)
    assert questions() == []
    assert not [query["sql"] for query in captured if "verification_look" in query["sql"]]


def one_page(province, actor, key="một"):
    version = get_procedure(ELECTRICITY, on=province.now.date())
    wishes = {**WISHES, "applicant_kind": "organisation"}
    given: dict[str, Any] = {
        "procedure_code": ELECTRICITY,
        "answers": filled(version, on=province.now.date(), wanted=wishes),
        "key": key,
        "actor": actor,
        "now": province.now,
    }
    return lambda *papers: dossiers.file_online(papers=list(papers), **given)


def test_on_one_page_the_register_is_asked_once_however_often_it_is_sent(province, company):
    send = one_page(province, company())
    filed = send()
    assert spared(filed) == [(PAPER, "register", FACT)]
    assert send().id == filed.id
    assert questions() == [("answered", "")]


def test_on_one_page_too_the_paper_is_asked_for_where_nothing_is_known(province, company, gateway_line):
    gateway_line.turn_dial("gateway_business", "down")
    send = one_page(province, company())
    with pytest.raises(UnableToFileDossier):
        send()
    assert spared(send(UploadedPaper(key=PAPER, name="đăng ký.pdf", content=PDF))) == []
    assert len(questions()) == 1
