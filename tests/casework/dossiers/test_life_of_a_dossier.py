"""A temporary-residence dossier from submission to delivery, through the door of the room."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import Status, SupplementItem, UploadedPaper
from tinhso.foundation.authority.service import NotPermitted, NotVisible, Role
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.process.service import UnableToTakeAction

pytestmark = pytest.mark.django_db

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
)

ANSWERS = {
    "personal_id": "074190001234",
    "full_name": "Nguyễn Thị Hoa",
    "birth": "1990-02-03",
    "sex": "female",
    "permanent_residence": "Khu phố 1, Phường Phú Cường, Thủ Dầu Một",
    "phone": "0912345678",
    "registration_kind": "individual",
    "reason": "work",
    "new_commune": "25747",
    "new_address": "Số 12/3, đường Yersin",
    "stay_from": "2023-07-20",
    "stay_until": "2024-07-19",
    "dwelling_kind": "own",
    "result_form": "electronic",
    "declaration": "on",
}


def paper(key="housing_proof", content=PDF):
    return UploadedPaper(key=key, name="hợp đồng.pdf", content=content)


def file(province, key="k1", **changes):
    return dossiers.file_online(
        procedure_code="1.004194",
        answers={**ANSWERS, **changes},
        papers=[paper()],
        key=key,
        actor=province.citizen,
        now=province.now,
    )


def view(province, filed, actor=None):
    return dossiers.get_dossier(dossier_id=filed.id, actor=actor or province.citizen, now=province.now)


def step(province, filed, action, actor):
    dossiers.take_step(
        dossier_id=filed.id,
        action=action,
        expected_version=view(province, filed, actor).version,
        actor=actor,
        now=province.now,
    )


def in_processing(province):
    """A dossier that the desk received on Monday at 09:00 and handed over."""
    filed = file(province)
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    step(province, filed, "receive", desk)
    step(province, filed, "hand_over", desk)
    return filed


def ask_for_a_clear_scan(province, filed):
    blurred = SupplementItem(
        target="paper",
        key="housing_proof",
        label="",
        rule="Luật Cư trú 2020",
        message="Trang 2 của hợp đồng bị mờ.",
    )
    dossiers.ask_supplement(
        dossier_id=filed.id,
        items=[blurred],
        expected_version=None,
        actor=province.officer(province.police, Role.SPECIALIST),
        now=province.now,
    )


def test_three_working_days_from_monday_morning_end_on_thursday_at_closing(province):
    received = view(province, in_processing(province))
    due = received.due_at.astimezone(VIETNAM)
    assert f"{due:%A %d/%m %H:%M}" == "Thursday 20/07 17:00"


def test_supplement_corrects_what_was_asked_and_nothing_else(province):
    filed = in_processing(province)
    ask_for_a_clear_scan(province, filed)
    waiting = view(province, filed)
    assert waiting.status is Status.SUPPLEMENT
    assert waiting.supplements[0].items[0].label.startswith("Giấy tờ")
    province.clock.advance(timedelta(days=1))
    dossiers.answer_supplement(
        dossier_id=filed.id,
        answers={"reason": "study"},
        papers=[paper()],
        expected_version=None,
        actor=province.citizen,
        now=province.now + timedelta(days=1),
    )
    answered = view(province, filed)
    assert answered.status is Status.PROCESSING
    assert answered.raw_answers["reason"] == "work"
    assert [p.replaced for p in answered.papers] == [True, False]
    # One whole working day passed while the clock stood: due one working day later.
    assert f"{answered.due_at.astimezone(VIETNAM):%d/%m %H:%M}" == "21/07 17:00"
    assert answered.supplements[0].due_before == waiting.due_at
    assert answered.supplements[0].due_after == answered.due_at


def test_approved_result_is_a_pdf_that_its_owner_opens(province):
    filed = in_processing(province)
    dossiers.draft_result(
        dossier_id=filed.id,
        text="Đồng ý đăng ký tạm trú.",
        expected_version=None,
        actor=province.officer(province.police, Role.SPECIALIST),
        now=province.now,
    )
    dossiers.approve_result(
        dossier_id=filed.id,
        expected_version=None,
        actor=province.officer(province.police, Role.LEADER),
        now=province.now,
    )
    opened = dossiers.open_result(dossier_id=filed.id, actor=province.citizen, now=province.now)
    assert opened.content.startswith(b"%PDF")
    assert view(province, filed).status is Status.DONE


def test_work_list_of_the_desk_shows_what_to_receive(province):
    filed = file(province)
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    rows = dossiers.work_list(queue="to_receive", actor=desk, now=province.now).rows
    assert [row.code for row in rows] == [filed.code]


def test_another_agency_and_another_person_do_not_see_it(province):
    filed = file(province)
    stranger = province.officer(province.committee, Role.RECEPTION_OFFICER)
    with pytest.raises(NotVisible):
        view(province, filed, stranger)
    with pytest.raises(NotVisible):
        view(province, filed, province.other_citizen)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(
            "select count(*) from audit_entry where outcome = 'refused' and object_id = %s", [filed.id]
        )
        assert cursor.fetchone() == (2,)


def test_same_key_gives_the_same_dossier(province):
    assert file(province) == file(province)


def test_officer_may_not_skip_a_step(province):
    filed = file(province)
    desk = province.officer(province.police, Role.RECEPTION_OFFICER)
    specialist = province.officer(province.police, Role.SPECIALIST)
    with pytest.raises(NotPermitted):
        dossiers.take_step(
            dossier_id=filed.id,
            action="receive",
            expected_version=None,
            actor=specialist,
            now=province.now,
        )
    with pytest.raises(UnableToTakeAction):
        dossiers.take_step(
            dossier_id=filed.id,
            action="deliver_back",
            expected_version=None,
            actor=desk,
            now=province.now,
        )
    assert view(province, filed).version == 1


def test_tracking_by_code_tells_no_name(province):
    filed = file(province)
    status = dossiers.track_dossier(code=filed.code, trace_id="", now=province.now)
    assert status.code == filed.code
    assert "Hoa" not in repr(status)
