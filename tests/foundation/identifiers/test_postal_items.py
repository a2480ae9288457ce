"""Numbers of postal items: the check digit of UPU S10, and a post office's own numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.identifiers.service import (
    UnableToReadIdentifier,
    parse_postal_item_number,
    s10_check_digit,
)

SERIALS = st.text(alphabet="0123456789", min_size=8, max_size=8)


@pytest.mark.parametrize(("serial", "digit"), [("47312482", 9), ("12345678", 5), ("00000000", 5)])
def test_check_digits_are_those_of_the_standard(serial: str, digit: int) -> None:
    """47312482 is the example of UPU S10 itself."""
    assert s10_check_digit(serial) == digit


@given(serial=SERIALS, place=st.integers(0, 7), digit=st.sampled_from("0123456789"))
def test_a_misread_digit_is_found_where_the_check_digit_tells(serial: str, place: int, digit: str) -> None:
    right = f"EB{serial}{s10_check_digit(serial)}VN"
    assert parse_postal_item_number(right) == parse_postal_item_number(f" {right[:2]} {right[2:].lower()}")
    misread = serial[:place] + digit + serial[place + 1 :]
    if s10_check_digit(misread) != s10_check_digit(serial):
        for is_local in (False, True):
            with pytest.raises(UnableToReadIdentifier, match="chữ số kiểm tra"):
                parse_postal_item_number(f"EB{misread}{right[10:]}", is_local=is_local)


def test_a_post_offices_own_number_is_taken_only_when_said_so() -> None:
    with pytest.raises(UnableToReadIdentifier, match="EB123456785VN"):
        parse_postal_item_number("TDM-2023/0001")
    own = parse_postal_item_number("tdm-2023/0001", is_local=True)
    assert (own.value, own.is_standard) == ("TDM-2023/0001", False)
    assert parse_postal_item_number("EB123456785VN", is_local=True).is_standard


@pytest.mark.parametrize(
    "text",
    ["", "ab", "A" * 31, "số 12345", "EB12345678VN", "074190001234", "١٢٣٤٥٦٧٨٩", "EB1234567850VN"],
)
def test_what_is_no_number_is_refused_even_as_a_local_one(text: str) -> None:
    with pytest.raises(UnableToReadIdentifier):
        parse_postal_item_number(text, is_local=True)
