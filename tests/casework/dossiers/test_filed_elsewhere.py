"""Dossiers that citizens file at the national or the essential-services portal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from PIL import Image

from tests.casework.dossiers.conftest import COMMUNE
from tests.trust.stage import housing_proof
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import OutsideFiling, Queue, Status, SupplementItem, UploadedPaper
from tinhso.foundation.authority.service import NotPermitted, Role, set_scope, system_actor
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.outbox.service import waiting_deliveries
from tinhso.foundation.unit_of_work.service import UnableToRepeat, deliver_event
from tinhso.registers.agencies.service import competent_agency, get_agency
from tinhso.registers.catalogue.service import get_procedure

pytestmark = pytest.mark.django_db

EXCHANGE = system_actor("exchange")


def filing(province: Any, **changes: Any) -> OutsideFiling:
    plain = OutsideFiling(
        system="national_portal",
        code="G22.99-230717-000001",
        procedure_code="1.004194",
        agency_code=get_agency(province.police).code,
        full_name="Lê Thị Mai",
        personal_id="074195002222",
        applicant_kind="1",
        email="mai@example.vn",
        phone="0912345670",
        summary="Đăng ký tạm trú tại nhà trọ",
        papers=(),
        by_post=False,
        filed_at=province.now,
    )
    return replace(plain, **changes)


def taken_in(province: Any, **changes: Any) -> dossiers.Filed:
    return dossiers.take_in(filing=filing(province, **changes), actor=EXCHANGE, now=province.now)


def test_it_stands_at_the_desk_of_the_agency_with_what_is_missing(province):
    filed = taken_in(province)
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    rows = dossiers.work_list(queue=Queue.TO_RECEIVE.value, actor=desk, now=province.now).rows
    assert [(row.dossier_id, row.applicant_name) for row in rows] == [(filed.id, "Lê Thị Mai")]
    view = dossiers.get_dossier(dossier_id=filed.id, actor=desk, now=province.now)
    assert view.status is Status.NEW
    assert view.raw_answers == {
        "personal_id": "074195002222",
        "full_name": "Lê Thị Mai",
        "phone": "0912345670",
        "email": "mai@example.vn",
        "new_commune": "25747",
    }
    assert view.outside is not None
    assert (view.outside.filed_at.code, view.outside.filed_at.name) == (
        "G22.99-230717-000001",
        "Cổng Dịch vụ công quốc gia",
    )
    lacking = {item.key for item in view.outside.lacking}
    assert {"birth", "sex", "reason", "new_address", "declaration"} <= lacking


def test_the_same_filing_again_gives_the_same_dossier_and_another_content_is_refused(province):
    first = taken_in(province)
    assert taken_in(province) == first
    with pytest.raises(UnableToRepeat):
        taken_in(province, summary="Khác")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from dossiers_outside_code")
        assert cursor.fetchone() == (1,)


def test_only_the_house_itself_takes_in(province):
    desk = province.officer(province.police, *Role)
    with pytest.raises(NotPermitted):
        dossiers.take_in(filing=filing(province), actor=desk, now=province.now)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"procedure_code": "9.999999"}, "outside.procedure"),
        ({"agency_code": "H09.99.99"}, "outside.agency"),
        ({"personal_id": "000000001"}, "outside.personal_id"),
        ({"applicant_kind": "0"}, "outside.applicant_kind"),
        ({"full_name": " "}, "outside.full_name"),
        ({"papers": (UploadedPaper(key="", name="a.exe", content=b"MZ"),)}, "outside.file"),
    ],
)
def test_what_makes_no_dossier_is_refused_with_its_reason(province, changes, code):
    with pytest.raises(dossiers.UnableToFileDossier) as refused:
        taken_in(province, **changes)
    assert refused.value.code.startswith(code)
    assert (
        dossiers.find_by_outside_code(system="national_portal", code="G22.99-230717-000001", actor=EXCHANGE)
        is None
    )


def test_its_outline_says_everything_that_another_system_is_told(province):
    filed = taken_in(province, papers=(replace(housing_proof(), key=""),))
    outline = dossiers.outline_of(filed.id, actor=EXCHANGE, now=province.now)
    assert outline is not None
    assert (outline.code, outline.version, outline.applicant_kind) == (filed.code, 1, "1")
    assert [each.code for each in outline.outside] == ["G22.99-230717-000001"]
    assert [(each.status, each.version) for each in outline.statuses] == [(1, 1)]
    (paper,) = outline.papers
    opened = dossiers.open_paper_for(dossier_id=filed.id, paper_id=paper.id, actor=EXCHANGE, now=province.now)
    assert opened.content


def ask(province: Any, filed: dossiers.Filed, *items: SupplementItem) -> int:
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    return dossiers.ask_supplement(
        dossier_id=filed.id, items=items, expected_version=None, actor=desk, now=province.now
    )


BIRTH = SupplementItem(target="field", key="birth", label="", rule="", message="Bổ sung ngày sinh.")
PROOF = SupplementItem(target="paper", key="housing_proof", label="", rule="", message="Chưa có.")


def test_what_is_missing_is_asked_for_and_answered_elsewhere(province):
    filed = taken_in(province)
    ask(province, filed, BIRTH, PROOF)
    answer: dict[str, Any] = {
        "dossier_id": filed.id,
        "key": "YC1",
        "note": "Sinh ngày 02/03/1995",
        "papers": (housing_proof(),),
        "at": province.now,
        "actor": EXCHANGE,
        "now": province.now,
    }
    version = dossiers.answer_from_outside(**answer)
    assert dossiers.answer_from_outside(**answer) == version
    outline = dossiers.outline_of(filed.id, actor=EXCHANGE, now=province.now)
    assert [each.status for each in outline.statuses] == [1, 5, 1]
    assert outline.supplements[0].answered_at == province.now
    assert [paper.key for paper in outline.papers] == ["housing_proof"]
    assert "Sinh ngày 02/03/1995" in outline.statuses[-1].content


def test_it_is_withdrawn_elsewhere(province):
    filed = taken_in(province)
    asked = dossiers.ask_withdrawal_from_outside(
        dossier_id=filed.id,
        key="R1",
        reason="Đã chuyển đi",
        at=province.now,
        actor=EXCHANGE,
        now=province.now,
    )
    outline = dossiers.outline_of(filed.id, actor=EXCHANGE, now=province.now)
    assert (outline.statuses[-1].status, outline.version) == (7, asked)


def seen(province: Any, filed: dossiers.Filed, agency: str = "police") -> dossiers.DossierView:
    desk = province.officer(getattr(province, agency), Role.RECEPTION_OFFICER)
    return dossiers.get_dossier(dossier_id=filed.id, actor=desk, now=province.now)


def count(statement: str, *values: object) -> int:
    with connection.cursor() as cursor, transaction.atomic():
        set_scope(EXCHANGE)
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0])


def test_what_the_state_knows_of_this_very_person_is_not_asked_again(province):
    known = {"personal_id": "074190001234", "full_name": "Nguyễn Thị Hoa"}
    answers = seen(province, taken_in(province, **known)).raw_answers
    assert (answers["birth"], answers["sex"]) == ("1990-02-03", "female")
    other = taken_in(province, **known | {"full_name": "Nguyễn Thị Hồng"}, code="G22.99-230717-000002")
    assert "birth" not in seen(province, other).raw_answers, "the number may be somebody else's"


def test_the_register_is_asked_by_the_year_that_the_number_tells_and_not_about_organisations(province):
    taken_in(province)
    assert count("select count(*) from verification_request") == 1
    firm = taken_in(
        province, applicant_kind="2", full_name="Công ty TNHH Sao Mai", code="G22.99-230717-000002"
    )
    assert count("select count(*) from verification_request") == 1
    assert seen(province, firm).applicant_name == "Công ty TNHH Sao Mai"
    outline = dossiers.outline_of(firm.id, actor=EXCHANGE, now=province.now)
    assert (outline.applicant_kind, outline.full_name) == ("2", "Công ty TNHH Sao Mai")


def test_it_counts_as_filed_when_it_was_filed_there_and_is_to_be_received_from_now_on(province):
    days_ago = province.now - timedelta(days=4)
    view = seen(province, taken_in(province, filed_at=days_ago))
    assert (view.submitted_at, view.timeline[0].at) == (days_ago, province.now)
    assert all(task.due_at > province.now for task in view.tasks)
    assert view.code.split("-")[1] == f"{province.now:%y%m%d}"
    with pytest.raises(dossiers.UnableToFileDossier) as refused:
        taken_in(province, filed_at=province.now + timedelta(days=2), code="G22.99-230717-000002")
    assert refused.value.code == "outside.filed_at"


def test_what_was_filed_in_its_window_is_taken_after_it_has_closed(province):
    exam = get_procedure("1.005142", on=date(2023, 5, 20))
    window = exam.windows[0]
    assert province.now > window.closes_at
    school = competent_agency(competence=exam.agency.lead, commune_code=COMMUNE, on=province.now.date())
    filed = taken_in(
        province,
        procedure_code="1.005142",
        agency_code=school.code,
        filed_at=window.closes_at - timedelta(hours=1),
    )
    assert filed.code


def test_the_committee_of_a_place_means_the_agency_that_decides_there(province):
    filed = taken_in(province, agency_code=get_agency(province.committee).code)
    assert seen(province, filed).agency == get_agency(province.police).name


def test_a_fee_that_the_answers_decide_is_charged_at_the_latest_when_it_is_received(province):
    filed = taken_in(province)
    before = seen(province, filed)
    assert (before.outside.is_settled, before.fee_amount) == (False, 0)
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    dossiers.take_step(
        dossier_id=filed.id, action="receive", expected_version=1, actor=desk, now=province.now
    )
    after = seen(province, filed)
    assert (after.fee_amount, after.fee_state.value) == (7000, "due")
    assert len(dossiers.outline_of(filed.id, actor=EXCHANGE, now=province.now).fees) == 1
    # The news of the filing comes after that of the receipt, as it does when a worker was away.
    for each in dict.fromkeys(one.event_id for one in waiting_deliveries(before=province.now)):
        deliver_event(each)
    told = "select count(*) from notices_notice where case_id = %s and template = %s"
    assert [count(told, filed.id, each) for each in ("submitted", "received", "fee_asked")] == [1, 1, 1]


def test_where_the_fee_comes_first_it_must_be_known_before_the_receipt(province):
    passport = get_procedure("1.001456", on=province.now.date())
    office = competent_agency(competence=passport.agency.lead, commune_code=COMMUNE, on=province.now.date())
    filed = taken_in(province, procedure_code="1.001456", agency_code=office.code, papers=(photo_paper(),))
    desk = province.officer(office.id, Role.RECEPTION_OFFICER)
    with pytest.raises(dossiers.UnableToActOnDossier) as refused:
        dossiers.take_step(
            dossier_id=filed.id, action="receive", expected_version=1, actor=desk, now=province.now
        )
    assert refused.value.code == "case_unsettled"


def photo_paper() -> UploadedPaper:
    picture = BytesIO()
    Image.new("RGB", (40, 60), "white").save(picture, "PNG")
    return UploadedPaper(key="PHOTO", name="anh.png", content=picture.getvalue())


def test_reading_an_outline_is_recorded_once_for_each_version(province):
    filed = taken_in(province)
    told = "select count(*) from audit_entry where action = 'dossier.handed_over' and object_id = %s"
    for _ in range(3):
        dossiers.outline_of(filed.id, actor=EXCHANGE, now=province.now)
    assert count(told, filed.id) == 1
    ask(province, filed, BIRTH)
    dossiers.outline_of(filed.id, actor=EXCHANGE, now=province.now)
    assert count(told, filed.id) == 2
    assert dossiers.outline_of(UUID(int=5), actor=EXCHANGE, now=province.now) is None


def test_every_version_of_a_dossier_is_announced(province):
    filed = taken_in(province)
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    here: dict[str, Any] = {"dossier_id": filed.id, "actor": desk, "now": province.now}
    dossiers.enter_answers(answers={"registration_kind": "individual"}, expected_version=1, **here)
    dossiers.take_fee_in_cash(**here)
    dossiers.take_step(action="receive", expected_version=None, **here)
    with connection.cursor() as cursor, transaction.atomic():
        set_scope(EXCHANGE)
        cursor.execute(
            "select name, version from outbox_event where subject_id = %s and name like %s order by version",
            [filed.id, "dossiers.%"],
        )
        announced = cursor.fetchall()
    assert announced == [
        ("dossiers.dossier_submitted", 1),
        ("dossiers.dossier_noted", 2),
        ("dossiers.dossier_noted", 3),
        ("dossiers.dossier_advanced", 4),
    ]


def test_an_answer_that_nobody_waits_for_and_a_late_wish_are_refused(province):
    filed = taken_in(province)
    told: dict[str, Any] = {
        "dossier_id": filed.id, "at": province.now, "actor": EXCHANGE, "now": province.now,
    }  # fmt: skip
    with pytest.raises(DomainError):
        dossiers.answer_from_outside(key="1", note="", papers=(), **told)
    dossiers.ask_withdrawal_from_outside(key="2", reason="Thôi", **told)
    with pytest.raises(DomainError):
        dossiers.ask_withdrawal_from_outside(key="3", reason="Thôi", **told)
    with pytest.raises(UnableToRepeat):
        dossiers.ask_withdrawal_from_outside(key="2", reason="Khác", **told)
    assert seen(province, filed).timeline[-1].by == "Người nộp hồ sơ"
    assert not any(row.from_register for row in seen(province, filed).answers)


def test_a_paper_without_a_code_stands_where_the_answers_need_one_and_is_to_be_looked_at(province):
    filed = taken_in(province, papers=(replace(housing_proof(), key=""), photo_paper()))
    assert [paper.title for paper in seen(province, filed).papers] == ["Giấy tờ khác gửi kèm"] * 2
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    dossiers.enter_answers(
        dossier_id=filed.id,
        answers={"dwelling_kind": "own"},
        expected_version=1,
        actor=desk,
        now=province.now,
    )
    view = seen(province, filed)
    assert {paper.key for paper in view.papers} == {"housing_proof", "outside_other"}
    assert all(paper.is_placed_by_guess for paper in view.papers)
    assert "housing_proof" not in {item.key for item in view.outside.lacking}
    coded = taken_in(
        province, papers=(replace(housing_proof(), key="HOUSING_PROOF"),), code="G22.99-230717-000002"
    )
    (paper,) = seen(province, coded).papers
    assert (paper.key, paper.is_placed_by_guess) == ("housing_proof", False)
