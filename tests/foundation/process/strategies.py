"""Calendars, moments, durations and stops for the property tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from tinhso.foundation.calendar.service import WorkingCalendar
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.process.service import ClockFact, ClockMove, Duration, TimeUnit

FIRST_DAY = date(2023, 1, 1)
WORKING_UNITS = [TimeUnit.WORKING_DAY, TimeUnit.WORKING_HOUR, TimeUnit.HALF_DAY, TimeUnit.SAME_DAY]

some_days = st.integers(0, 150).map(lambda offset: FIRST_DAY + timedelta(days=offset))
moments = st.datetimes(datetime(2023, 1, 1), datetime(2023, 5, 1)).map(
    lambda moment: moment.replace(tzinfo=VIETNAM)
)
minutes = st.integers(0, 20_000).map(lambda count: timedelta(minutes=count))


def calendars(*, with_half_days: bool = True) -> st.SearchStrategy[WorkingCalendar]:
    days = st.frozensets(some_days, max_size=25)
    return st.builds(
        WorkingCalendar,
        holidays=days,
        swapped_working_days=days,
        half_days=days if with_half_days else st.just(frozenset()),
    )


def durations(units: list[TimeUnit] | None = None) -> st.SearchStrategy[Duration]:
    return st.sampled_from(units or list(TimeUnit)).flatmap(
        lambda unit: amounts(unit).map(lambda amount: Duration(amount, unit))
    )


def amounts(unit: TimeUnit) -> st.SearchStrategy[Decimal]:
    if unit is TimeUnit.SAME_DAY:
        return st.just(Decimal(1))
    if unit is TimeUnit.MONTH:
        return st.integers(0, 6).map(Decimal)
    return st.decimals(0, 30, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def ledgers(draw: st.DrawFn, *, max_stops: int = 3) -> list[ClockFact]:
    """A clock that started and was stopped and resumed a few times; it may be stopped at the end."""
    moment = draw(moments)
    facts = [ClockFact(at=moment, move=ClockMove.START)]
    for _ in range(draw(st.integers(0, max_stops))):
        for move in (ClockMove.STOP, ClockMove.RESUME):
            moment += draw(minutes)
            facts.append(ClockFact(at=moment, move=move, reason="supplement"))
    if len(facts) > 1 and draw(st.booleans()):
        facts.pop()
    return facts
