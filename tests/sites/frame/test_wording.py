"""Dates, money and remaining time read as Vietnamese people write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.identifiers.service import PartialDate, parse_partial_date
from tinhso.sites.frame import wording


def test_moment_is_said_in_the_time_of_viet_nam() -> None:
    assert wording.moment(datetime(2023, 7, 17, 7, 30, tzinfo=UTC)) == "14:30 ngày 17/07/2023"


def test_day_of_a_late_utc_evening_is_the_next_day_in_viet_nam() -> None:
    assert wording.day(datetime(2023, 7, 16, 20, 0, tzinfo=UTC)) == "17/07/2023"


def test_long_day_names_the_weekday() -> None:
    assert wording.long_day(date(2023, 7, 17)) == "Thứ Hai, ngày 17/07/2023"
    assert wording.long_day(datetime(2023, 7, 23, 9, 0, tzinfo=VIETNAM)) == "Chủ nhật, ngày 23/07/2023"


@pytest.mark.parametrize(
    ("amount", "read"),
    [(135_000, "135.000 đồng"), (0, "Miễn phí"), (1_234_567, "1.234.567 đồng"), (None, "")],
)
def test_money_groups_by_points(amount: int | None, read: str) -> None:
    assert wording.money(amount) == read


@pytest.mark.parametrize(
    ("count", "unit", "read"),
    [
        (2, "working_days", "còn 2 ngày làm việc"),
        (0, "working_days", "đến hạn hôm nay"),
        (-3, "working_hours", "quá hạn 3 giờ làm việc"),
        (5, "hours", "còn 5 giờ"),
    ],
)
def test_remaining_time_is_said_plainly(count: int, unit: wording.Unit, read: str) -> None:
    assert wording.remaining(count, unit) == read


def test_due_level_grows_with_urgency() -> None:
    assert [wording.due_level(left) for left in (5, 1, 0, -1, None)] == [
        "calm",
        "soon",
        "today",
        "late",
        "calm",
    ]
    assert wording.due_level(3, unit="working_hours") == "today"
    assert wording.due_level(-2, stopped=True) == "stopped"
    assert wording.due_level(-2, done=True) == "done"


def test_file_size_needs_no_needless_digits() -> None:
    assert [wording.file_size(size) for size in (10, 860_160, 1_258_291, 20_971_520)] == [
        "1 KB", "840 KB", "1,2 MB", "20 MB",
    ]  # fmt: skip


def test_partial_date_shows_as_much_as_is_known() -> None:
    assert wording.partial_date(parse_partial_date("1957")) == "1957"
    assert wording.partial_date(parse_partial_date("17/07/1990")) == "17/07/1990"
    assert wording.partial_date(date(1990, 3, 1)) == "01/03/1990"
    assert wording.partial_date(None) == ""


@given(st.dates(min_value=date(1900, 1, 1)))
def test_three_boxes_hold_every_date_however_it_is_given(on: date) -> None:
    boxes = (str(on.day), str(on.month), str(on.year))
    assert wording.date_parts(on) == boxes
    assert wording.date_parts(on.isoformat()) == boxes
    assert wording.date_parts(PartialDate(year=on.year, month=on.month, day=on.day)) == boxes
    assert tuple(int(part) for part in wording.date_parts(wording.day(on))) == (on.day, on.month, on.year)


def test_three_boxes_show_a_year_alone_and_a_wrong_date_as_it_was_typed() -> None:
    assert wording.date_parts("1957") == ("", "", "1957")
    assert wording.date_parts("31/02/1990") == ("31", "02", "1990")
    assert wording.date_parts("") == ("", "", "")


def test_masked_personal_id_keeps_the_last_three_digits() -> None:
    assert wording.masked_personal_id("074090001123") == "•••••••••123"
