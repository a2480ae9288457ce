"""A procedure received in windows, on the citizens' pages: not yet, open until when, or over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.sites.portal.portal_data import Town, rows, text_of
from tinhso.registers.catalogue.service import PROCEDURES_FOLDER, read_procedure

EXAM = "1.005142"
(WINDOW,) = read_procedure(PROCEDURES_FOLDER / EXAM / "2023-05-01.yaml").windows
UNTIL = "17:00 ngày 13/05/2023"


@pytest.fixture
def open_town(town: Town) -> Town:
    town.clock.moment = WINDOW.opens_at + timedelta(hours=9)
    return town


def test_the_page_says_that_it_is_open_and_until_when(open_town: Town) -> None:
    page = text_of(open_town.screen("tuan").get(f"/procedures/{EXAM}"))
    assert "Đang trong đợt nhận hồ sơ" in page
    assert UNTIL in page
    assert f"/procedures/{EXAM}/apply" in page
    assert f"Đang nhận, đến {UNTIL}" in text_of(open_town.screen("tuan").get("/procedures?q=thi tot nghiep"))


def test_before_the_window_the_page_says_when_to_come(town: Town) -> None:
    town.clock.moment = WINDOW.opens_at - timedelta(hours=2)
    page = text_of(town.screen("tuan").get(f"/procedures/{EXAM}"))
    assert "nhận từ 00:00 ngày 04/05/2023" in page
    assert f"/procedures/{EXAM}/apply" not in page
    assert "Nhận từ 04/05/2023" in text_of(town.screen("tuan").get("/procedures?q=thi tot nghiep"))


def test_after_the_window_no_page_leads_to_filing(town: Town) -> None:
    screen = town.screen("tuan")
    page = text_of(screen.get(f"/procedures/{EXAM}"))
    assert "Đã hết đợt nhận hồ sơ" in page
    assert f"/procedures/{EXAM}/apply" not in page
    assert "Đã hết đợt nhận" in text_of(screen.get("/procedures?q=thi tot nghiep"))
    before_filing = screen.get(f"/procedures/{EXAM}/apply")
    assert before_filing.status_code == 200
    assert "Bắt đầu khai" not in text_of(before_filing)
    pressed = screen.post(f"/procedures/{EXAM}/apply")
    assert pressed.status_code == 409
    assert "Đã hết đợt nhận hồ sơ" in text_of(pressed)
    assert screen.get(f"/procedures/{EXAM}/file").headers["Location"] == f"/procedures/{EXAM}"
    sent = screen.post(f"/procedures/{EXAM}/file", {"idempotency_key": "late"})
    assert sent.status_code == 400
    assert "Đã hết đợt nhận hồ sơ" in text_of(sent)
    assert rows("select 1 from dossiers_draft where procedure_code = %s", EXAM) == []


def test_a_draft_left_open_shows_that_it_came_too_late_and_keeps_what_was_written(open_town: Town) -> None:
    draft, screen = open_town.draft(procedure=EXAM), open_town.screen("tuan")
    open_text = text_of(screen.get(f"/drafts/{draft}/review"))
    assert "Hiện không nộp được" not in open_text
    open_town.clock.moment = WINDOW.closes_at + timedelta(seconds=1)
    review = text_of(screen.get(f"/drafts/{draft}/review"))
    assert "Hiện không nộp được" in review
    assert "Mọi điều bạn đã ghi vẫn được giữ." in review
    assert "nếu được tiếp nhận ngay" in open_text
    assert "nếu được tiếp nhận ngay" not in review
    assert f"/drafts/{draft}/submit" not in review
    pressed = screen.post(f"/drafts/{draft}/submit")
    assert pressed.status_code == 409
    assert UNTIL in text_of(pressed)
    assert rows("select 1 from dossiers_draft where id = %s and discarded_at is null", draft)


def test_procedures_received_all_year_say_nothing_about_windows(town: Town) -> None:
    page = text_of(town.screen("tuan").get("/procedures/1.004194"))
    assert "đợt nhận hồ sơ" not in page
    assert "/procedures/1.004194/apply" in page
