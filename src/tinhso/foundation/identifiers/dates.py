"""Dates as people type them: a day of the calendar, or only a year."""

import datetime as dt
import re

from tinhso.foundation.identifiers.digits import refuse_foreign_digits
from tinhso.foundation.identifiers.errors import UnableToReadDate
from tinhso.foundation.identifiers.types import PartialDate

_VIETNAMESE = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")
_FIRST_YEAR, _LAST_YEAR = 1850, 2200


def parse_partial_date(text: str) -> PartialDate:
    """Read ``03/02/1990``, ``1990-02-03`` or ``1990``; refuses 30/02, half dates, years outside 1850–2200."""
    refuse_foreign_digits(text, code="date", error=UnableToReadDate)
    value = text.strip()
    if _YEAR.fullmatch(value):
        return PartialDate(_year_in_reach(int(value)))
    if found := _VIETNAMESE.fullmatch(value):
        day, month, year = map(int, found.groups())
    elif found := _ISO.fullmatch(value):
        year, month, day = map(int, found.groups())
    else:
        raise UnableToReadDate(
            "date.format", "Ngày phải viết như 03/02/1990; nếu chỉ biết năm thì ghi năm, ví dụ 1990."
        )
    try:
        dt.date(year, month, day)
    except ValueError as error:
        raise UnableToReadDate(
            "date.not_in_calendar", "Ngày này không có trong lịch; hãy xem lại ngày và tháng."
        ) from error
    return PartialDate(_year_in_reach(year), month, day)


def _year_in_reach(year: int) -> int:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise UnableToReadDate(
            "date.year", f"Năm phải từ {_FIRST_YEAR} đến {_LAST_YEAR}; hãy xem lại năm đã nhập."
        )
    return year
