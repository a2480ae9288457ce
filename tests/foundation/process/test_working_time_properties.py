"""What must hold of due dates whatever the calendar, the start and the duration."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.foundation.process.calendars import at
from tests.foundation.process.strategies import (
    WORKING_UNITS,
    amounts,
    calendars,
    durations,
    minutes,
    moments,
    some_days,
)
from tinhso.foundation.calendar.service import WorkingCalendar
from tinhso.foundation.process.service import (
    CUT_OFF,
    Duration,
    TimeUnit,
    advance,
    due_at,
    is_working_moment,
    working_time_between,
)

cut_offs = st.sampled_from([CUT_OFF, None])


@given(moments, durations(), calendars(), cut_offs)
def test_nothing_is_due_while_the_office_is_closed(start, duration, calendar, cut_off):
    assert is_working_moment(due_at(start, duration, calendar, cut_off=cut_off), calendar)


@given(moments, durations(), calendars(), cut_offs)
def test_nothing_is_due_before_it_was_received(start, duration, calendar, cut_off):
    assert due_at(start, duration, calendar, cut_off=cut_off) >= start


@given(moments, minutes, durations(), calendars(), cut_offs)
def test_what_is_received_later_is_not_due_earlier(start, later, duration, calendar, cut_off):
    first = due_at(start, duration, calendar, cut_off=cut_off)
    assert due_at(start + later, duration, calendar, cut_off=cut_off) >= first


@given(moments, st.sampled_from(list(TimeUnit)), st.data(), calendars(), cut_offs)
def test_a_longer_duration_is_not_due_earlier(start, unit, data, calendar, cut_off):
    shorter, longer = sorted([data.draw(amounts(unit)), data.draw(amounts(unit))])
    first = due_at(start, Duration(shorter, unit), calendar, cut_off=cut_off)
    assert due_at(start, Duration(longer, unit), calendar, cut_off=cut_off) >= first


@given(moments, durations(), calendars(), some_days, cut_offs)
def test_one_more_holiday_never_makes_anything_due_earlier(start, duration, calendar, day, cut_off):
    more = replace(calendar, holidays=calendar.holidays | {day})
    before = due_at(start, duration, calendar, cut_off=cut_off)
    assert due_at(start, duration, more, cut_off=cut_off) >= before


@given(moments, durations([TimeUnit.WORKING_DAY, TimeUnit.WORKING_HOUR]), calendars(), some_days)
def test_an_afternoon_off_never_makes_working_time_due_earlier(start, duration, calendar, day):
    assume(duration.amount >= 1)
    assume(len(calendar.sessions(day)) == 2)
    more = replace(calendar, half_days=calendar.half_days | {day})
    assert due_at(start, duration, more) >= due_at(start, duration, calendar)


@given(moments, minutes, minutes, calendars())
def test_advancing_twice_is_advancing_once(start, one, other, calendar):
    twice = advance(advance(start, one, calendar), other, calendar)
    assert twice == advance(start, one + other, calendar)


@given(moments, minutes, calendars())
def test_advancing_passes_exactly_that_much_working_time(start, span, calendar):
    assert working_time_between(start, advance(start, span, calendar), calendar) == span


@given(moments, minutes, minutes, calendars())
def test_working_time_adds_up(start, one, other, calendar):
    middle = start + one
    end = middle + other
    parts = working_time_between(start, middle, calendar) + working_time_between(middle, end, calendar)
    assert parts == working_time_between(start, end, calendar)


@given(moments, calendars(), st.sampled_from(WORKING_UNITS))
def test_the_rule_of_15_00_only_ever_gives_more_time(start, calendar, unit):
    duration = Duration(Decimal(1 if unit is TimeUnit.SAME_DAY else 3), unit)
    assert due_at(start, duration, calendar) >= due_at(start, duration, calendar, cut_off=None)


def test_a_calendar_in_which_nobody_works_is_refused_rather_than_searched_for_ever():
    nobody = WorkingCalendar(
        holidays=frozenset(date(2023, 1, 1) + timedelta(days=offset) for offset in range(1000))
    )
    with pytest.raises(ValueError, match="nobody works"):
        advance(at("17/07/2023 09:00"), timedelta(hours=1), nobody)
