"""Reading the draft through and filing it."""

from __future__ import annotations

import pytest

from tests.sites.portal.portal_data import COMMUNE, Town, text_of
from tinhso.casework.dossiers.service import own_dossiers


def test_review_shows_answers_agency_fee_and_date(town: Town) -> None:
    page = text_of(town.screen("tuan").get(f"/drafts/{town.filled()}/review"))
    for words in (
        "Phường Phú Cường",
        "Công an phường Phú Cường",
        "7.000 đồng",
        "Dự kiến có kết quả",
        "20/07/2023",
        "hợp đồng.pdf",
        "từ tài khoản VNeID",
        "Nộp hồ sơ",
    ):
        assert words in page
    assert "?back=review" in page


def test_a_change_leads_back_to_the_review(town: Town) -> None:
    draft, screen = town.filled(), town.screen("tuan")
    sent = screen.post(
        f"/drafts/{draft}/steps/confirm", {"result_form": "paper", "declaration": "yes", "back": "review"}
    )
    assert sent.headers["Location"] == f"/drafts/{draft}/review"


def test_an_unfinished_draft_shows_what_is_open_and_no_button(town: Town) -> None:
    draft = town.draft()
    page = text_of(town.screen("tuan").get(f"/drafts/{draft}/review"))
    assert "chỗ cần xong trước khi nộp" in page
    assert "Chưa điền: Nơi thường trú" in page
    assert f"/drafts/{draft}/submit" not in page


def test_an_unfinished_draft_cannot_be_filed_by_force(town: Town) -> None:
    draft, screen = town.draft(), town.screen("tuan")
    refused = screen.post(f"/drafts/{draft}/submit")
    assert refused.status_code == 409
    assert "chỗ cần xong trước khi nộp" in text_of(refused)
    assert own_dossiers(actor=town.actors["tuan"], now=town.now) == ()


def test_a_missing_paper_keeps_the_dossier_from_being_filed(town: Town) -> None:
    draft, screen = town.filled(), town.screen("tuan")
    several = {"registration_kind": "list", "number_of_people": "3", "reason": "work"}
    screen.post(f"/drafts/{draft}/steps/request", several)
    refused = screen.post(f"/drafts/{draft}/submit")
    assert refused.status_code == 409
    assert "Danh sách người đăng ký tạm trú" in text_of(refused)


def test_filing_ends_on_a_page_with_code_and_what_happens_next(town: Town) -> None:
    draft, screen = town.filled(), town.screen("tuan")
    filed = screen.post(f"/drafts/{draft}/submit")
    done = screen.get(filed.headers["Location"])
    page = text_of(done)
    code = own_dossiers(actor=town.actors["tuan"], now=town.now)[0].code
    assert code in page
    assert "Tiếp theo là gì" in page
    assert "<svg" in page
    assert f"/tracking/{code}" in page


@pytest.mark.parametrize("times", [3])
def test_pressing_again_gives_the_same_dossier(town: Town, times: int) -> None:
    draft, screen = town.filled(), town.screen("tuan")
    places = {screen.post(f"/drafts/{draft}/submit").headers["Location"] for _ in range(times)}
    assert len(places) == 1
    assert len(own_dossiers(actor=town.actors["tuan"], now=town.now)) == 1


def test_a_filed_draft_is_no_longer_a_draft(town: Town) -> None:
    draft, screen = town.filled(), town.screen("tuan")
    screen.post(f"/drafts/{draft}/submit")
    dossier = own_dossiers(actor=town.actors["tuan"], now=town.now)[0]
    for page in ("", "/steps/place", "/papers", "/review"):
        assert screen.get(f"/drafts/{draft}{page}").headers["Location"] == f"/dossiers/{dossier.id}"
    assert screen.post(f"/drafts/{draft}/steps/place", {"new_commune": COMMUNE}).status_code == 302


def test_somebody_of_level_one_cannot_file_what_level_two_began(town: Town) -> None:
    draft = town.filled("tuan")
    assert town.screen("bay").post(f"/drafts/{draft}/submit").status_code == 403
    assert own_dossiers(actor=town.actors["tuan"], now=town.now) == ()
