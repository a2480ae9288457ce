"""A citizen sends, follows, reads and rates; every page works without scripts."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.casework.feedback.conftest import ANSWER, TEXT, Desk
from tests.casework.feedback.test_sending_without_signing_in import code_of
from tests.sites.feedback.conftest import text_of
from tests.trust.stage import PDF, seen_by_system
from tinhso.casework.dossiers.service import Filed
from tinhso.casework.feedback.service import Sent

FORM = {"kind": "complaint", "topic": "delay", "text": TEXT, "may_publish": "yes"}
NUMBER = "0973518246"


def the_case(desk: Desk) -> Sent:
    """The one case that stands in the database."""
    with seen_by_system() as cursor:
        cursor.execute("select id, code, due_at from feedback_case")
        ((case_id, code, due_at),) = cursor.fetchall()
    return Sent(id=case_id, code=code, due_at=due_at)


def theirs(desk: Desk) -> Filed:
    """A dossier of somebody else."""
    return desk.stage.file(
        actor=desk.stage.other_citizen,
        key="theirs",
        personal_id="074085004321",
        full_name="Trần Văn Bình",
        birth="1985",
    )


def key_of(page: str) -> str:
    found = re.search(r'name="idempotency_key" value="([^"]+)"', page)
    assert found
    return found[1]


def confirmed(desk: Desk, client: Client) -> None:
    """Confirm a telephone number on the pages."""
    client.post("/feedback/phone", {"phone": NUMBER})
    check_id = UUID(client.session["feedback_number_asked"])
    answer = client.post("/feedback/phone/code", {"code": code_of(check_id)})
    assert answer.headers["Location"] == "/feedback/send"


def test_complaint_about_a_late_dossier_from_its_page_to_the_rated_answer(
    desk: Desk, citizen: Client
) -> None:
    filed = desk.stage.file()
    page = text_of(citizen.get(f"/dossiers/{filed.id}"))
    assert f"/feedback/send?dossier={filed.id}" in page
    form = text_of(citizen.get("/feedback/send", {"dossier": filed.id}))
    assert filed.code in form
    assert 'name="agency"' not in form, "the dossier says which agency"
    paper = SimpleUploadedFile("giay-hen.pdf", PDF, "application/pdf")
    sent = citizen.post(
        "/feedback/send",
        {**FORM, "dossier": filed.id, "files": paper, "idempotency_key": key_of(form)},
    )
    assert sent.headers["Location"] == "/feedback/sent"
    case = the_case(desk)
    assert case.code in text_of(citizen.get("/feedback/sent"))
    desk.bring_to("publishing", case)

    assert citizen.get(f"/feedback/track/{case.code}").headers["Location"] == f"/feedback/cases/{case.id}"
    own = text_of(citizen.get(f"/feedback/cases/{case.id}"))
    assert ANSWER in own
    assert TEXT in own
    assert "giay-hen.pdf" in own
    rated = citizen.post(f"/feedback/track/{case.code}/rate", {"score": "4"}, follow=True)
    assert "Cảm ơn bạn đã đánh giá" in text_of(rated)
    assert desk.view(case, desk.specialist()).score == 4


def test_form_sent_twice_is_one_case(desk: Desk, citizen: Client) -> None:
    form = {**FORM, "idempotency_key": key_of(text_of(citizen.get("/feedback/send")))}
    for _ in range(2):
        assert citizen.post("/feedback/send", form).headers["Location"] == "/feedback/sent"
    the_case(desk)


def test_form_with_mistakes_keeps_what_was_typed(desk: Desk, citizen: Client) -> None:
    answer = citizen.post("/feedback/send", {"kind": "complaint", "text": "Ngắn quá.", "agency": "x"})
    page = text_of(answer)
    assert answer.status_code == 400
    assert "Ngắn quá." in page
    assert "Hãy chọn một câu trả lời." in page
    assert "Hãy chọn cơ quan trong danh sách" in page
    with seen_by_system() as cursor:
        cursor.execute("select count(*) from feedback_case")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("name", "content"), [("anh.svg", b"<svg onload=alert(1)>"), ("a.pdf", b"MZ not a pdf")]
)
def test_file_that_lies_is_refused_with_its_reason(
    desk: Desk, citizen: Client, name: str, content: bytes
) -> None:
    bad = SimpleUploadedFile(name, content, "application/pdf")
    answer = citizen.post("/feedback/send", {**FORM, "files": bad, "idempotency_key": "k"})
    assert answer.status_code == 400
    assert "files-error" in text_of(answer)
    with seen_by_system() as cursor:
        cursor.execute("select count(*) from feedback_case")
        assert cursor.fetchone() == (0,)


def test_another_citizens_dossier_is_not_spoken_of(desk: Desk, citizen: Client) -> None:
    filed = theirs(desk)
    assert citizen.get("/feedback/send", {"dossier": filed.id}).status_code == 404
    answer = citizen.post("/feedback/send", {**FORM, "dossier": filed.id, "idempotency_key": "k"})
    assert answer.status_code == 404


def test_number_is_confirmed_then_a_case_is_sent_read_and_rated(desk: Desk) -> None:
    client = Client()
    assert client.get("/feedback/send").headers["Location"] == "/feedback"
    confirmed(desk, client)
    form = {
        **FORM,
        "name": "Khuất Thị Oanh",
        "idempotency_key": key_of(text_of(client.get("/feedback/send"))),
    }
    assert client.post("/feedback/send", form).headers["Location"] == "/feedback/sent"
    case = the_case(desk)
    desk.bring_to("publishing", case)

    stranger = Client()
    tracked = text_of(stranger.get(f"/feedback/track/{case.code}"))
    assert "Đã có câu trả lời" in tracked
    assert ANSWER not in tracked
    assert TEXT not in tracked
    wrong = stranger.post(f"/feedback/track/{case.code}", {"phone": "0912345678"})
    assert wrong.status_code == 400
    assert ANSWER not in text_of(wrong)
    opened = text_of(stranger.post(f"/feedback/track/{case.code}", {"phone": NUMBER}))
    assert ANSWER in opened
    rated = stranger.post(f"/feedback/track/{case.code}/rate", {"score": "2", "phone": NUMBER})
    assert "Cảm ơn bạn đã đánh giá" in text_of(rated)
    refused = stranger.post(f"/feedback/track/{case.code}/rate", {"score": "5", "phone": "0912345678"})
    assert refused.status_code == 404
    assert desk.view(case, desk.specialist()).score == 2


def test_wrong_code_and_wrong_number_are_told_beside_the_field(desk: Desk) -> None:
    client = Client()
    assert "Số" in text_of(client.post("/feedback/phone", {"phone": "02743"}))
    client.post("/feedback/phone", {"phone": NUMBER})
    answer = client.post("/feedback/phone/code", {"code": "abc"})
    assert answer.status_code == 400
    assert "Mã không đúng" in text_of(answer)
    assert client.get("/feedback/send").headers["Location"] == "/feedback"


@pytest.mark.parametrize("code", ["PA-230717-00000000", "khong-phai-ma", "x" * 200])
def test_unknown_code_is_answered_calmly(desk: Desk, code: str) -> None:
    answer = Client().get(f"/feedback/track/{code}")
    assert answer.status_code == 404
    assert "Theo dõi" in text_of(answer)


def test_own_page_is_the_senders_alone(desk: Desk, citizen: Client) -> None:
    case = desk.send(actor=desk.stage.other_citizen)
    assert citizen.get(f"/feedback/cases/{case.id}").status_code == 404
    assert "/sign-in" in Client().get(f"/feedback/cases/{case.id}").headers["Location"]


def test_published_answers_are_found_without_accents(desk: Desk) -> None:
    case = desk.send()
    desk.bring_to("publishing", case)
    desk.publish(case, question="Vì sao giấy đăng ký tạm trú bị trễ hẹn?")
    found = text_of(Client().get("/answers", {"q": "dang ky TAM tru"}))
    assert "Vì sao giấy đăng ký tạm trú bị trễ hẹn?" in found
    link = re.search(r'href="(/answers/[0-9a-f-]+)"', found)
    assert link
    assert str(case.id) not in link[1]
    page = text_of(Client().get(link[1]))
    assert ANSWER in page
    assert case.code not in page
    assert "Chưa có câu hỏi nào" in text_of(Client().get("/answers", {"q": "lái xe"}))
    assert "Chưa có câu hỏi nào" in text_of(Client().get("/answers", {"topic": "officer"}))


def test_service_of_a_finished_dossier_is_rated_and_changed(desk: Desk, citizen: Client) -> None:
    filed = desk.stage.file()
    assert "Hồ sơ đang được giải quyết" in text_of(citizen.get(f"/rate/{filed.code}"))
    desk.stage.bring_to("done", filed)
    assert f"/rate/{filed.code}" in text_of(citizen.get(f"/dossiers/{filed.id}"))
    assert citizen.post(f"/rate/{filed.code}", {"score": ""}).status_code == 400
    rated = citizen.post(f"/rate/{filed.code}", {"score": "2", "processing": ["late"]}, follow=True)
    assert "Đánh giá đã được ghi nhận" in text_of(rated)
    changed = citizen.post(f"/rate/{filed.code}", {"score": "5", "processing": ["on_time"]}, follow=True)
    assert re.search(r'value="5" checked', text_of(changed))
    desk.stage.clock.advance(timedelta(days=8))
    assert "Đánh giá chỉ sửa được trong 7 ngày" in text_of(citizen.get(f"/rate/{filed.code}"))


def test_nobody_rates_another_citizens_dossier(desk: Desk, citizen: Client) -> None:
    filed = theirs(desk)
    desk.stage.bring_to("done", filed)
    assert citizen.get(f"/rate/{filed.code}").status_code == 404
    assert citizen.post(f"/rate/{filed.code}", {"score": "1"}).status_code == 404
    assert "/sign-in" in Client().get(f"/rate/{filed.code}").headers["Location"]
