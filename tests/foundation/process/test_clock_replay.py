"""The working-time ledger: stops, resumes, lateness, and a calendar that changes later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given

from tests.foundation.process.calendars import REAL, at
from tests.foundation.process.strategies import (
    WORKING_UNITS,
    calendars,
    durations,
    ledgers,
    minutes,
    moments,
    some_days,
)
from tinhso.foundation.process.rules.clock import last_due, next_fact, recompute
from tinhso.foundation.process.service import (
    ClockFact,
    ClockMove,
    ClockPhase,
    Duration,
    TimeUnit,
    UnableToMoveClock,
    clock_change,
    replay,
    working_time_between,
)

THREE_DAYS = Duration(Decimal(3), TimeUnit.WORKING_DAY)


def ledger(*entries: str) -> list[ClockFact]:
    """Entries written as "17/07/2023 09:00 start"."""
    return [
        ClockFact(at=at(entry[:16]), move=ClockMove(entry[17:]), reason="supplement") for entry in entries
    ]


STOPS_BY_HAND = """
18/07/2023 10:00 | 18/07/2023 15:00 | 21/07/2023 10:30 | 1.5 h before lunch, 1.5 after: 3 h into Fri
18/07/2023 10:00 | 20/07/2023 10:00 | 24/07/2023 17:00 | Tue 5, Wed 7.5, Thu 2.5 = 15 h: all of Fri and Mon
18/07/2023 10:00 | 18/07/2023 10:00 | 20/07/2023 17:00 | no time at all
18/07/2023 12:00 | 18/07/2023 13:00 | 20/07/2023 17:00 | lunch is no working time
18/07/2023 18:00 | 19/07/2023 06:00 | 20/07/2023 17:00 | neither is the night
20/07/2023 16:00 | 24/07/2023 08:30 | 24/07/2023 09:30 | one hour was left on Thu, one is left on Mon
17/07/2023 09:30 | 17/07/2023 10:30 | 21/07/2023 08:30 | one hour of the day of receipt is one hour
"""


@pytest.mark.parametrize("line", STOPS_BY_HAND.strip().splitlines())
def test_a_stop_moves_the_due_date_by_its_working_hours(line):
    stop, resume, due, _ = (cell.strip() for cell in line.split("|"))
    facts = ledger("17/07/2023 09:00 start", f"{stop} stop", f"{resume} resume")
    assert replay(facts, THREE_DAYS, REAL).due_at == at(due)


def test_a_stop_before_counting_begins_counts_only_from_there():
    # Received Mon 16:00, so counted from Tue 07:30; three days: Fri 21. Of the stop only Tue 07:30–09:00.
    facts = ledger("17/07/2023 16:00 start", "17/07/2023 16:30 stop", "18/07/2023 09:00 resume")
    assert replay(facts, THREE_DAYS, REAL).due_at == at("24/07/2023 09:00")


def test_a_stop_over_tet_moves_the_due_date_by_working_time_only():
    # 5 days from Mon 16/01: Tue, Wed, Thu, (Tết), Fri 27, Mon 30. Stopped Thu 09:00 to Fri 27 09:00:
    # 6 hours of Thu and 1.5 of Fri are 7.5, one whole day: Tue 31.
    five_days = Duration(Decimal(5), TimeUnit.WORKING_DAY)
    facts = ledger("16/01/2023 09:00 start", "19/01/2023 09:00 stop", "27/01/2023 09:00 resume")
    assert replay(facts[:1], five_days, REAL).due_at == at("30/01/2023 17:00")
    state = replay(facts, five_days, REAL)
    assert state.due_at == at("31/01/2023 17:00")
    assert state.stopped == timedelta(hours=7.5)


@pytest.mark.parametrize(
    ("amount", "unit", "resumed", "due"),
    [
        (10, TimeUnit.CALENDAR_DAY, "20/07/2023 09:00", "31/07/2023 17:00"),  # 27 + 2 days = Sat 29: Mon
        (10, TimeUnit.CALENDAR_DAY, "18/07/2023 14:00", "27/07/2023 17:00"),  # 5 hours stay on the 27th
        (1, TimeUnit.MONTH, "21/07/2023 09:00", "21/08/2023 17:00"),  # 17/8 + 3 days = Sun 20: Mon
        (48, TimeUnit.CALENDAR_HOUR, "18/07/2023 12:00", "19/07/2023 13:30"),  # 09:00 + 3 h is noon: 13:30
    ],
)
def test_a_stop_of_calendar_time_moves_it_by_the_time_that_passed(amount, unit, resumed, due):
    facts = ledger("17/07/2023 09:00 start", "18/07/2023 09:00 stop", f"{resumed} resume")
    assert replay(facts, Duration(Decimal(amount), unit), REAL).due_at == at(due)


def test_what_is_used_up_and_what_is_left_are_told_at_any_moment():
    facts = ledger("17/07/2023 09:00 start", "18/07/2023 10:00 stop")
    running = replay(facts[:1], THREE_DAYS, REAL, at=at("17/07/2023 10:30"))
    assert (running.phase, running.consumed) == (ClockPhase.RUNNING, timedelta(hours=1.5))
    assert running.remaining == timedelta(hours=6 - 1.5 + 3 * 7.5)  # rest of Mon, and Tue, Wed, Thu
    stopped = replay(facts, THREE_DAYS, REAL, at=at("25/07/2023 10:00"))
    assert (stopped.phase, stopped.stop_reason, stopped.stops) == (ClockPhase.STOPPED, "supplement", 1)
    assert stopped.consumed == timedelta(hours=6 + 2.5)
    assert stopped.due_at == at("20/07/2023 17:00")
    assert not stopped.is_late


@pytest.mark.parametrize(
    ("ended", "is_late"),
    [
        ("20/07/2023 16:59", False),
        ("20/07/2023 21:00", False),  # by law the last day ends at 24:00
        ("21/07/2023 07:30", False),  # no office time has passed
        ("21/07/2023 07:31", True),
    ],
)
def test_a_case_is_late_once_office_time_has_passed_after_its_due_date(ended, is_late):
    facts = ledger("17/07/2023 09:00 start", f"{ended} end")
    state = replay(facts, THREE_DAYS, REAL, at=at("31/12/2023 09:00"))
    assert (state.phase, state.is_late) == (ClockPhase.ENDED, is_late)


def test_what_waits_for_the_citizen_does_not_become_late_meanwhile():
    facts = ledger("17/07/2023 09:00 start", "18/07/2023 10:00 stop", "18/08/2023 10:00 end")
    assert not replay(facts, THREE_DAYS, REAL).is_late


@pytest.mark.parametrize(
    "entries",
    [
        ["17/07/2023 09:00 stop"],
        ["17/07/2023 09:00 resume"],
        ["17/07/2023 09:00 end"],
        ["17/07/2023 09:00 start", "17/07/2023 10:00 start"],
        ["17/07/2023 09:00 start", "17/07/2023 10:00 resume"],
        ["17/07/2023 09:00 start", "17/07/2023 10:00 stop", "17/07/2023 11:00 stop"],
        ["17/07/2023 09:00 start", "17/07/2023 10:00 end", "17/07/2023 11:00 resume"],
        ["17/07/2023 09:00 start", "17/07/2023 08:00 stop"],
    ],
)
def test_entries_that_make_no_sense_are_refused(entries):
    with pytest.raises(UnableToMoveClock):
        replay(ledger(*entries), THREE_DAYS, REAL)


def test_each_entry_keeps_both_due_dates():
    facts: list[ClockFact] = []
    for move, moment in (
        (ClockMove.START, "17/07/2023 09:00"),
        (ClockMove.STOP, "18/07/2023 10:00"),
        (ClockMove.RESUME, "18/07/2023 15:00"),
        (ClockMove.END, "20/07/2023 10:00"),
    ):
        facts.append(next_fact(facts, move, THREE_DAYS, REAL, at=at(moment)))
    first, second = at("20/07/2023 17:00"), at("21/07/2023 10:30")
    assert [(fact.due_before, fact.due_after) for fact in facts] == [
        (None, first),
        (first, None),
        (first, second),
        (second, second),
    ]


def test_a_holiday_declared_later_gives_the_old_and_the_new_due_date():
    start = next_fact((), ClockMove.START, THREE_DAYS, REAL, at=at("17/07/2023 09:00"))
    changed = replace(REAL, holidays=REAL.holidays | {date(2023, 7, 19)})
    entry = recompute([start], THREE_DAYS, changed, at=at("18/07/2023 08:00"), reason="calendar")
    assert entry is not None
    assert (entry.due_before, entry.due_after) == (at("20/07/2023 17:00"), at("21/07/2023 17:00"))
    again = recompute([start, entry], THREE_DAYS, changed, at=at("18/07/2023 09:00"), reason="calendar")
    assert again is None


def test_a_stopped_or_ended_clock_is_not_recomputed():
    changed = replace(REAL, holidays=REAL.holidays | {date(2023, 7, 19)})
    for last in (ClockMove.STOP, ClockMove.END):
        facts = [next_fact((), ClockMove.START, THREE_DAYS, REAL, at=at("17/07/2023 09:00"))]
        facts.append(next_fact(facts, last, THREE_DAYS, REAL, at=at("17/07/2023 10:00")))
        assert recompute(facts, THREE_DAYS, changed, at=at("18/07/2023 08:00"), reason="calendar") is None


def test_clock_changes_follow_from_the_phase_and_the_wanted_phase():
    assert clock_change(ClockPhase.NOT_STARTED, ClockPhase.RUNNING) is ClockMove.START
    assert clock_change(ClockPhase.RUNNING, ClockPhase.STOPPED) is ClockMove.STOP
    assert clock_change(ClockPhase.STOPPED, ClockPhase.RUNNING) is ClockMove.RESUME
    assert clock_change(ClockPhase.STOPPED, ClockPhase.ENDED) is ClockMove.END
    assert clock_change(ClockPhase.NOT_STARTED, ClockPhase.STOPPED) is None
    assert clock_change(ClockPhase.NOT_STARTED, ClockPhase.ENDED) is None
    assert clock_change(ClockPhase.ENDED, ClockPhase.ENDED) is None


@given(ledgers(), durations(), calendars())
def test_the_same_entries_always_give_the_same_state(facts, duration, calendar):
    assert replay(facts, duration, calendar) == replay(list(facts), duration, calendar)


@given(ledgers(), durations(), calendars(), minutes)
def test_used_up_and_left_always_add_up_to_the_same(facts, duration, calendar, later):
    whole = replay(facts[:1], duration, calendar)
    state = replay(facts, duration, calendar, at=facts[-1].at + later)
    assert state.consumed + state.remaining == whole.consumed + whole.remaining


@given(moments, minutes, durations(), calendars())
def test_a_stop_of_no_time_changes_nothing(start, after, duration, calendar):
    facts = [ClockFact(at=start, move=ClockMove.START)]
    stop = [ClockFact(at=start + after, move=move) for move in (ClockMove.STOP, ClockMove.RESUME)]
    assert replay([*facts, *stop], duration, calendar).due_at == replay(facts, duration, calendar).due_at


@given(moments, minutes, minutes, minutes, durations(), calendars())
def test_a_stop_cut_in_two_is_one_stop(start, after, one, other, duration, calendar):
    begin, middle, end = start + after, start + after + one, start + after + one + other
    first = ClockFact(at=start, move=ClockMove.START)
    stop, resume = ClockMove.STOP, ClockMove.RESUME
    whole = [first, ClockFact(at=begin, move=stop), ClockFact(at=end, move=resume)]
    cut = [*whole[:2], ClockFact(at=middle, move=resume), ClockFact(at=middle, move=stop), whole[2]]
    assert replay(cut, duration, calendar).due_at == replay(whole, duration, calendar).due_at
    assert replay(cut, duration, calendar).consumed == replay(whole, duration, calendar).consumed


@given(moments, minutes, minutes, durations(WORKING_UNITS), calendars())
def test_the_due_date_moves_by_exactly_the_working_time_of_the_stop(start, after, length, duration, calendar):
    facts = [ClockFact(at=start, move=ClockMove.START)]
    before = replay(facts, duration, calendar)
    begin, end = start + after, start + after + length
    facts += [ClockFact(at=begin, move=ClockMove.STOP), ClockFact(at=end, move=ClockMove.RESUME)]
    now = replay(facts, duration, calendar)
    stopped = working_time_between(max(begin, before.counted_from), end, calendar)
    assert working_time_between(before.due_at, now.due_at, calendar) == stopped


@given(
    ledgers(),
    durations([unit for unit in TimeUnit if unit is not TimeUnit.MONTH]),
    calendars(with_half_days=False),
    some_days,
)
def test_a_holiday_declared_later_never_makes_a_clock_due_earlier(facts, duration, calendar, day):
    """Of clocks that were stopped in time: one stopped when late keeps its lateness instead."""
    stops = [place for place, fact in enumerate(facts) if fact.move is ClockMove.STOP]
    assume(not any(replay(facts[: place + 1], duration, calendar).is_late for place in stops))
    more = replace(calendar, holidays=calendar.holidays | {day})
    assert replay(facts, duration, more).due_at >= replay(facts, duration, calendar).due_at


@given(ledgers(), durations(), calendars(), some_days)
def test_recomputing_twice_writes_nothing_the_second_time(facts, duration, calendar, day):
    more = replace(calendar, holidays=calendar.holidays | {day})
    written: list[ClockFact] = []
    for fact in facts:
        written.append(next_fact(written, fact.move, duration, calendar, at=fact.at))
    entry = recompute(written, duration, more, at=facts[-1].at, reason="calendar")
    if entry is not None:
        assert entry.due_before == last_due(written) != entry.due_after
        again = recompute([*written, entry], duration, more, at=facts[-1].at, reason="calendar")
        assert again is None
