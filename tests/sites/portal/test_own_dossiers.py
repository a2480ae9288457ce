"""The citizen's own dossiers: what to do now, what happened, what can be opened."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.sites.portal.portal_data import Town, text_of
from tinhso.foundation.authority.service import Role


def test_an_empty_list_says_where_to_begin(town: Town) -> None:
    assert "Bạn chưa có hồ sơ nào" in text_of(town.screen("tuan").get("/dossiers"))


def test_the_list_shows_own_dossiers_and_nobody_elses(town: Town) -> None:
    mine, other = town.file("tuan"), town.file("anh")
    page = text_of(town.screen("tuan").get("/dossiers"))
    assert mine.code in page
    assert other.code not in page


def test_whoever_has_more_than_a_page_reaches_every_one_of_them(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("tinhso.casework.dossiers.reading.own", "tinhso.sites.portal.views.dossiers"):
        monkeypatch.setattr(f"{module}.OWN_PAGE", 2)
    filed = [town.file("tuan", key=f"one of many {number}") for number in range(5)]
    town.file("anh")
    screen, address, seen = town.screen("tuan"), "/dossiers", []
    while address:
        page = text_of(screen.get(address))
        assert ("Mới nhất" in page) == bool(seen)
        seen.append({one.code for one in filed if one.code in page})
        older = re.search(r'href="([^"]+)" rel="next"', page)
        address = older[1] if older else ""
    assert [len(codes) for codes in seen] == [2, 2, 1]
    assert set.union(*seen) == {one.code for one in filed}
    for one in filed:
        assert one.code in text_of(screen.get(f"/my-data?dossier={one.id}"))
    strangers = town.screen("anh").get(f"/dossiers?after={filed[0].id}")
    assert not any(one.code in text_of(strangers) for one in filed)


def test_a_dossier_tells_its_story(town: Town) -> None:
    filed = town.file()
    town.processing(filed)
    page = text_of(town.screen("tuan").get(f"/dossiers/{filed.id}"))
    for words in ("Hồ sơ đã được nộp", "Hồ sơ đã được tiếp nhận", "Ngày hẹn trả", "Công an phường Phú Cường"):
        assert words in page
    assert "Bạn chưa cần làm gì" in page


def test_words_between_officers_are_not_shown_to_the_citizen(town: Town) -> None:
    filed = town.file()
    town.processing(filed)
    from tinhso.casework.dossiers.service import draft_result

    draft_result(
        dossier_id=filed.id,
        text="Đồng ý.",
        expected_version=None,
        actor=town.officer(Role.SPECIALIST),
        now=town.now,
    )
    town.step(filed, "return_draft", Role.LEADER, note="Sai chính tả, viết lại.")
    page = text_of(town.screen("tuan").get(f"/dossiers/{filed.id}"))
    assert "Sai chính tả" not in page
    assert "Dự thảo kết quả được trả lại để sửa" in page


def test_a_refusal_shows_its_reason(town: Town) -> None:
    filed = town.file()
    town.step(filed, "refuse", Role.RECEPTION_OFFICER, note="Chỗ ở không thuộc địa bàn phường.")
    page = text_of(town.screen("tuan").get(f"/dossiers/{filed.id}"))
    assert "Chỗ ở không thuộc địa bàn phường." in page


@pytest.mark.parametrize("page", ["", "/done", "/receipt", "/result", "/supplement", "/withdraw", "/payment"])
def test_another_persons_dossier_is_a_404_and_the_attempt_is_written_down(town: Town, page: str) -> None:
    filed = town.file("tuan")
    answer = town.screen("anh").get(f"/dossiers/{filed.id}{page}", follow=True)
    assert answer.status_code == 404
    assert "Tuấn" not in text_of(answer)
    assert town.refusals(filed.id) == 1


def test_receipt_is_a_pdf_named_by_the_code(town: Town) -> None:
    filed = town.file()
    answer = town.screen("tuan").get(f"/dossiers/{filed.id}/receipt", follow=True)
    assert answer.content.startswith(b"%PDF")
    assert filed.code in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"


def test_result_is_there_once_approved(town: Town) -> None:
    filed, screen = town.file(), town.screen("tuan")
    town.processing(filed)
    assert screen.get(f"/dossiers/{filed.id}/result", follow=True).status_code == 404
    town.finish(filed)
    assert "Tải kết quả (PDF)" in text_of(screen.get(f"/dossiers/{filed.id}"))
    assert screen.get(f"/dossiers/{filed.id}/result", follow=True).content.startswith(b"%PDF")


def test_level_one_may_read_its_dossiers(town: Town) -> None:
    assert town.screen("bay").get("/dossiers").status_code == 200


def test_withdrawing_asks_first_and_then_asks_the_agency(town: Town) -> None:
    filed, screen = town.file(), town.screen("tuan")
    assert "Rút hồ sơ?" in text_of(screen.get(f"/dossiers/{filed.id}/withdraw"))
    sent = screen.post(f"/dossiers/{filed.id}/withdraw", {"note": "Tôi chuyển đi nơi khác."})
    assert sent.headers["Location"] == f"/dossiers/{filed.id}"
    page = text_of(screen.get(f"/dossiers/{filed.id}"))
    assert "Đang xin rút" in page
    assert "Tôi chuyển đi nơi khác." in page
    assert screen.get(f"/dossiers/{filed.id}/withdraw").status_code == 302


@pytest.mark.parametrize(("note", "message"), [("a" * 501, "500 ký tự"), ("Lý do\u200b", "ký tự ẩn")])
def test_a_reason_that_cannot_be_kept_is_refused_and_not_lost(town: Town, note: str, message: str) -> None:
    filed, screen = town.file(), town.screen("tuan")
    sent = screen.post(f"/dossiers/{filed.id}/withdraw", {"note": note})
    assert sent.status_code == 400
    assert message in text_of(sent)
    assert note in text_of(sent)
    assert "Đang xin rút" not in text_of(screen.get(f"/dossiers/{filed.id}"))


def test_why_the_due_date_moved_is_said(town: Town) -> None:
    filed, screen = town.file(), town.screen("tuan")
    town.processing(filed)
    town.ask(filed, ("field", "reason", "Ghi rõ lý do."))
    assert "Thời hạn đang tạm dừng" in text_of(screen.get(f"/dossiers/{filed.id}"))
    town.clock.advance(timedelta(days=1))
    screen.post(f"/dossiers/{filed.id}/supplement", {"reason": "study"})
    page = text_of(screen.get(f"/dossiers/{filed.id}"))
    assert "Ngày hẹn đầu tiên là" in page
    assert "Chờ bổ sung từ 17/07/2023 đến 18/07/2023" in page
