"""What a scanner types is read; what it cannot be is left out."""

from __future__ import annotations

import pytest

from tinhso.sites.onestop.counter.card import Card, read_card


def test_a_whole_card_is_read() -> None:
    card = read_card(
        "074188001202|280123456|Nguyễn Thị Hồng Ánh|02111988|Nữ|Khu phố 5, Hiệp Thành|20052021\n"
    )
    assert card == Card(
        personal_id="074188001202",
        full_name="Nguyễn Thị Hồng Ánh",
        birth="1988-11-02",
        sex="female",
        residence="Khu phố 5, Hiệp Thành",
    )


def test_a_bare_number_is_a_card_that_says_nothing_else() -> None:
    assert read_card(" 074188001202 ") == Card(personal_id="074188001202")


def test_a_card_without_month_and_day_keeps_its_year() -> None:
    card = read_card("074147001401||Võ Thị Út|1947|Nữ|Phú Lợi|")
    assert card is not None
    assert card.birth == "1947"


@pytest.mark.parametrize("birth", ["31021990", "", "khong ro", "1990-13-40"])
def test_a_birth_that_cannot_be_is_left_out(birth: str) -> None:
    card = read_card(f"074188001202||Nguyễn Thị Hồng Ánh|{birth}|Nữ|Hiệp Thành|")
    assert card is not None
    assert card.birth == ""


@pytest.mark.parametrize("typed", ["", "Nguyễn Thị Hoa", "07418800120", "٠٧٤١٨٨٠٠١٢٠٢", "H09.1-230714-0001"])
def test_anything_else_is_no_card(typed: str) -> None:
    assert read_card(typed) is None


def test_no_repr_shows_a_person() -> None:
    assert "074188001202" not in repr(read_card("074188001202||Nguyễn Thị Hồng Ánh|02111988|Nữ|Hiệp Thành|"))
