"""Handing in papers: page by page, looked at, taken out, and liars named."""

from __future__ import annotations

import errno
import re
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from tests.foundation.files.zoo import picture, with_scan
from tests.sites.portal.portal_data import PDF, PLACE, Town, document, photo, text_of
from tests.support.sandbox_server import SandboxServer
from tinhso.casework.dossiers.service import get_draft
from tinhso.foundation.files.service import paint_waiting


@pytest.fixture
def draft(town: Town) -> str:
    """A draft whose answers call for one paper."""
    made = town.draft()
    assert town.screen("tuan").post(f"/drafts/{made}/steps/place", PLACE).status_code == 302
    return made


def papers_of(town: Town, draft: str) -> list[str]:
    return [paper.name for paper in get_draft(draft_id=draft, actor=town.actors["tuan"], now=town.now).papers]


def test_the_page_says_what_is_needed_and_what_is_spared(town: Town, draft: str) -> None:
    page = text_of(town.screen("tuan").get(f"/drafts/{draft}/papers"))
    assert "Giấy tờ, tài liệu chứng minh chỗ ở hợp pháp" in page
    assert "Không cần nộp: được lập từ chính biểu mẫu này." in page
    assert 'capture="environment"' in page


def test_several_photos_make_one_paper_and_are_shown_small(town: Town, draft: str) -> None:
    screen = town.screen("tuan")
    for name, width in (("trang-1.jpg", 60), ("trang-2.jpg", 61)):
        sent = screen.post(
            f"/drafts/{draft}/papers", {"paper_housing_proof": photo(name, size=(width, 80)), "upload": "yes"}
        )
        assert sent.status_code == 302
    assert papers_of(town, draft) == ["trang-1.jpg", "trang-2.jpg"]
    page = text_of(screen.get(f"/drafts/{draft}/papers"))
    small = re.findall(r'<img src="([^"]+/small)"', page)
    assert len(small) == 2
    picture = screen.get(small[0], follow=True)
    assert picture["Content-Type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8")


def test_a_photo_of_which_a_part_is_missing_is_told_as_soon_as_it_was_looked_at(
    town: Town, draft: str, settings: Settings, tmp_path: Path
) -> None:
    settings.TINHSO_FILES_DIR = tmp_path
    screen, told = town.screen("tuan"), "Ảnh này bị hỏng, không ai mở được."
    half = SimpleUploadedFile("nửa ảnh.jpg", with_scan(picture("JPEG"), 0.5), "image/jpeg")
    screen.post(f"/drafts/{draft}/papers", {"paper_housing_proof": [half, photo("cả ảnh.jpg")]})
    assert told not in text_of(screen.get(f"/drafts/{draft}/papers"))

    assert paint_waiting() == 2

    for page in ("papers", "review"):
        assert text_of(screen.get(f"/drafts/{draft}/{page}")).count(told) == 1
    assert text_of(screen.get(f"/drafts/{draft}/papers")).count("/small") == 1


def test_a_draft_with_a_damaged_photo_is_not_offered_for_filing_nor_filed(
    town: Town, settings: Settings, tmp_path: Path
) -> None:
    settings.TINHSO_FILES_DIR = tmp_path
    draft, screen = town.filled(), town.screen("tuan")
    told = "Giấy tờ, tài liệu chứng minh chỗ ở hợp pháp: có ảnh bị hỏng, không ai mở được."
    half = SimpleUploadedFile("nửa ảnh.jpg", with_scan(picture("JPEG"), 0.5), "image/jpeg")
    screen.post(f"/drafts/{draft}/papers", {"paper_housing_proof": half})
    assert f"/drafts/{draft}/submit" in text_of(screen.get(f"/drafts/{draft}/review"))
    paint_waiting()

    page = text_of(screen.get(f"/drafts/{draft}/review"))
    assert "Còn 1 chỗ cần xong trước khi nộp" in page
    assert f'<a href="/drafts/{draft}/papers">{told}' in page
    assert f"/drafts/{draft}/submit" not in page
    goes_on = screen.post(f"/drafts/{draft}/papers", {"continue": "yes"})
    assert goes_on.status_code == 400
    assert told in text_of(goes_on).split('id="f-paper_housing_proof-error"')[1].split("</p>")[0]

    sent = screen.post(f"/drafts/{draft}/submit")
    assert sent.status_code == 409
    assert told in text_of(sent)
    assert papers_of(town, draft) == ["hợp đồng.pdf", "nửa ảnh.jpg"]

    screen.cookies["language"] = "en"
    english = text_of(screen.get(f"/drafts/{draft}/review"))
    assert "a photo is damaged and nobody can open it. Please remove that photo" in english


