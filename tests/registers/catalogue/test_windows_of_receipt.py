"""Windows of receipt: not before the first moment, not after the last, in Vietnam time, and said clearly."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tinhso.foundation.clock.service import VIETNAM
from tinhso.registers.catalogue.service import (
    PROCEDURES_FOLDER,
    ProcedureVersion,
    UnableToReceiveNow,
    read_procedure,
    reception,
    require_open,
)

Shipped = Callable[[str], ProcedureVersion]
EXAM = "1.005142"
OPENS = datetime(2023, 5, 4, tzinfo=VIETNAM)
CLOSES = datetime(2023, 5, 13, 17, tzinfo=VIETNAM)
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (OPENS - INSTANT, "upcoming"),
        (OPENS, "open"),
        (datetime(2023, 5, 3, 17, tzinfo=UTC), "open"),
        (datetime(2023, 5, 3, 16, 59, tzinfo=UTC), "upcoming"),
        (CLOSES, "open"),
        (CLOSES + INSTANT, "past"),
        (datetime(2023, 7, 17, 8, tzinfo=VIETNAM), "past"),
    ],
)
def test_both_ends_belong_to_the_window(shipped: Shipped, moment: datetime, state: str) -> None:
    found = reception(shipped(EXAM), now=moment)
    assert (found.state, found.is_open) == (state, state == "open")
    if not found.is_open:
        with pytest.raises(UnableToReceiveNow) as refusal:
            require_open(shipped(EXAM), now=moment)
        assert (refusal.value.code, refusal.value.message) == (f"reception.{state}", found.text)
    else:
        require_open(shipped(EXAM), now=moment)


def test_people_read_when_it_opens_until_when_and_that_it_is_over(shipped: Shipped) -> None:
    texts = [reception(shipped(EXAM), now=at).text for at in (OPENS - INSTANT, OPENS, CLOSES + INSTANT)]
    assert texts == [
        "Chưa đến đợt nhận hồ sơ: đợt đăng ký dự thi năm 2023 nhận từ 00:00 ngày 04/05/2023 đến 17:00 ngày "
        "13/05/2023.",
        "Đang nhận hồ sơ đợt đăng ký dự thi năm 2023, đến 17:00 ngày 13/05/2023.",
        "Đã hết đợt nhận hồ sơ: đợt đăng ký dự thi năm 2023 kết thúc lúc 17:00 ngày 13/05/2023. Đợt sau chưa "
        "được công bố. Hồ sơ đã nộp trong đợt vẫn được giải quyết.",
    ]


def test_a_procedure_without_windows_is_received_at_any_moment(shipped: Shipped) -> None:
    for moment in (OPENS - INSTANT, CLOSES + INSTANT):
        assert reception(shipped("1.004194"), now=moment).state == "always"
        require_open(shipped("1.004194"), now=moment)


def test_each_year_has_its_own_window_and_its_own_version() -> None:
    versions = [read_procedure(file) for file in sorted((PROCEDURES_FOLDER / EXAM).glob("*.yaml"))]
    windows = [(each.opens_at, each.closes_at) for version in versions for each in version.windows]
    assert windows == [
        (OPENS, CLOSES),
        (datetime(2024, 5, 2, tzinfo=VIETNAM), datetime(2024, 5, 10, 17, tzinfo=VIETNAM)),
    ]


def test_nothing_about_the_window_or_the_time_limit_claims_to_be_verified() -> None:
    for file in (PROCEDURES_FOLDER / EXAM).glob("*.yaml"):
        version = read_procedure(file)
        facts = [each.vintage for each in (*version.windows, *version.cases)]
        assert facts
        assert all("chưa xác minh" in fact.note and not fact.verified for fact in facts)


def test_between_two_windows_of_one_version_the_next_is_named(plant: Callable[..., object]) -> None:
    later = (
        "  - {key: late, title: đợt bổ sung, opens_at: 2023-06-01T08:00+07:00, "
        "closes_at: 2023-06-02T17:00+07:00, vintage: {source: x, as_of: 2026-07}}\n\ncases:\n"
    )
    version = read_procedure(plant(("\ncases:\n", later), code=EXAM))  # type: ignore[arg-type]
    between = reception(version, now=CLOSES + INSTANT)
    assert between.state == "upcoming"
    assert between.text.startswith("Chưa đến đợt nhận hồ sơ: đợt bổ sung nhận từ 08:00 ngày 01/06/2023")
    assert reception(version, now=datetime(2023, 6, 1, 8, tzinfo=VIETNAM)).state == "open"
