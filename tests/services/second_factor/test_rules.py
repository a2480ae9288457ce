"""One-time codes: the published examples, one step to each side, and how long guessing waits."""

from __future__ import annotations

import base64
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.services.second_factor.rules import (
    closed_for,
    code_of,
    is_app_code,
    matching_step,
    recovery_code,
    secret_from,
    step_at,
    without_gaps,
)

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
MOMENT = dt.datetime(2026, 11, 29, 9, 0, 15, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (2000000000, "279037")],
)
def test_the_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert code_of(RFC_SECRET, seconds // 30) == code


@given(st.binary(min_size=20, max_size=20), st.integers(-4, 4))
def test_one_step_to_each_side_passes_and_no_more(randomness: bytes, aside: int) -> None:
    secret = secret_from(randomness)
    present = step_at(MOMENT)
    near = {code_of(secret, present + step) for step in (-1, 0, 1)}
    code = code_of(secret, present + aside)
    found = matching_step(secret, code, now=MOMENT, last_step=0)
    assert (found is not None) == (code in near)
    if abs(aside) <= 1:
        assert found is not None
        assert code_of(secret, found) == code


@given(st.binary(min_size=20, max_size=20))
def test_a_step_that_passed_does_not_pass_again_nor_one_before_it(randomness: bytes) -> None:
    secret, present = secret_from(randomness), step_at(MOMENT)
    codes = [code_of(secret, present + step) for step in (-1, 0, 1)]
    if len(set(codes)) == 3:
        assert [matching_step(secret, code, now=MOMENT, last_step=present) for code in codes] == [
            None,
            None,
            present + 1,
        ]


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_without_complaint(typed: str) -> None:
    read = without_gaps(typed)
    assert matching_step(RFC_SECRET, read, now=MOMENT, last_step=0) is None or is_app_code(read)


def test_only_plain_digits_are_a_code_of_the_app() -> None:
    assert is_app_code(without_gaps(" 123 456 "))
    assert not is_app_code("١٢٣٤٥٦")
    assert not is_app_code("12345")


@given(st.binary(min_size=24, max_size=24))
def test_a_recovery_code_is_the_same_however_it_is_typed(randomness: bytes) -> None:
    code = recovery_code(randomness)
    assert len(without_gaps(code)) == 12
    assert without_gaps(code.upper().replace("-", " ")) == without_gaps(code)
    assert not set(without_gaps(code)) & set("il10o")


def test_every_fifth_wrong_code_closes_for_twice_as_long_up_to_a_day() -> None:
    closings = {count: closed for count in range(1, 61) if (closed := closed_for(count))}
    assert list(closings) == list(range(5, 61, 5))
    minutes = [closed.total_seconds() / 60 for closed in closings.values()]
    assert minutes[:8] == [15, 30, 60, 120, 240, 480, 960, 1440]
    assert set(minutes[8:]) == {1440}
    assert closed_for(10**9) == dt.timedelta(days=1)
