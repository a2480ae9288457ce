"""Writing a draft: known facts, saved steps, errors beside the field, nothing lost."""

from __future__ import annotations

import re
import unicodedata

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.sites.portal.portal_data import APPLICANT, PLACE, REQUEST, RESIDENCE, Town, text_of
from tests.support.sandbox_server import SandboxServer


def value_of(page: str, name: str) -> str | None:
    """What stands in an input of the page."""
    found = re.search(rf'name="{re.escape(name)}"[^>]*? value="([^"]*)"', page)
    return found.group(1) if found else None


def test_somebody_who_has_not_signed_in_is_led_there_and_back(town: Town) -> None:
    answer = Client().get(f"/procedures/{RESIDENCE}/apply")
    assert answer.headers["Location"] == "/sign-in?next=%2Fprocedures%2F1.004194%2Fapply"


def test_level_one_is_told_how_to_get_level_two(town: Town) -> None:
    for answer in (
        town.screen("bay").get(f"/procedures/{RESIDENCE}/apply"),
        town.screen("bay").post(f"/procedures/{RESIDENCE}/apply"),
    ):
        assert answer.status_code == 403
        assert "Cách lên mức 2" in text_of(answer)


def test_what_the_register_knows_is_shown_and_not_asked(town: Town, line: SandboxServer) -> None:
    draft = town.draft()
    page = text_of(town.screen("tuan").get(f"/drafts/{draft}/steps/applicant"))
    assert "Trần Quốc Tuấn" in page
    assert "Số 18/4, đường Yersin" in page
    assert "Lấy từ Cơ sở dữ liệu quốc gia về dân cư" in page
    assert 'name="full_name"' not in page
    assert 'name="permanent_residence"' not in page


def test_when_the_line_is_down_the_citizen_types_and_is_told_calmly(town: Town) -> None:
    draft = town.draft()
    page = text_of(town.screen("tuan").get(f"/drafts/{draft}/steps/applicant"))
    assert "Chưa lấy được dữ liệu dân cư" in page
    assert "Lấy từ tài khoản VNeID của bạn" in page
    assert 'name="permanent_residence"' in page
    assert 'name="full_name"' not in page, "VNeID vouched for the name"


def test_a_locked_answer_cannot_be_posted_over(town: Town) -> None:
    draft, screen = town.draft(), town.screen("tuan")
    screen.post(f"/drafts/{draft}/steps/applicant", {**APPLICANT, "full_name": "Ai Đó Khác"})
    assert "Ai Đó Khác" not in text_of(screen.get(f"/drafts/{draft}/review"))


def test_a_saved_step_leads_to_the_next_and_is_there_again_later(town: Town) -> None:
    draft, screen = town.draft(), town.screen("tuan")
    sent = screen.post(f"/drafts/{draft}/steps/applicant", APPLICANT)
    assert sent.headers["Location"] == f"/drafts/{draft}/steps/request"
    again = town.screen("tuan")
    assert again.get(f"/drafts/{draft}").headers["Location"] == f"/drafts/{draft}/steps/request"
    assert value_of(text_of(again.get(f"/drafts/{draft}/steps/applicant")), "phone") == "0912345678"


def test_an_emptied_answer_is_gone(town: Town) -> None:
    draft, screen = town.draft(), town.screen("tuan")
    screen.post(f"/drafts/{draft}/steps/applicant", {**APPLICANT, "email": "tuan@vidu.vn"})
    screen.post(f"/drafts/{draft}/steps/applicant", {**APPLICANT, "email": ""})
    assert "tuan@vidu.vn" not in text_of(screen.get(f"/drafts/{draft}/review"))


