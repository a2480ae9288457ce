"""The desk: an inbox by deadline, every step from the page, refusals beside what was typed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.casework.feedback.conftest import ANSWER, NOTE, TEXT, Desk
from tests.sites.feedback.conftest import Screens, text_of
from tinhso.casework.feedback.service import FeedbackState, Sent


def version_of(page: str) -> str:
    found = re.search(r'name="expected_version" value="(\d+)"', page)
    assert found, "the page offers no step"
    return found[1]


def take(client: Client, case: Sent, action: str, **typed: str) -> str:
    """Press a step's button on the page as it stands now."""
    page = text_of(client.get(f"/desk/feedback/{case.id}/"))
    assert f"/steps/{action}/" in page, f"{action} is not offered"
    fields = {f"{name}-{action}": text for name, text in typed.items()}
    for name in fields:
        assert f'name="{name}"' in page
    answer = client.post(
        f"/desk/feedback/{case.id}/steps/{action}/",
        {"expected_version": version_of(page), **fields},
        follow=True,
    )
    return text_of(answer)


def test_case_goes_from_the_intake_desk_to_a_published_answer(desk: Desk, screen: Screens) -> None:
    case = desk.send()
    intake = screen("reception", "provincial_one_stop")
    inbox = text_of(intake.get("/desk/feedback/"))
    assert case.code in inbox
    assert "Đã tiếp nhận." in take(intake, case, "receive")
    page = take(intake, case, "classify", topic="delay", about=str(desk.police))
    assert "Đã phân loại" in page
    assert "Đã chuyển cơ quan trả lời" in take(intake, case, "assign", agency=str(desk.police))

    specialist, leader = screen("specialist"), screen("leader")
    assert TEXT in text_of(specialist.get(f"/desk/feedback/{case.id}/"))
    assert "Đã trình dự thảo" in take(specialist, case, "draft", text=ANSWER)
    assert "Đã gửi trả lời" in take(leader, case, "approve_for_publication")
    refused = take(
        specialist, case, "publish", question="Bà Nguyễn Thị Hoa hỏi vì sao bị chậm?", answer=ANSWER
    )
    assert "còn họ tên người gửi" in refused
    assert "Bà Nguyễn Thị Hoa hỏi vì sao bị chậm?" in refused
    done = take(specialist, case, "publish", question="Vì sao hồ sơ tạm trú bị chậm?", answer=ANSWER)
    assert "Đã công khai" in done
    assert desk.view(case).state is FeedbackState.PUBLISHED


def test_refusal_needs_its_reason_and_keeps_what_was_typed(desk: Desk, screen: Screens) -> None:
    case = desk.send()
    intake = screen("reception", "provincial_one_stop")
    page = take(intake, case, "refuse", note="Vụ việc đã trả lời tháng trước.")
    assert "Chưa chọn lý do." in page
    assert "Vụ việc đã trả lời tháng trước." in page
    assert "Đã ghi không xử lý" in take(intake, case, "refuse", reason="settled", note="Đã trả lời.")


def test_agency_hands_a_case_on(desk: Desk, screen: Screens) -> None:
    case = desk.send()
    desk.bring_to("assigned", case)
    page = take(screen("specialist"), case, "transfer", agency=str(desk.committee), note=NOTE)
    assert "Đã chuyển cơ quan khác" in page
    assert case.code in text_of(screen("specialist", "commune_committee").get("/desk/feedback/"))


def test_page_that_was_overtaken_says_so_and_shows_how_it_stands(desk: Desk, screen: Screens) -> None:
    case = desk.send()
    intake = screen("reception", "provincial_one_stop")
    old = version_of(text_of(intake.get(f"/desk/feedback/{case.id}/")))
    desk.receive(case)
    answer = intake.post(f"/desk/feedback/{case.id}/steps/receive/", {"expected_version": old})
    assert answer.status_code == 409
    assert "vừa được người khác xử lý" in text_of(answer)


@pytest.mark.parametrize("action", ["receive", "draft", "approve", "publish", "unpublish"])
def test_officer_of_another_agency_finds_nothing(desk: Desk, screen: Screens, action: str) -> None:
    case = desk.send()
    desk.bring_to("assigned", case)
    stranger = screen("specialist", "social_insurance", "718")
    assert stranger.get(f"/desk/feedback/{case.id}/").status_code == 404
    answer = stranger.post(
        f"/desk/feedback/{case.id}/steps/{action}/", {"expected_version": "4", f"text-{action}": ANSWER}
    )
    assert answer.status_code == 404
    assert case.code not in text_of(stranger.get("/desk/feedback/queues/all_open/"))


def test_what_will_be_late_tomorrow_stands_in_its_queue(desk: Desk, screen: Screens) -> None:
    case = desk.send()
    desk.bring_to("assigned", case)
    specialist = screen("specialist")
    assert case.code not in text_of(specialist.get("/desk/feedback/queues/late_tomorrow/"))
    desk.stage.clock.advance(timedelta(days=18))
    assert case.code in text_of(specialist.get("/desk/feedback/queues/late_tomorrow/"))
    assert specialist.get("/desk/feedback/queues/nowhere/").status_code == 404


def test_figures_of_ratings_name_no_dossier_and_nobody(desk: Desk, screen: Screens) -> None:
    page = text_of(screen("leader").get("/desk/ratings/"))
    assert "Chưa có tháng nào đủ số liệu" in page


def test_pages_of_the_desk_are_for_officers(desk: Desk) -> None:
    case = desk.send()
    for path in ("/desk/feedback/", f"/desk/feedback/{case.id}/", "/desk/ratings/"):
        assert Client().get(path).headers["Location"].startswith("/desk/sign-in/")
