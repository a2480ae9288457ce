"""Following a dossier by its code, without signing in."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.sites.portal.portal_data import Town, text_of


def test_whoever_holds_the_code_sees_steps_and_no_name(town: Town) -> None:
    filed = town.file()
    town.processing(filed)
    page = text_of(Client().get(f"/tracking/{filed.code}"))
    assert "Hồ sơ đã được tiếp nhận" in page
    assert "Hẹn trả kết quả" in page
    assert "Tuấn" not in page
    assert "Yersin" not in page


def test_a_typed_code_leads_to_its_page(town: Town) -> None:
    filed = town.file()
    answer = Client().get("/tracking", {"code": f" {filed.code} "})
    assert answer.headers["Location"] == f"/tracking/{filed.code}"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("H09.1-230717-9999", "Chưa có hồ sơ nào mang mã này"),
        ("khong-phai-ma", "Mã hồ sơ phải viết như"),
        ("H09.1-230717-٠٠٠١", "chữ số Ả Rập"),
        ("x" * 300, "Mã hồ sơ phải viết như"),
    ],
)
def test_an_unknown_code_is_answered_calmly(town: Town, code: str, message: str) -> None:
    answer = Client().get(f"/tracking/{code}")
    assert answer.status_code == 404
    assert message in text_of(answer)
    assert "Tra cứu" in text_of(answer)


def test_a_code_with_a_slash_is_no_server_error(town: Town) -> None:
    assert Client().get("/tracking", {"code": "a/b"}).status_code == 404