def test_the_same_photo_twice_is_kept_once(town: Town, draft: str) -> None:
    screen = town.screen("tuan")
    for _ in range(2):
        screen.post(f"/drafts/{draft}/papers", {"paper_housing_proof": photo()})
    assert len(papers_of(town, draft)) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"MZ\x90 a program", "nội dung bên trong không phải"),
        (b"", "rỗng"),
        (b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n", "Tệp bị hỏng hoặc tải lên chưa đủ"),
        (
            PDF.replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript>>"),
            "thao tác chạy tự động",
        ),
        (b"%PDF-1.4 " + bytes(20 * 1024 * 1024), "Tệp lớn hơn 20 MB"),
    ],
    ids=["program", "empty", "torn", "active", "large"],
)
def test_a_bad_file_is_named_with_its_reason_and_the_good_one_stays(
    town: Town, draft: str, content: bytes, message: str
) -> None:
    sent = town.screen("tuan").post(
        f"/drafts/{draft}/papers",
        {"paper_housing_proof": [document("gia.pdf", content), photo("that.jpg")], "continue": "yes"},
    )
    page = text_of(sent)
    assert sent.status_code == 400
    assert message in page.split('id="f-paper_housing_proof-error"')[1].split("</p>")[0]
    assert "gia.pdf" in page
    assert papers_of(town, draft) == ["that.jpg"]


def test_a_file_is_taken_out_again(town: Town, draft: str) -> None:
    screen = town.screen("tuan")
    screen.post(f"/drafts/{draft}/papers", {"paper_housing_proof": photo()})
    page = text_of(screen.get(f"/drafts/{draft}/papers"))
    wanted = re.search(r'name="remove" value="([^"]+)"', page)
    assert wanted
    screen.post(f"/drafts/{draft}/papers", {"remove": wanted.group(1)})
    assert papers_of(town, draft) == []


def test_going_on_without_a_needed_paper_says_which(town: Town, draft: str) -> None:
    sent = town.screen("tuan").post(f"/drafts/{draft}/papers", {"continue": "yes"})
    assert sent.status_code == 400
    assert "Còn thiếu: Giấy tờ, tài liệu chứng minh chỗ ở hợp pháp." in text_of(sent)
    abroad = town.screen("tuan")
    abroad.cookies["language"] = "en"
    english = text_of(abroad.post(f"/drafts/{draft}/papers", {"continue": "yes"}))
    assert "Still missing: " in english and "Còn thiếu" not in english


def test_an_unknown_paper_is_refused(town: Town, draft: str) -> None:
    sent = town.screen("tuan").post(f"/drafts/{draft}/papers", {"paper_of_another": photo()})
    assert sent.status_code == 400
    assert "không thuộc thủ tục" in text_of(sent)


def test_another_person_cannot_open_a_file_of_the_draft(town: Town, draft: str) -> None:
    screen = town.screen("tuan")
    screen.post(f"/drafts/{draft}/papers", {"paper_housing_proof": photo()})
    page = text_of(screen.get(f"/drafts/{draft}/papers"))
    address = re.search(r'href="(/drafts/[^"]+/papers/[^"]+)"', page)
    assert address
    opened = screen.get(address.group(1), follow=True)
    assert opened.status_code == 200
    assert "sandbox" in opened["Content-Security-Policy"]
    assert town.screen("anh").get(address.group(1), follow=True).status_code == 404
    assert town.screen("anh").get(f"{address.group(1)}/small", follow=True).status_code == 404