BAD_INPUT = [
    ("applicant", {"phone": ""}, "phone", "Hãy điền mục này."),
    ("applicant", {"phone": "12"}, "phone", "Số điện thoại di động phải gồm 10 chữ số"),
    ("applicant", {"phone": "٠٩١٢٣٤٥٦٧٨"}, "phone", "chữ số Ả Rập"),
    ("applicant", {"email": "khong phai thu"}, "email", "Địa chỉ thư điện tử phải viết như"),
    ("place", {"new_address": "Số 1\u202e, đường Mẫu"}, "new_address", "ký tự ẩn"),
    ("place", {"new_address": "Số 1, đường Yеrsin"}, "new_address", "thuộc bảng chữ khác"),
    ("place", {"new_address": "a" * 201}, "new_address", "chỉ nhận tối đa 200 ký tự"),
    ("place", {"stay_from-day": "30", "stay_from-month": "2"}, "stay_from", "không có trong lịch"),
    ("place", {"stay_from-day": "", "stay_from-month": ""}, "stay_from", "Hãy ghi đủ ngày, tháng, năm"),
    ("place", {"stay_from-day": "", "stay_from-month": "7"}, "stay_from", "Ngày phải viết như"),
    ("place", {"stay_from-year": "٢٠٢٣"}, "stay_from", "chữ số Ả Rập"),
    ("place", {"stay_until-year": "2030"}, "stay_until", "24 tháng"),
    ("place", {"new_commune": "99999"}, "new_commune", "trong danh sách"),
    ("place", {"dwelling_kind": "palace"}, "dwelling_kind", "có sẵn"),
    ("confirm", {"result_form": "electronic"}, "declaration", "Cần đánh dấu ô này"),
]


@pytest.mark.parametrize(("section", "wrong", "field", "message"), BAD_INPUT)
def test_bad_input_is_named_beside_its_field_and_nothing_typed_is_lost(
    town: Town, section: str, wrong: dict[str, str], field: str, message: str
) -> None:
    draft, screen = town.draft(), town.screen("tuan")
    right = {"applicant": APPLICANT, "place": PLACE, "confirm": {}}[section]
    sent = screen.post(f"/drafts/{draft}/steps/{section}", {**right, **wrong})
    page = text_of(sent)
    assert sent.status_code == 400
    beside = re.search(rf'id="f-{field}-error">(.*?)</p>', page, re.DOTALL)
    assert beside and message in beside.group(1)
    assert f'href="#f-{field}"' in page
    for name, typed in {**right, **wrong}.items():
        if typed and name not in ("new_commune", "dwelling_kind", "result_form", "permanent_residence"):
            assert value_of(page, name) == typed.zfill(2 if name.endswith(("day", "month")) else 0)
    later = text_of(town.screen("tuan").get(f"/drafts/{draft}/steps/{section}"))
    assert all(value_of(later, name) == value_of(page, name) for name in right if value_of(page, name))


def test_text_in_another_normal_form_is_kept_in_one_spelling(town: Town) -> None:
    draft, screen = town.draft(), town.screen("tuan")
    decomposed = unicodedata.normalize("NFD", "Số 12/3, đường Yersin")
    assert (
        screen.post(f"/drafts/{draft}/steps/place", {**PLACE, "new_address": decomposed}).status_code == 302
    )
    assert "Số 12/3, đường Yersin" in text_of(screen.get(f"/drafts/{draft}/review"))


def is_shown(answer: HttpResponse, legend: str) -> bool:
    """Whether a question that depends on an answer is shown to somebody without scripts."""
    part = answer.content.decode().split(f">{legend}<")[0].rsplit("<div data-shown-when=", 1)[1]
    return not part.split(">", 1)[0].endswith("hidden")


def test_without_scripts_an_answer_brings_up_its_questions_by_a_button(town: Town) -> None:
    draft, screen = town.draft(), town.screen("tuan")
    first = screen.get(f"/drafts/{draft}/steps/place")
    assert not is_shown(first, "Chủ hộ tại nơi tạm trú")
    joining = {**PLACE, "dwelling_kind": "joining", "update": "yes"}
    updated = screen.post(f"/drafts/{draft}/steps/place", joining)
    assert is_shown(updated, "Chủ hộ tại nơi tạm trú")
    page = text_of(updated)
    assert "Cập nhật câu hỏi" in page
    assert "error-summary" not in page


