"""Periods, and texts that no spreadsheet takes for a formula. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from tinhso.coordination.statistics.errors import UnableToReadPeriod
from tinhso.coordination.statistics.types import Period, PeriodKind
from tinhso.foundation.clock.service import VIETNAM

LONGEST_DAYS = 5 * 366
_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


def period_of(kind: PeriodKind, on: date) -> Period:
    """The day, week (from Monday), month, quarter or year in which ``on`` lies."""
    match kind:
        case PeriodKind.WEEK:
            first = on - timedelta(days=on.weekday())
            last = first + timedelta(days=6)
        case PeriodKind.MONTH:
            first = on.replace(day=1)
            last = _month_after(first, 1) - _DAY
        case PeriodKind.QUARTER:
            first = on.replace(month=on.month - (on.month - 1) % 3, day=1)
            last = _month_after(first, 3) - _DAY
        case PeriodKind.YEAR:
            first, last = on.replace(month=1, day=1), on.replace(month=12, day=31)
        case _:
            first = last = on
    return Period(kind=kind, first=first, last=last)


def period_between(first: date, last: date) -> Period:
    """From ``first`` to ``last``; raises UnableToReadPeriod when it ends before it begins or is too long."""
    if last < first:
        raise UnableToReadPeriod(code="period_backwards", message="Ngày kết thúc phải sau ngày bắt đầu.")
    if (last - first).days > LONGEST_DAYS:
        raise UnableToReadPeriod(code="period_too_long", message="Mỗi lần xem nhiều nhất 5 năm.")
    return Period(kind=PeriodKind.RANGE, first=first, last=last)


def moments_of(period: Period, now: datetime) -> tuple[datetime, datetime]:
    """When the period begins, and its last moment: now where it still runs.

    Raises UnableToReadPeriod for one that has not begun.
    """
    since = datetime.combine(period.first, time(), VIETNAM)
    if since > now:
        raise UnableToReadPeriod(code="period_ahead", message="Kỳ này chưa bắt đầu. Hãy chọn kỳ khác.")
    end = datetime.combine(period.last + _DAY, time(), VIETNAM) - _INSTANT
    return since, min(now, end)


def neighbours(period: Period, today: date) -> tuple[Period, Period | None]:
    """The period before, and the one after where it has begun."""
    if period.kind is PeriodKind.RANGE:
        days = (period.last - period.first).days + 1
        before = Period(kind=period.kind, first=period.first - days * _DAY, last=period.first - _DAY)
        after = Period(kind=period.kind, first=period.last + _DAY, last=period.last + days * _DAY)
    else:
        before = period_of(period.kind, period.first - _DAY)
        after = period_of(period.kind, period.last + _DAY)
    return before, after if after.first <= today else None


def _month_after(first: date, months: int) -> date:
    index = first.month - 1 + months
    return date(first.year + index // 12, index % 12 + 1, 1)


_FORMULA = frozenset("=+-@\u2212")
_SEPARATED = re.compile(r'([,;|"])( ?)')


def safe_text(text: str) -> str:
    """The text on one line, and with an apostrophe wherever a spreadsheet would begin to calculate.

    That is where it begins with = + - @, also in full width, small or raised form and behind blanks or
    signs that nobody sees; and behind a comma, semicolon, bar or quotation mark, where a spreadsheet
    with other settings begins a new cell. Signs without a shape are left out.
    """
    shaped = "".join(" " if _is_blank(sign) else sign for sign in text if unicodedata.category(sign) != "Cf")
    line = " ".join(shaped.split())
    guarded = _SEPARATED.sub(lambda found: _guard(found, line), line)
    return f"'{guarded}" if _calculates(guarded[:1]) else guarded


def _is_blank(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Zl", "Zp")


def _calculates(sign: str) -> bool:
    return bool(sign) and unicodedata.normalize("NFKC", sign)[:1] in _FORMULA


def _guard(found: re.Match[str], line: str) -> str:
    return f"{found.group()}'" if _calculates(line[found.end() : found.end() + 1]) else found.group()
