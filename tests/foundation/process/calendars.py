"""The calendars of 2023 and 2024 as announced, written down by hand for the tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tinhso.foundation.calendar.service import WorkingCalendar
from tinhso.foundation.clock.service import VIETNAM


def days(first: date, last: date) -> frozenset[date]:
    return frozenset(first + timedelta(days=offset) for offset in range((last - first).days + 1))


HOLIDAYS = (
    frozenset({date(2023, 1, 2), date(2024, 1, 1), date(2024, 4, 18)})
    | days(date(2023, 1, 20), date(2023, 1, 26))  # Tết Quý Mão: Friday to Thursday
    | days(date(2023, 4, 29), date(2023, 5, 3))  # Giỗ Tổ, 30/4, 1/5 and two days made up
    | days(date(2023, 9, 1), date(2023, 9, 4))
    | days(date(2024, 2, 8), date(2024, 2, 14))  # Tết Giáp Thìn: Thursday to Wednesday
    | days(date(2024, 4, 29), date(2024, 5, 1))  # 29/4 swapped against Saturday 4/5
)
REAL = WorkingCalendar(
    holidays=HOLIDAYS,
    swapped_working_days=frozenset({date(2024, 5, 4)}),
    known_until=date(2024, 12, 31),
)


def at(text: str) -> datetime:
    """A moment as people write it: "17/07/2023 09:00"."""
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)
