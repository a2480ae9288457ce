"""Shares of time that a line stood still. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from tinhso.coordination.lines.types import DayOfLine
from tinhso.foundation.clock.service import VIETNAM

_DAY = timedelta(days=1)

Span = tuple[datetime, datetime | None]
"""From when to when a line stood still; None where it still does."""


def still_between(spans: Sequence[Span], since: datetime, until: datetime) -> timedelta:
    """How long a line stood still between two moments; a pause within an outage counts once."""
    cut = sorted(
        (max(began, since), min(ended or until, until))
        for began, ended in spans
        if began < until and (ended is None or ended > since)
    )
    total, reached = timedelta(), since
    for began, ended in cut:
        begin = max(began, reached)
        if ended > begin:
            total += ended - begin
            reached = ended
    return total


def share_up(outages: Sequence[Span], since: datetime, until: datetime) -> float:
    """The share of a time in which a line answered, or would have."""
    whole = until - since
    return 1 - still_between(outages, since, until) / whole if whole else 1.0


def days_of(spans: Sequence[Span], first: date, last: date, until: datetime) -> tuple[DayOfLine, ...]:
    """Each day of a period with the share of it that the line stood still, as far as it has gone."""
    days = []
    for number in range((last - first).days + 1):
        day = first + number * _DAY
        begins = datetime.combine(day, time(), VIETNAM)
        ends = min(begins + _DAY, until)
        still = still_between(spans, begins, ends) / _DAY if begins < until else None
        days.append(DayOfLine(day=day, still=still))
    return tuple(days)
