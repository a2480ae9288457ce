"""The calendar as a value, and the calendar that declarations make."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.calendar.adapters.seed import seed_days
from tinhso.foundation.calendar.service import (
    DayKind,
    DeclaredDay,
    Session,
    WorkingCalendar,
    build_calendar,
)
from tinhso.foundation.clock.service import VIETNAM

MONDAY, SATURDAY, SUNDAY = date(2023, 7, 17), date(2023, 7, 15), date(2023, 7, 16)
MORNING, AFTERNOON = Session(time(7, 30), time(11, 30)), Session(time(13, 30), time(17, 0))


def declared(day: date, kind: DayKind, declared_on: int = 1) -> DeclaredDay:
    return DeclaredDay(
        id=UUID(int=declared_on),
        day=day,
        kind=kind,
        name="Thử",
        source="Thử",
        vintage="",
        is_verified=False,
        declared_at=datetime(2023, 1, declared_on, tzinfo=VIETNAM),
    )


def test_offices_work_monday_to_friday_in_two_sessions():
    calendar = WorkingCalendar()
    assert calendar.sessions(MONDAY) == (MORNING, AFTERNOON)
    assert calendar.sessions(SATURDAY) == calendar.sessions(SUNDAY) == ()


def test_a_swapped_saturday_is_worked_and_a_half_day_only_in_the_morning():
    swapped = WorkingCalendar(swapped_working_days=frozenset({SATURDAY}))
    assert swapped.sessions(SATURDAY) == (MORNING, AFTERNOON)
    half = WorkingCalendar(half_days=frozenset({MONDAY, SATURDAY}))
    assert half.sessions(MONDAY) == half.sessions(SATURDAY) == (MORNING,)


def test_a_holiday_wins_over_everything():
    days = frozenset({MONDAY})
    calendar = WorkingCalendar(holidays=days, swapped_working_days=days, half_days=days)
    assert not calendar.is_working_day(MONDAY)


def test_the_latest_word_about_a_day_holds():
    first = declared(MONDAY, DayKind.HOLIDAY, 1)
    taken_back = declared(MONDAY, DayKind.ORDINARY_DAY, 2)
    assert not build_calendar([first]).is_working_day(MONDAY)
    assert build_calendar([taken_back, first]).is_working_day(MONDAY)
    again = declared(MONDAY, DayKind.HALF_DAY, 3)
    assert build_calendar([again, first, taken_back]).sessions(MONDAY) == (MORNING,)


def test_a_year_is_covered_once_its_new_years_day_was_declared():
    calendar = build_calendar([declared(date(2023, 1, 1), DayKind.HOLIDAY)])
    assert calendar.covers(date(2023, 12, 31))
    assert not calendar.covers(date(2024, 1, 1))
    assert not build_calendar([declared(MONDAY, DayKind.HOLIDAY)]).covers(MONDAY)


@given(st.permutations([declared(MONDAY, kind, on) for on, kind in enumerate(DayKind, start=1)]))
def test_the_order_in_which_declarations_are_read_does_not_matter(rows):
    assert build_calendar(rows) == build_calendar(sorted(rows, key=lambda one: one.declared_at))


def test_the_seed_knows_tet_and_30_4_of_2023_and_the_swap_of_2024():
    kinds = {one.day: one.kind for one in seed_days(range(2022, 2028))}
    tet = [date(2023, 1, day) for day in range(20, 27)]
    spring = [date(2023, 4, 29), date(2023, 4, 30), *(date(2023, 5, day) for day in (1, 2, 3))]
    assert all(kinds[day] is DayKind.HOLIDAY for day in [*tet, *spring])
    assert kinds[date(2024, 4, 29)] is DayKind.HOLIDAY
    assert kinds[date(2024, 5, 4)] is DayKind.SWAPPED_WORKING_DAY
    assert kinds[date(2026, 1, 10)] is DayKind.SWAPPED_WORKING_DAY
    assert date(2023, 1, 27) not in kinds
    assert {day.year for day in kinds} == set(range(2022, 2028))


def test_every_seeded_day_names_its_source_and_its_vintage_and_none_poses_as_verified():
    seeded = seed_days(range(2022, 2028))
    assert all(one.name and one.source and one.vintage for one in seeded)
    assert not any(one.is_verified for one in seeded)
    assert len({one.day for one in seeded}) == len(seeded)


def test_every_swap_of_the_seed_takes_a_working_day_and_gives_one_back():
    seeded = seed_days(range(2022, 2028))
    plain = WorkingCalendar()
    gained = [one.day for one in seeded if one.kind is DayKind.SWAPPED_WORKING_DAY]
    assert gained
    assert not any(plain.is_working_day(day) for day in gained)
    by_document = {one.source for one in seeded if one.kind is DayKind.SWAPPED_WORKING_DAY}
    lost = [one.day for one in seeded if one.source in by_document and one.kind is DayKind.HOLIDAY]
    assert len(lost) == len(gained)
    assert all(plain.is_working_day(day) for day in lost)


def test_a_calendar_is_a_value():
    calendar = WorkingCalendar(holidays=frozenset({MONDAY}))
    assert calendar == replace(calendar)
    assert hash(calendar) == hash(replace(calendar))
