"""Answering a supplement: exactly what was asked, in the officer's words, nothing lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from tests.foundation.files.zoo import picture, with_scan
from tests.sites.portal.english import leaks, untranslated
from tests.sites.portal.portal_data import PDF, Town, document, photo, text_of
from tinhso.casework.dossiers.service import Filed, get_dossier
from tinhso.foundation.files import painting, storing
from tinhso.foundation.files.service import UnableToCheckFile, UnableToKeepFile
from tinhso.foundation.identifiers.service import DomainError

PAGE = PDF.replace(b"72 72", b"72 73")
MESSAGE = "Trang 2 của hợp đồng bị mờ."
PROOF = "Giấy tờ, tài liệu chứng minh chỗ ở hợp pháp"
DAMAGED = f"{PROOF}: ảnh nửa ảnh.jpg bị hỏng, không ai mở được. Hãy chụp lại giấy tờ này."
GONE = f"{PROOF}: tệp {{}} không còn được lưu trên hệ thống. Hãy chọn lại tệp này."


@pytest.fixture
def asked(town: Town) -> Filed:
    """A dossier that waits for one field and one paper."""
    filed = town.file()
    town.processing(filed)
    town.ask(filed, ("field", "dwelling_kind", "Chọn lại loại chỗ ở."), ("paper", "housing_proof", MESSAGE))
    town.clock.advance(timedelta(hours=1))
    return filed


def beside(page: str) -> str:
    """What stands at the paper's own control."""
    return page.split('id="f-paper_housing_proof-error"')[1].split("</p>")[0]


