"""Counting in months, as the law does (Civil Code 2015, art. 148.3)."""

import calendar
from datetime import date
from typing import TypeVar

Day = TypeVar("Day", bound=date)


def months_later(day: Day, months: int) -> Day:
    """The same day (or moment) ``months`` later or, if negative, earlier; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
