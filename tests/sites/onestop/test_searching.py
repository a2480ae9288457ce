"""One box at the desk: a code, its last digits, a personal id, a name, a scanned card."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.sites.onestop.conftest import Screens, text_of
from tests.sites.onestop.desk_data import PEOPLE, Commune

pytestmark = pytest.mark.django_db


def found(screen: Client, sought: str, **more: str) -> str:
    answer = screen.post("/desk/find/", {"sought": sought, **more})
    assert answer.status_code == 200
    return text_of(answer)


def marked(page: str) -> list[str]:
    return re.findall(r'<mark class="ts-mark">([^<]+)</mark>', page)


def test_a_name_without_accents_lists_the_dossier_and_marks_what_matched(
    commune: Commune, reception: Client
) -> None:
    filed = commune.file()
    name = PEOPLE[0][1]
    page = found(reception, name.split()[-1].lower())
    assert filed.code in page
    assert marked(page) == [name.split()[-1]]
    assert "Chờ tiếp nhận" in page


def test_the_last_digits_are_marked_in_the_code(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    page = found(reception, filed.code[-3:])
    assert marked(page) == [filed.code[-3:]]


def test_a_personal_id_lists_its_dossiers_and_offers_a_new_one(commune: Commune, reception: Client) -> None:
    filed = commune.file()
    page = found(reception, PEOPLE[0][0])
    assert filed.code in page
    assert "Lập hồ sơ mới cho người này" in page


def test_the_number_of_somebody_without_dossiers_opens_the_counter(reception: Client) -> None:
    assert "Lập hồ sơ tại quầy" in found(reception, "074085001201")


def test_a_specialist_is_offered_no_counter(commune: Commune, screen: Screens) -> None:
    commune.file()
    page = found(screen("specialist"), PEOPLE[0][0])
    assert "Lập hồ sơ mới" not in page


def test_further_pages_are_asked_for_by_form(commune: Commune, reception: Client) -> None:
    codes = [commune.file().code for _ in range(22)]
    name = PEOPLE[0][1].split()[-1]
    first = found(reception, name)
    (key,) = re.findall(r'name="after" value="([^"]+)"', first)
    then = found(reception, name, after=key)
    shown = [re.findall(r">(H09[0-9.]*-[0-9]{6}-[0-9]{4})</a>", page) for page in (first, then)]
    assert [len(each) for each in shown] == [20, 2]
    assert sorted([*shown[0], *shown[1]]) == sorted(codes)
    assert "Đã hết kết quả" in then


def test_nothing_found_says_what_to_try(reception: Client) -> None:
    assert "Mỗi chữ phải gõ trọn" in found(reception, "nguyen thi khong co")
    assert "xem lại các số" in found(reception, "0042")


def test_what_can_mean_nothing_is_told_what_to_type(reception: Client) -> None:
    answer = reception.post("/desk/find/", {"sought": "?"})
    assert answer.status_code == 400
    assert "họ tên người nộp" in text_of(answer)


def test_what_was_typed_is_shown_escaped(reception: Client) -> None:
    answer = reception.post("/desk/find/", {"sought": "<script>alert(1)</script>"})
    assert b"<script>alert" not in answer.content
    assert b"&lt;script&gt;" in answer.content


def test_a_bad_page_key_is_refused(reception: Client) -> None:
    answer = reception.post("/desk/find/", {"sought": "hoa", "after": "xyz"})
    assert answer.status_code == 409


def test_no_search_by_address(reception: Client) -> None:
    assert reception.get("/desk/find/?sought=hoa").status_code == 405
