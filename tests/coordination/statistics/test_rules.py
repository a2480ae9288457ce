"""Periods lie end to end, and no text begins to calculate in anybody's spreadsheet."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.coordination.statistics.rules import (
    moments_of,
    neighbours,
    period_between,
    period_of,
    safe_text,
)
from tinhso.coordination.statistics.service import PeriodKind, UnableToReadPeriod
from tinhso.foundation.clock.service import VIETNAM

KINDS = [kind for kind in PeriodKind if kind is not PeriodKind.RANGE]
DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x";"a")', "-2+3+cmd|' /C calc'!A0"]
DISGUISES = [
    "{}",
    " {}",
    "\t{}",
    "\r{}",
    "\n{}",
    "\u00a0{}",
    "\u200b{}",
    "\ufeff{}",
    "\u202e{}",
    "\x00{}",
    "'{}",
]


def calculates(cell: str) -> bool:
    """What a spreadsheet may do with a cell, as an attacker hopes: look past all that is not seen."""
    seen = [sign for sign in cell if not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf")]
    return bool(seen) and unicodedata.normalize("NFKC", seen[0])[0] in "=+-@\u2212"


@pytest.mark.parametrize("kind", KINDS)
@given(day=DAYS)
def test_periods_lie_end_to_end(kind: PeriodKind, day: date) -> None:
    period = period_of(kind, day)
    assert period.first <= day <= period.last
    assert period_of(kind, period.first) == period_of(kind, period.last) == period
    before, after = neighbours(period, date(2102, 1, 1))
    assert before.last + timedelta(days=1) == period.first
    assert after is not None
    assert after.first == period.last + timedelta(days=1)


@given(first=DAYS, days=st.integers(0, 400))
def test_a_range_has_neighbours_as_long_as_itself(first: date, days: int) -> None:
    period = period_between(first, first + timedelta(days=days))
    before, after = neighbours(period, first + timedelta(days=days))
    assert (before.last - before.first).days == days
    assert before.last + timedelta(days=1) == first
    assert after is None, "a period that has not begun is not offered"


def test_a_period_ends_now_while_it_runs_and_at_its_last_moment_afterwards() -> None:
    july = period_of(PeriodKind.MONTH, date(2023, 7, 17))
    now = datetime(2023, 7, 17, 9, 0, tzinfo=VIETNAM)
    assert moments_of(july, now) == (datetime(2023, 7, 1, tzinfo=VIETNAM), now)
    _, at = moments_of(july, datetime(2023, 9, 1, tzinfo=VIETNAM))
    assert at == datetime(2023, 7, 31, 23, 59, 59, 999999, tzinfo=VIETNAM)
    with pytest.raises(UnableToReadPeriod):
        moments_of(period_of(PeriodKind.MONTH, date(2023, 8, 1)), now)
    for first, last in ((date(2023, 7, 2), date(2023, 7, 1)), (date(2010, 1, 1), date(2023, 1, 1))):
        with pytest.raises(UnableToReadPeriod):
            period_between(first, last)


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("formula", FORMULAS)
def test_no_formula_survives_in_any_disguise(formula: str, disguise: str) -> None:
    for sign, wide in (("", ""), ("=", "\uff1d"), ("+", "\uff0b"), ("-", "\uff0d"), ("@", "\uff20")):
        cell = safe_text(disguise.format(formula.replace(sign, wide) if sign else formula))
        assert not calculates(cell)
        assert not any(unicodedata.category(mark) in ("Cc", "Cf") for mark in cell)


def test_a_formula_behind_a_separator_is_guarded_too() -> None:
    """A spreadsheet that separates by another sign would begin a new cell there."""
    assert safe_text("Phòng A; =1+1") == "Phòng A; '=1+1"
    assert safe_text('x",=cmd') == "x\",'=cmd"
    assert safe_text("a|@x") == "a|'@x"


@pytest.mark.parametrize(
    "text",
    ["", "Công an phường Phú Cường", "1.004194", "H09.5.11.3-230717-0001", "Cấp, đổi - cấp lại", "50%"],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text


@given(st.text(max_size=40))
def test_whatever_is_written_nothing_calculates_and_nothing_visible_is_lost(text: str) -> None:
    cell = safe_text(text)
    assert not any(calculates(part) for part in [cell, *cell.split(";"), *cell.split(",")])
    seen = [
        sign
        for sign in text
        if not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf", "Zl", "Zp")
    ]
    assert [sign for sign in cell if sign not in " '"] == [sign for sign in seen if sign != "'"]


def test_the_check_can_fail() -> None:
    assert all(calculates(disguise.format("=1")) for disguise in DISGUISES[:-1])