def test_of_two_hundred_papers_so_many_are_kept_as_a_draft_holds(
    town: Town, draft: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TINHSO_PAPERS_IN_DRAFT = 30
    monkeypatch.setattr("tinhso.casework.dossiers.filing.draft._MOST_FILES", 1_000)
    screen = town.screen("tuan")

    def send(pages: range) -> HttpResponse:
        photos = [photo(f"trang-{page}.jpg", size=(60 + page, 80)) for page in pages]
        return screen.post(f"/drafts/{draft}/papers", {"paper_housing_proof": photos})

    at_once = send(range(200))
    assert at_once.status_code == 413
    assert "Mỗi lần gửi được nhiều nhất 20 tệp" in text_of(at_once)
    assert papers_of(town, draft) == []

    answers = [send(range(begin, begin + 20)) for begin in range(0, 200, 20)]

    assert [answer.status_code for answer in answers] == [302, *[400] * 9]
    assert "trang-30.jpg: Chỉ nhận nhiều nhất 30 tệp và 150 MB cho một hồ sơ." in text_of(answers[1])
    assert papers_of(town, draft) == [f"trang-{page}.jpg" for page in range(30)]


def test_somebody_who_sent_enough_for_a_day_is_told_so_on_every_page_with_files(
    town: Town, draft: str, settings: Settings
) -> None:
    settings.TINHSO_PAPERS_A_DAY = 1
    screen = town.screen("tuan")
    assert screen.post(f"/drafts/{draft}/papers", {"paper_housing_proof": photo()}).status_code == 302

    sent = screen.post(f"/drafts/{draft}/papers", {"paper_housing_proof": document()})

    assert sent.status_code == 400
    assert "hãy gửi tiếp vào ngày mai" in text_of(sent)
    assert papers_of(town, draft) == ["hop-dong.jpg"]


def test_a_full_disk_is_a_page_that_says_so_and_the_draft_stays(
    town: Town, draft: str, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    settings.TINHSO_FILES_DIR = tmp_path
    screen = town.screen("tuan")
    assert screen.post(f"/drafts/{draft}/papers", {"paper_housing_proof": photo()}).status_code == 302

    def no_room(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as planted:
        planted.setattr("tinhso.foundation.files.blobs.os.writev", no_room)
        sent = screen.post(f"/drafts/{draft}/papers", {"paper_housing_proof": document()})
    assert sent.status_code == 507
    assert "đang hết chỗ" in text_of(sent)
    assert "Những gì đã lưu trước đó vẫn còn nguyên" in text_of(sent)
    assert papers_of(town, draft) == ["hop-dong.jpg"]

    assert screen.post(f"/drafts/{draft}/papers", {"paper_housing_proof": document()}).status_code == 302
    assert papers_of(town, draft) == ["hop-dong.jpg", "hợp đồng.pdf"]


def test_a_disk_that_fills_up_while_a_large_form_is_read_is_the_same_page(
    town: Town, draft: str, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100

    def no_room(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", no_room)
    sent = town.screen("tuan").post(f"/drafts/{draft}/papers", {"paper_housing_proof": document()})

    assert sent.status_code == 507
    assert "đang hết chỗ" in text_of(sent)
    assert papers_of(town, draft) == []


def send_piece(screen: Client, name: str, offset: int, content: bytes) -> HttpResponse:
    return screen.patch(
        f"/uploads/{name}",
        content,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def test_a_file_that_came_in_pieces_is_judged_whole_and_kept(town: Town, draft: str) -> None:
    screen, content = town.screen("tuan"), photo(size=(900, 700)).read()
    name, half = sha256(content).hexdigest(), len(content) // 2
    assert screen.head(f"/uploads/{name}").headers["Upload-Offset"] == "0"
    assert send_piece(screen, name, 0, content[:half]).status_code == 204
    again = send_piece(screen, name, 0, content[:half])
    assert (again.status_code, again.headers["Upload-Offset"]) == (409, str(half))
    assert screen.head(f"/uploads/{name}").headers["Upload-Offset"] == str(half)
    assert town.screen("anh").head(f"/uploads/{name}").headers["Upload-Offset"] == "0"
    assert send_piece(screen, name, half, content[half:]).headers["Upload-Offset"] == str(len(content))

    form = {"whole_paper_housing_proof": f"{name}:ảnh hợp đồng.jpg"}
    assert screen.post(f"/drafts/{draft}/papers", form).status_code == 302

    assert papers_of(town, draft) == ["ảnh hợp đồng.jpg"]
    assert screen.head(f"/uploads/{name}").headers["Upload-Offset"] == "0"


def test_a_bad_file_that_came_in_pieces_is_refused_like_any_other(town: Town, draft: str) -> None:
    screen, content = town.screen("tuan"), b"MZ\x90 a program"
    name = sha256(content).hexdigest()
    send_piece(screen, name, 0, content)
    sent = screen.post(f"/drafts/{draft}/papers", {"whole_paper_housing_proof": f"{name}:gia.pdf"})
    assert sent.status_code == 400
    assert "nội dung bên trong không phải" in text_of(sent)

    for wanted in (f"{name}:gia.pdf", "../../etc/passwd:a.pdf", ""):
        sent = screen.post(f"/drafts/{draft}/papers", {"whole_paper_housing_proof": wanted})
        assert sent.status_code == 400
        assert "Hãy chọn lại tệp và gửi tiếp." in text_of(sent)
    assert papers_of(town, draft) == []


def test_pieces_are_taken_from_citizens_who_signed_in_only(town: Town) -> None:
    for method in ("head", "patch"):
        assert getattr(Client(), method)(f"/uploads/{'0' * 64}").status_code == 403
    screen = town.screen("tuan")
    for offset in ("-1", "", "x", "²", "9" * 30):
        refused = screen.patch(f"/uploads/{'0' * 64}", b"x", headers={"Upload-Offset": str(offset)})
        assert refused.status_code == 409
    assert screen.get("/uploads/").status_code == 404


def test_a_company_that_the_register_knows_reads_what_it_need_not_bring_and_who_asked(
    town: Town, gateway_line: SandboxServer
) -> None:
    screen = town.screen_of_office("tuan")
    draft = town.draft(procedure="3.000001", screen=screen)
    applicant = {"phone": "0912345678", "residence": "Khu phố 1, Phường Phú Cường"}
    assert screen.post(f"/drafts/{draft}/steps/applicant", applicant).status_code == 302
    page = text_of(screen.get(f"/drafts/{draft}/papers"))
    assert "Không cần nộp: doanh nghiệp đã có trong Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp" in page
    assert "paper_subject_papers" not in page
    own = text_of(town.screen("tuan").get("/my-data", {"who": "me"}))
    assert "Tra cứu Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp" in own
    assert "Để làm gì: Tra cứu để người nộp hồ sơ khỏi phải nộp giấy tờ đã có dữ liệu" in own
    by_the_house = text_of(town.screen("tuan").get("/my-data", {"who": "house"}))
    assert "Nhận trả lời của Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp" in by_the_house
