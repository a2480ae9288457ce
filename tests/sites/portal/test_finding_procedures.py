"""From a few typed words to what a procedure asks, costs and gives."""

from __future__ import annotations

from typing import get_args

import pytest
from django.test import Client

from tests.sites.portal.portal_data import LICENCE, RESIDENCE, Town, text_of
from tinhso.casework.dossiers.service import SPARING_FACTS
from tinhso.registers.catalogue.sources import RegisterFact


def test_home_offers_search_services_and_tracking(town: Town) -> None:
    page = text_of(Client().get("/"))
    for words in ("Bạn cần làm gì?", "Thủ tục hay dùng", "Đăng ký tạm trú", "Mã hồ sơ", "Chúng tôi hứa"):
        assert words in page


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tam tru", "Đăng ký tạm trú"),
        ("TẠM TRÚ", "Đăng ký tạm trú"),
        ("bang lai", "Đổi giấy phép lái xe"),
        ("khai si", "Đăng ký khai sinh"),
    ],
)
def test_search_understands_words_without_accents(town: Town, typed: str, found: str) -> None:
    page = text_of(Client().get("/procedures", {"q": typed}))
    assert found in page


def test_search_that_finds_nothing_says_what_to_try(town: Town) -> None:
    answer = Client().get("/procedures", {"q": "xyzabc"})
    assert answer.status_code == 200
    assert "Chưa tìm thấy thủ tục nào" in text_of(answer)


def test_what_was_typed_cannot_become_part_of_the_page(town: Town) -> None:
    page = Client().get("/procedures", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_procedure_says_what_need_not_be_brought_and_why(town: Town) -> None:
    page = text_of(Client().get(f"/procedures/{RESIDENCE}"))
    assert "Tờ khai điện tử thay cho giấy này." in page
    assert "7.000 đồng" in page
    assert "3 ngày làm việc" in page
    birth = text_of(Client().get("/procedures/1.001193"))
    assert "Không phải nộp nếu Cơ sở dữ liệu quốc gia về dân cư đã ghi cha và mẹ là vợ chồng." in birth


def test_what_no_line_tells_is_not_promised(town: Town) -> None:
    """The land office tells this house nothing: its proof is asked of everybody."""
    page = text_of(Client().get(f"/procedures/{RESIDENCE}"))
    assert "Giấy tờ, tài liệu chứng minh chỗ ở hợp pháp" in page
    assert "cơ sở dữ liệu đất đai" not in page
    assert set(get_args(RegisterFact)) >= SPARING_FACTS


def test_procedure_shows_how_sure_we_are_of_the_law(town: Town) -> None:
    page = text_of(Client().get(f"/procedures/{LICENCE}"))
    assert "Chưa đối chiếu bản gốc" in page
    assert "Phiên bản 2023-06-01" in page


def test_unknown_procedure_is_a_calm_404(town: Town) -> None:
    answer = Client().get("/procedures/9.999999")
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in text_of(answer)


def test_level_one_is_told_what_it_can_do(town: Town) -> None:
    page = text_of(town.screen("bay").get(f"/procedures/{RESIDENCE}"))
    assert "Cần tài khoản VNeID mức 2" in page
    assert (
        "Nộp trực tuyến"
        not in page.split("<main")[1].replace("để nộp trực tuyến", "").split("Thời hạn và lệ phí")[0]
    )


@pytest.mark.parametrize("page", ["/help", "/accessibility", "/privacy", "/tracking", "/sign-in"])
def test_pages_that_explain_are_open_to_everybody(town: Town, page: str) -> None:
    assert Client().get(page).status_code == 200