def carried(page: str) -> dict[str, list[str]]:
    """What the form brings back of files that are put aside."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="((?:held|name_of)_[^"]+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    return found


def put_aside(town: Town, filed: Filed, *files: SimpleUploadedFile) -> dict[str, list[str]]:
    """What the form brings back after these files were chosen and nothing was sent yet."""
    typed = {"dwelling_kind": "employer", "paper_housing_proof": list(files), "update": "yes"}
    sent = town.screen("tuan").post(f"/dossiers/{filed.id}/supplement", typed)
    found = carried(text_of(sent))
    assert len(found["held_housing_proof"]) == len(files)
    return found


def refusing(refusal: DomainError) -> Callable[..., None]:
    """In place of what would have done its work."""

    def refuse(*_: object) -> None:
        raise refusal

    return refuse


def nothing_was_sent(town: Town, filed: Filed) -> bool:
    """Whether the dossier is as it was: it waits, with its old answer and its old paper."""
    now = view(town, filed)
    is_waiting = now.status.value == 5 and now.raw_answers["dwelling_kind"] == "own"
    return is_waiting and [paper.name for paper in now.papers] == ["hợp đồng.pdf"]


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
    assert DAMAGED in beside(page)
    assert page.count('name="held_housing_proof"') == 1
    assert "cả ảnh.jpg" in page
    assert re.search(r'value="employer"[^>]* checked', page)
    assert [paper.name for paper in view(town, asked).papers] == ["hợp đồng.pdf"]


def test_a_photo_that_cannot_be_looked_at_waits_and_is_named_when_it_turns_out_damaged(
    town: Town, asked: Filed, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TINHSO_FILES_DIR = tmp_path
    half = SimpleUploadedFile("nửa ảnh.jpg", with_scan(picture("JPEG"), 0.5), "image/jpeg")
    with monkeypatch.context() as patched:
        patched.setattr(painting, "paint", refusing(UnableToCheckFile()))
        found = put_aside(town, asked, half, document("trang 2.pdf", PAGE))

    sent = town.screen("tuan").post(
        f"/dossiers/{asked.id}/supplement", {"dwelling_kind": "employer", **found}
    )

    page = text_of(sent)
    assert sent.status_code == 400
    assert DAMAGED in beside(page)
    assert "trang 2.pdf" in page
    assert re.search(r'value="employer"[^>]* checked', page)
    assert nothing_was_sent(town, asked)
    again = {"dwelling_kind": "employer", **carried(page), "paper_housing_proof": photo("cả ảnh.jpg")}
    assert town.screen("tuan").post(f"/dossiers/{asked.id}/supplement", again).status_code == 302
    assert [paper.name for paper in view(town, asked).papers] == ["hợp đồng.pdf", "trang 2.pdf", "cả ảnh.jpg"]


@pytest.mark.parametrize("cause", ["too old", "content lost"])
def test_a_file_that_is_gone_is_named_and_the_others_need_not_be_chosen_again(
    town: Town, asked: Filed, settings: Settings, tmp_path: Path, cause: str
) -> None:
    settings.TINHSO_FILES_DIR = tmp_path
    lost = put_aside(town, asked, photo("cũ.jpg"))
    if cause == "too old":
        town.clock.advance(timedelta(hours=3))
    else:
        for each in [each for each in tmp_path.rglob("*") if each.is_file()]:
            each.unlink()
    sound = put_aside(town, asked, document("trang 2.pdf", PAGE))
    both = lost["held_housing_proof"] + sound["held_housing_proof"]
    form = {"dwelling_kind": "employer", **lost, **sound, "held_housing_proof": both}

    sent = town.screen("tuan").post(f"/dossiers/{asked.id}/supplement", form)

    page = text_of(sent)
    assert sent.status_code == 400
    assert GONE.format("cũ.jpg") in beside(page)
    assert re.search(r'value="employer"[^>]* checked', page)
    assert carried(page)["held_housing_proof"] == sound["held_housing_proof"]
    assert nothing_was_sent(town, asked)
    again = {
        "dwelling_kind": "employer",
        **carried(page),
        "paper_housing_proof": photo("mới.jpg", size=(61, 80)),
    }
    assert town.screen("tuan").post(f"/dossiers/{asked.id}/supplement", again).status_code == 302
    assert [paper.name for paper in view(town, asked).papers] == ["hợp đồng.pdf", "trang 2.pdf", "mới.jpg"]


@pytest.mark.parametrize(
    ("place", "refusal"), [("paint", UnableToCheckFile()), ("settle_waiting", UnableToKeepFile())]
)
def test_a_photo_that_cannot_be_looked_at_now_goes_on_waiting(
    town: Town,
    asked: Filed,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    refusal: DomainError,
) -> None:
    settings.TINHSO_FILES_DIR = tmp_path
    screen, address = town.screen("tuan"), f"/dossiers/{asked.id}/supplement"
    typed = {"dwelling_kind": "employer", "paper_housing_proof": photo("cả ảnh.jpg")}
    with monkeypatch.context() as patched:
        patched.setattr(painting, place, refusing(refusal))
        for _ in range(2):
            sent = screen.post(address, typed)
            assert sent.status_code == 400
            assert f"{PROOF}: cả ảnh.jpg: {refusal.message}" in beside(text_of(sent))
            assert re.search(r'value="employer"[^>]* checked', text_of(sent))
            typed = {"dwelling_kind": "employer", **carried(text_of(sent))}
    assert nothing_was_sent(town, asked)
    assert screen.post(address, typed).status_code == 302
    assert [paper.name for paper in view(town, asked).papers] == ["hợp đồng.pdf", "cả ảnh.jpg"]


def test_a_file_for_which_the_disk_has_no_room_is_named_and_the_rest_stays(
    town: Town, asked: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = put_aside(town, asked, document("trang 2.pdf", PAGE))
    with monkeypatch.context() as patched:
        patched.setattr(storing, "write_blobs", refusing(UnableToKeepFile()))
        sent = town.screen("tuan").post(
            f"/dossiers/{asked.id}/supplement",
            {"dwelling_kind": "employer", **found, "paper_housing_proof": photo("mới.jpg", size=(61, 80))},
        )
    page = text_of(sent)
    assert sent.status_code == 400
    assert "mới.jpg: Nơi lưu tệp của hệ thống đang hết chỗ" in beside(page)
    assert re.search(r'value="employer"[^>]* checked', page)
    assert carried(page) == found
    assert nothing_was_sent(town, asked)


def test_a_file_is_taken_off_without_sending_the_others(town: Town, asked: Filed) -> None:
    found = put_aside(town, asked, document("trang 1.pdf", PAGE), photo("trang 2.jpg"))
    first, second = found["held_housing_proof"]
    sent = town.screen("tuan").post(
        f"/dossiers/{asked.id}/supplement", {"dwelling_kind": "employer", **found, "drop": first}
    )
    assert sent.status_code == 200
    assert carried(text_of(sent))["held_housing_proof"] == [second]
    assert nothing_was_sent(town, asked)


def test_what_is_told_of_a_file_is_told_in_english_too(
    town: Town, asked: Filed, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TINHSO_FILES_DIR = tmp_path
    screen, address = town.screen("tuan"), f"/dossiers/{asked.id}/supplement"
    screen.cookies["language"] = "en"
    half = SimpleUploadedFile("half.jpg", with_scan(picture("JPEG"), 0.5), "image/jpeg")
    gone = {"held_housing_proof": ["x", "y"], "name_of_x": "old.jpg"}
    told = text_of(screen.post(address, {"dwelling_kind": "own", **gone, "paper_housing_proof": half}))
    assert "the file old.jpg is no longer kept by the system. Please choose this file again." in beside(told)
    assert "the file that you chose before is no longer kept by the system." in beside(told)
    assert "the photo half.jpg is damaged and nobody can open it. Please photograph this" in beside(told)
    for place, refusal in (("paint", UnableToCheckFile()), ("settle_waiting", UnableToKeepFile())):
        with monkeypatch.context() as patched:
            patched.setattr(painting, place, refusing(refusal))
            told += text_of(screen.post(address, {"paper_housing_proof": photo("new.jpg")}))
    assert "new.jpg: The file cannot be checked at the moment. Please try again in a few minutes." in told
    assert "new.jpg: The system has run out of room for files" in told
    assert leaks(told) == []
    assert [text for text in untranslated(told) if "tệp" in text or "ảnh" in text] == []


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
    assert GONE.format("đã chọn trước đó") in beside(text_of(sent))
    assert nothing_was_sent(town, asked)


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
