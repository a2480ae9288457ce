"""Answering a supplement: exactly what was asked, in the officer's words, nothing lost on the way."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from tests.foundation.files.zoo import picture, with_scan
from tests.sites.portal.portal_data import Town, document, photo, text_of
from tinhso.casework.dossiers.service import Filed, get_dossier

MESSAGE = "Trang 2 của hợp đồng bị mờ."


@pytest.fixture
def asked(town: Town) -> Filed:
    """A dossier that waits for one field and one paper."""
    filed = town.file()
    town.processing(filed)
    town.ask(filed, ("field", "dwelling_kind", "Chọn lại loại chỗ ở."), ("paper", "housing_proof", MESSAGE))
    town.clock.advance(timedelta(hours=1))
    return filed


def view(town: Town, filed: Filed):  # type: ignore[no-untyped-def]
    return get_dossier(dossier_id=filed.id, actor=town.actors["tuan"], now=town.now)


def test_the_dossier_says_first_what_to_do(town: Town, asked: Filed) -> None:
    page = text_of(town.screen("tuan").get(f"/dossiers/{asked.id}"))
    assert "Bổ sung ngay" in page
    assert page.index("Bổ sung ngay") < page.index("Diễn biến")


def test_only_what_was_asked_can_be_edited(town: Town, asked: Filed) -> None:
    page = text_of(town.screen("tuan").get(f"/dossiers/{asked.id}/supplement"))
    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page))
    assert names - {"csrfmiddlewaretoken"} == {"dwelling_kind", "paper_housing_proof"}
    assert MESSAGE in page
    assert "Luật Cư trú, Điều 28" in page


def test_an_answer_resumes_the_dossier(town: Town, asked: Filed) -> None:
    sent = town.screen("tuan").post(
        f"/dossiers/{asked.id}/supplement",
        {"dwelling_kind": "employer", "paper_housing_proof": photo(), "reason": "study"},
    )
    assert sent.headers["Location"] == f"/dossiers/{asked.id}"
    after = view(town, asked)
    assert after.raw_answers["dwelling_kind"] == "employer"
    assert after.raw_answers["reason"] == "work", "nobody asked for that"
    assert [paper.replaced for paper in after.papers] == [True, False]


def test_two_photos_replace_one_paper_together(town: Town, asked: Filed) -> None:
    town.screen("tuan").post(
        f"/dossiers/{asked.id}/supplement",
        {
            "dwelling_kind": "own",
            "paper_housing_proof": [photo("1.jpg", size=(60, 80)), photo("2.jpg", size=(61, 80))],
        },
    )
    assert [paper.replaced for paper in view(town, asked).papers] == [True, False, False]


def test_a_missing_paper_is_named_and_the_field_is_kept(town: Town, asked: Filed) -> None:
    sent = town.screen("tuan").post(f"/dossiers/{asked.id}/supplement", {"dwelling_kind": "employer"})
    page = text_of(sent)
    assert sent.status_code == 400
    assert "Còn thiếu: Giấy tờ, tài liệu chứng minh chỗ ở hợp pháp." in page
    assert re.search(r'value="employer" checked', page)
    assert view(town, asked).raw_answers["dwelling_kind"] == "own"


def test_a_good_file_chosen_with_a_liar_need_not_be_chosen_again(town: Town, asked: Filed) -> None:
    screen = town.screen("tuan")
    first = screen.post(
        f"/dossiers/{asked.id}/supplement",
        {
            "dwelling_kind": "own",
            "paper_housing_proof": [document("gia.pdf", b"MZ no pdf"), photo("that.jpg")],
        },
    )
    page = text_of(first)
    assert first.status_code == 400
    assert "gia.pdf: Tên tệp ghi là PDF hoặc ảnh nhưng nội dung bên trong không phải" in page
    assert "that.jpg" in page
    token = re.search(r'name="held_housing_proof" value="([^"]+)"', page)
    assert token
    again = screen.post(
        f"/dossiers/{asked.id}/supplement", {"dwelling_kind": "own", "held_housing_proof": token.group(1)}
    )
    assert again.status_code == 302
    assert [paper.name for paper in view(town, asked).papers] == ["hợp đồng.pdf", "that.jpg"]


def test_a_damaged_photo_is_named_and_the_rest_of_the_answer_need_not_be_given_again(
    town: Town, asked: Filed, settings: Settings, tmp_path: Path
) -> None:
    settings.TINHSO_FILES_DIR = tmp_path
    half = SimpleUploadedFile("nửa ảnh.jpg", with_scan(picture("JPEG"), 0.5), "image/jpeg")
    answer = {"dwelling_kind": "employer", "paper_housing_proof": [half, photo("cả ảnh.jpg")]}
    sent = town.screen("tuan").post(f"/dossiers/{asked.id}/supplement", answer)
    page = text_of(sent)
    assert sent.status_code == 400
    assert "nửa ảnh.jpg: Tệp bị hỏng hoặc tải lên chưa đủ. Hãy gửi lại tệp gốc." in page
    assert page.count('name="held_housing_proof"') == 1
    assert "cả ảnh.jpg" in page
    assert re.search(r'value="employer"[^>]* checked', page)
    assert [paper.name for paper in view(town, asked).papers] == ["hợp đồng.pdf"]


def test_another_persons_file_cannot_be_handed_in(town: Town, asked: Filed) -> None:
    other = town.file("anh")
    town.processing(other)
    town.ask(other, ("paper", "housing_proof", MESSAGE), ("field", "phone", "Số này không gọi được."))
    page = text_of(
        town.screen("anh").post(
            f"/dossiers/{other.id}/supplement", {"phone": "1", "paper_housing_proof": photo()}
        )
    )
    token = re.search(r'name="held_housing_proof" value="([^"]+)"', page)
    assert token
    sent = town.screen("tuan").post(
        f"/dossiers/{asked.id}/supplement", {"dwelling_kind": "own", "held_housing_proof": token.group(1)}
    )
    assert sent.status_code == 400
    assert "Đường dẫn tải tệp không đúng hoặc đã hết hạn" in text_of(sent)


def test_a_correction_brings_up_its_own_questions(town: Town, asked: Filed) -> None:
    screen = town.screen("tuan")
    first = screen.post(
        f"/dossiers/{asked.id}/supplement", {"dwelling_kind": "joining", "paper_housing_proof": photo()}
    )
    page = text_of(first)
    assert first.status_code == 400
    assert 'name="head-full_name"' in page
    token = re.search(r'name="held_housing_proof" value="([^"]+)"', page)
    assert token
    sent = screen.post(
        f"/dossiers/{asked.id}/supplement",
        {
            "dwelling_kind": "joining",
            "head-full_name": "Lê Văn Hộ",
            "head-personal_id": "074060001111",
            "relation_to_head": "sibling",
            "owner_agrees": "yes",
            "held_housing_proof": token.group(1),
        },
    )
    assert sent.status_code == 302, text_of(sent)
    assert view(town, asked).raw_answers["relation_to_head"] == "sibling"


def test_an_answered_supplement_cannot_be_answered_again(town: Town, asked: Filed) -> None:
    screen, page = town.screen("tuan"), f"/dossiers/{asked.id}/supplement"
    assert screen.post(page, {"dwelling_kind": "own", "paper_housing_proof": photo()}).status_code == 302
    assert screen.get(page).headers["Location"] == f"/dossiers/{asked.id}"
    assert screen.post(page, {"dwelling_kind": "rented"}).headers["Location"] == f"/dossiers/{asked.id}"
    assert view(town, asked).raw_answers["dwelling_kind"] == "own"


def test_a_correction_asks_in_the_same_round_for_the_paper_it_makes_necessary(town: Town) -> None:
    filed = town.file()
    town.processing(filed)
    town.ask(filed, ("field", "registration_kind", "Có nhiều người cùng ở, hãy chọn lại."))
    town.clock.advance(timedelta(hours=1))
    screen, address = town.screen("tuan"), f"/dossiers/{filed.id}/supplement"
    typed = {"registration_kind": "list", "number_of_people": "3"}

    sent = screen.post(address, typed)
    assert sent.status_code == 400
    page = text_of(sent)
    assert 'name="paper_people_list"' in page
    assert "Câu trả lời vừa sửa làm hồ sơ cần thêm giấy tờ này." in page
    assert view(town, filed).status.value == 5, "nothing was handed in"

    screen.post(address, {**typed, "paper_people_list": document("danh sách.pdf")})
    after = view(town, filed)
    assert after.status.value == 4
    assert after.raw_answers["registration_kind"] == "list"
    assert {paper.key for paper in after.papers if not paper.replaced} == {"housing_proof", "people_list"}