def test_new_questions_are_explained_when_going_on_without_the_button(town: Town) -> None:
    draft, screen = town.draft(), town.screen("tuan")
    sent = screen.post(
        f"/drafts/{draft}/steps/place",
        {**PLACE, "dwelling_kind": "joining", "shown": "new_commune,new_address,dwelling_kind"},
    )
    page = text_of(sent)
    assert "làm hiện thêm mục cần điền" in page
    assert "Chủ hộ tại nơi tạm trú, họ tên: Hãy điền mục này." in page
    assert 'href="#f-head-full_name"' in page


def test_one_more_person_keeps_the_first(town: Town) -> None:
    draft, screen = town.draft(), town.screen("tuan")
    people = {
        **REQUEST,
        "registration_kind": "household",
        "members-1-full_name": "Trần Thị Bé",
        "members-1-birth-year": "2015",
    }
    page = text_of(screen.post(f"/drafts/{draft}/steps/request", {**people, "add": "members"}))
    assert value_of(page, "members-1-full_name") == "Trần Thị Bé"
    assert value_of(page, "members-2-full_name") == ""
    wrong = {
        **people,
        "members-2-full_name": "Trần Văn Tí",
        "members-2-birth-day": "30",
        "members-2-birth-month": "2",
        "members-2-birth-year": "2018",
    }
    refused = text_of(screen.post(f"/drafts/{draft}/steps/request", wrong))
    beside = refused.split('id="f-members-2-birth-error"')[1].split("</p>")[0]
    assert "không có trong lịch" in beside
    assert "Người cùng đăng ký thứ 2, ngày sinh" in refused


def test_save_for_later_keeps_what_is_unfinished_or_wrong(town: Town) -> None:
    draft, screen = town.draft(), town.screen("tuan")
    sent = screen.post(f"/drafts/{draft}/steps/applicant", {"phone": "12", "save": "later"})
    assert sent.headers["Location"] == "/dossiers"
    assert "Làm tiếp" in text_of(screen.get("/dossiers"))
    assert value_of(text_of(screen.get(f"/drafts/{draft}/steps/applicant")), "phone") == "12"
    assert screen.get(f"/drafts/{draft}").headers["Location"].endswith("/steps/applicant")


def test_starting_again_offers_the_open_draft(town: Town) -> None:
    draft, screen = town.draft(), town.screen("tuan")
    assert "Làm tiếp hồ sơ này" in text_of(screen.get(f"/procedures/{RESIDENCE}/apply"))
    again = screen.post(f"/procedures/{RESIDENCE}/apply")
    assert again.headers["Location"] == f"/drafts/{draft}"


def test_a_draft_is_thrown_away_only_after_being_asked(town: Town) -> None:
    draft, screen = town.draft(), town.screen("tuan")
    assert "Bỏ hồ sơ đang soạn?" in text_of(screen.get(f"/drafts/{draft}/discard"))
    screen.post(f"/drafts/{draft}/discard")
    assert screen.get(f"/drafts/{draft}/steps/applicant").status_code == 404


@pytest.mark.parametrize(
    "page", ["", "/steps/applicant", "/papers", "/review", "/discard"], ids=lambda page: page or "resume"
)
def test_another_persons_draft_is_a_404_and_the_attempt_is_written_down(town: Town, page: str) -> None:
    draft = town.draft("tuan")
    answer = town.screen("anh").get(f"/drafts/{draft}{page}")
    assert answer.status_code == 404
    assert "Tuấn" not in text_of(answer)
    assert town.refusals(draft) == 1


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("/steps/applicant", APPLICANT),
        ("/submit", {}),
        ("/discard", {}),
        ("/papers", {"remove": f"a:{'0' * 32}"}),
    ],
)
def test_another_persons_draft_cannot_be_changed(town: Town, page: str, sent: dict[str, str]) -> None:
    draft = town.filled("tuan")
    assert town.screen("anh").post(f"/drafts/{draft}{page}", sent).status_code == 404
    assert town.screen("tuan").get(f"/drafts/{draft}").headers["Location"] == f"/drafts/{draft}/review"


def test_an_unknown_step_is_a_404(town: Town) -> None:
    assert town.screen("tuan").get(f"/drafts/{town.draft()}/steps/nothing").status_code == 404
