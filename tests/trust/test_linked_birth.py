"""Three agencies on one dossier: what one has completed stays completed, and every desk sees the truth."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.trust.stage import COMMUNE, LINKED_BIRTH, PDF, seen_by_system
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Queue, Status, SupplementItem, UploadedPaper
from tinhso.foundation.authority.service import NotPermitted, Role

pytestmark = pytest.mark.django_db

ANSWERS = {
    "personal_id": "074190001234",
    "full_name": "Nguyễn Thị Hoa",
    "birth": "1990-02-03",
    "residence": "Khu phố 1, Phường Phú Cường, Thủ Dầu Một",
    "phone": "0912345678",
    "relation": "mother",
    "child_name": "Nguyễn Minh An",
    "child_birth": "2023-07-10",
    "child_sex": "male",
    "child_ethnicity": "Kinh",
    "birth_place": "Bệnh viện Đa khoa tỉnh Bình Dương",
    "hometown": "Bình Dương",
    "has_birth_certificate": "yes",
    "registration_commune": COMMUNE,
    "records_father": "no",
    "residence_commune": COMMUNE,
    "residence_address": "Số 12/3, đường Yersin",
    "head_is_parent": "yes",
    "first_clinic": "Trạm y tế phường Phú Cường",
    "card_form": "electronic",
    "declaration": "on",
}
COMMITTEE, POLICE, INSURANCE = "commune_committee", "commune_police", "social_insurance"
ADDRESS = SupplementItem(
    target="field", key="residence_address", label="", rule="Luật Cư trú 2020", message="Ghi rõ số nhà."
)


@pytest.fixture
def filed(stage):
    return dossiers.file_online(
        procedure_code=LINKED_BIRTH,
        answers=ANSWERS,
        papers=[UploadedPaper(key="birth_certificate", name="giấy chứng sinh.pdf", content=PDF)],
        key="birth",
        actor=stage.citizen,
        now=stage.now,
    )


@pytest.fixture
def linked(stage, filed):
    """The birth is registered; police and insurance work side by side."""
    desk = stage.officer(Role.RECEPTION_OFFICER, agency=COMMITTEE)
    stage.step(filed, "receive", desk)
    stage.step(filed, "hand_over", desk)
    stage.draft(filed, stage.officer(Role.SPECIALIST, agency=COMMITTEE))
    stage.approve(filed, stage.officer(Role.LEADER, agency=COMMITTEE))
    return filed


def specialist(stage, agency):
    return stage.officer(Role.SPECIALIST, agency=agency)


def tasks(stage, filed):
    with seen_by_system() as cursor:
        cursor.execute(
            """select key, outcome from process_task where case_id = %s and role = 'specialist'
               and key <> 'process' order by opened_at, key, completed_at nulls last""",
            [filed.id],
        )
        return cursor.fetchall()


def queues(filed):
    with seen_by_system() as cursor:
        cursor.execute("select agency_id, queue from dossiers_worklist where dossier_id = %s", [filed.id])
        return dict(cursor.fetchall())


def test_supplement_of_one_agency_does_not_reopen_what_the_other_completed(stage, linked):
    stage.step(linked, "complete_issue_health_card", specialist(stage, INSURANCE))
    stage.ask_supplement(linked, specialist(stage, POLICE), ADDRESS)
    assert stage.view(linked).state == "waiting_supplement_linked"
    stage.clock.advance(timedelta(days=1))
    stage.answer(linked, papers=[], residence_address="Số 14/3, đường Yersin")

    assert stage.view(linked).state == "linked"
    assert tasks(stage, linked) == [
        ("issue_health_card", "complete_issue_health_card"),
        ("register_residence", "cancelled"),
        ("register_residence", ""),
    ]
    with pytest.raises(NotPermitted):
        stage.step(linked, "complete_issue_health_card", specialist(stage, INSURANCE))
    stage.step(linked, "complete_register_residence", specialist(stage, POLICE))
    assert stage.view(linked).status is Status.DONE


def test_supplement_before_anybody_completed_reopens_both_tasks(stage, linked):
    stage.ask_supplement(linked, specialist(stage, POLICE), ADDRESS)
    stage.answer(linked, papers=[], residence_address="Số 14/3, đường Yersin")
    assert sorted(key for key, outcome in tasks(stage, linked) if not outcome) == [
        "issue_health_card", "register_residence",
    ]  # fmt: skip


def test_second_supplement_still_keeps_what_was_completed_before_the_first(stage, linked):
    stage.step(linked, "complete_register_residence", specialist(stage, POLICE))
    for address in ("Số 14/3, đường Yersin", "Số 15/3, đường Yersin"):
        stage.ask_supplement(linked, specialist(stage, INSURANCE), ADDRESS)
        stage.answer(linked, papers=[], residence_address=address)
        assert [key for key, outcome in tasks(stage, linked) if not outcome] == ["issue_health_card"]
    stage.step(linked, "complete_issue_health_card", specialist(stage, INSURANCE))
    assert stage.view(linked).status is Status.DONE


def test_an_agency_cannot_complete_the_task_of_another(stage, linked):
    for action, agency in (
        ("complete_register_residence", INSURANCE),
        ("complete_issue_health_card", POLICE),
        ("complete_register_residence", COMMITTEE),
    ):
        with pytest.raises(NotPermitted):
            stage.step(linked, action, specialist(stage, agency))
    assert stage.view(linked).state == "linked"


def test_work_list_of_every_agency_follows_each_step_whoever_took_it(stage, linked):
    agency = stage.agencies
    assert queues(linked) == {
        agency[COMMITTEE]: Queue.WAITING_AGENCY,
        agency[POLICE]: Queue.TO_PROCESS,
        agency[INSURANCE]: Queue.TO_PROCESS,
    }
    stage.step(linked, "complete_register_residence", specialist(stage, POLICE))
    stage.step(linked, "complete_issue_health_card", specialist(stage, INSURANCE))
    assert queues(linked) == {
        agency[COMMITTEE]: Queue.TO_DELIVER,
        agency[POLICE]: Queue.WAITING_AGENCY,
        agency[INSURANCE]: Queue.WAITING_AGENCY,
    }
    stage.step(linked, "deliver", stage.officer(Role.RECEPTION_OFFICER, agency=COMMITTEE))
    assert set(queues(linked).values()) == {Queue.CLOSED}


def test_citizen_sees_every_agency_that_takes_part_and_so_does_each_officer(stage, linked):
    for actor in (stage.citizen, specialist(stage, POLICE), specialist(stage, INSURANCE)):
        assert len(stage.view(linked, actor).agencies) == 3


def test_desk_that_took_papers_in_for_another_agency_keeps_seeing_the_dossier(stage):
    from tests.trust.stage import ANSWERS as RESIDENCE
    from tests.trust.stage import TEMPORARY_RESIDENCE, housing_proof

    desk = stage.officer(Role.RECEPTION_OFFICER, agency="other")
    entered = dossiers.register_at_counter(
        procedure_code=TEMPORARY_RESIDENCE,
        answers=RESIDENCE,
        papers=[housing_proof()],
        key="walk-in",
        receive=True,
        actor=desk,
        now=stage.now,
    )
    page = stage.view(entered, desk)
    assert page.status is Status.NEW, "another agency receives it"
    assert page.actions == (), "seeing is not deciding"
    with pytest.raises(NotPermitted):
        stage.step(entered, "receive", desk)
    rows = dossiers.work_list(queue=Queue.WAITING_AGENCY.value, actor=desk, now=stage.now).rows
    assert [row.dossier_id for row in rows] == [entered.id]
