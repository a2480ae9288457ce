"""When a duration is up: one rule for each unit, each with its source.

- ``working_day``: the day of receipt is not counted; up when the last day closes (Civil Code 2015,
  art. 147.2 and 148.1). A day worked in the morning only counts as half a day.
- ``half_day``: up when the n-th session after the one of receipt closes (by analogy, unverified).
- ``working_hour``: starts at once, or when the office opens; runs in office hours (art. 147.1).
- ``same_day``: up when the day of receipt closes (the catalogue's "1" without unit, services 12 to 14).
- ``calendar_day``: n × 24 hours; due when that day closes, or the next working day (art. 147.2, 148.5).
- ``month``: the same day of the n-th month or its last day (art. 148.3); then as calendar days.
- ``calendar_hour``: n hours day and night (art. 147.1); a moment outside office hours waits for the
  next opening (our choice, unverified).

The 15:00 rule: what arrives after 15:00 or on a day off counts as received when the office opens on
the next working day. Its source for civil status is unverified (note on service 12) and nothing
confirms it for other procedures: it is the parameter ``cut_off``, and None switches it off. It does
not touch durations in hours. By law a last day ends at 24:00 (art. 148.6); the office can hand a
result over only until it closes, so appointments are made for closing, and nothing is late before
office time has passed after it (`is_late`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from tinhso.foundation.clock.service import months_later
from tinhso.foundation.process.rules import axis
from tinhso.foundation.process.types.durations import Duration, TimeUnit

if TYPE_CHECKING:
    from tinhso.foundation.calendar.service import WorkingCalendar

CUT_OFF = time(15, 0)
NORM_HOURS_OF_A_DAY = Decimal(8)
"""Norm hours (giờ định mức) that internal procedures write for one working day; the office works 7.5."""

_SESSIONS_OF_A_DAY = 2
_MICROSECOND = timedelta(microseconds=1)
_IN_HOURS = {TimeUnit.WORKING_HOUR, TimeUnit.CALENDAR_HOUR}
_TO_CLOSING = {TimeUnit.CALENDAR_DAY, TimeUnit.MONTH}


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A duration laid on the calendar, before any stop: from where it counts and where it is used up."""

    counted_from: datetime
    used_up_at: datetime


def due_at(
    start: datetime, duration: Duration, calendar: WorkingCalendar, *, cut_off: time | None = CUT_OFF
) -> datetime:
    """The moment by which the result is due: always a moment when the office is open."""
    course = lay_course(start, duration, calendar, cut_off=cut_off)
    return settle(course.used_up_at, course, duration, calendar)


def step_due_at(
    start: datetime, hours: Decimal, calendar: WorkingCalendar, *, case_due_at: datetime | None = None
) -> datetime:
    """When a step of ``hours`` norm hours is due; never after the case itself.

    Eight norm hours are one working day, so steps that add up to 24 hours fill 3 working days exactly
    although the office is open 7.5 hours a day.
    """
    span = _part_of(_office_hours_of_a_day(calendar), hours / NORM_HOURS_OF_A_DAY)
    due = axis.advance(start, span, calendar)
    return due if case_due_at is None else min(due, axis.local(case_due_at))


def is_late(due: datetime, at: datetime, calendar: WorkingCalendar) -> bool:
    """Whether office time has passed between the due date and ``at``.

    What is finished in the evening of its last day is on time (art. 148.6: the day ends at 24:00).
    """
    return axis.working_time_between(due, at, calendar) > timedelta()


def lay_course(
    start: datetime, duration: Duration, calendar: WorkingCalendar, *, cut_off: time | None
) -> Course:
    """Lay ``duration`` on ``calendar`` from ``start``."""
    start = axis.local(start)
    counted_from = _counted_from(start, duration, calendar, cut_off)
    amount = duration.amount
    match duration.unit:
        case TimeUnit.WORKING_HOUR:
            used_up_at = axis.advance(counted_from, _hours(amount), calendar)
        case TimeUnit.CALENDAR_HOUR:
            used_up_at = counted_from + _hours(amount)
        case TimeUnit.CALENDAR_DAY:
            used_up_at = counted_from + _hours(amount * 24)
        case TimeUnit.MONTH:
            used_up_at = months_later(counted_from, int(amount))
        case TimeUnit.SAME_DAY:
            used_up_at = axis.closing_of(counted_from.date(), calendar)
        case TimeUnit.WORKING_DAY:
            receipt_day = counted_from.date() if cut_off is not None else start.date()
            used_up_at = _after_days(counted_from, receipt_day, amount, calendar)
        case TimeUnit.HALF_DAY:
            used_up_at = _after_half_days(counted_from, amount, calendar)
    return Course(counted_from=counted_from, used_up_at=used_up_at)


def settle(used_up_at: datetime, course: Course, duration: Duration, calendar: WorkingCalendar) -> datetime:
    """The due date for a duration used up at ``used_up_at``: moved into office hours where it must be."""
    if duration.unit in _TO_CLOSING:
        closings = (
            axis.closing_of(closes.date(), calendar)
            for _, closes in axis.stretches_from(used_up_at.date(), calendar)
        )
        return next(closing for closing in closings if closing >= course.counted_from)
    return axis.next_opening(used_up_at, calendar)


def _counted_from(
    start: datetime, duration: Duration, calendar: WorkingCalendar, cut_off: time | None
) -> datetime:
    if duration.unit is TimeUnit.CALENDAR_HOUR:
        return start
    if duration.unit is TimeUnit.WORKING_HOUR:
        return axis.next_opening(start, calendar)
    if cut_off is None:
        return axis.next_opening(start, calendar) if duration.is_working_time else start
    opening = axis.next_opening(start, calendar)
    if opening.date() == start.date() and start.time() <= cut_off:
        return opening
    return axis.opening_of(axis.next_working_day(start.date(), calendar), calendar)


def _after_days(
    counted_from: datetime, receipt_day: date, amount: Decimal, calendar: WorkingCalendar
) -> datetime:
    if amount == 0:
        is_same_day = counted_from.date() == receipt_day
        return axis.closing_of(receipt_day, calendar) if is_same_day else counted_from
    return _after_sessions(receipt_day + timedelta(days=1), amount * _SESSIONS_OF_A_DAY, calendar)


def _after_half_days(counted_from: datetime, amount: Decimal, calendar: WorkingCalendar) -> datetime:
    today = axis.stretches_of(counted_from.date(), calendar)
    already = sum(1 for opens, _ in today if opens <= counted_from)
    if amount == 0:
        return today[already - 1][1]
    return _after_sessions(counted_from.date(), amount + already, calendar)


def _after_sessions(day: date, count: Decimal, calendar: WorkingCalendar) -> datetime:
    """The close of the ``count``-th session from ``day`` on; a fraction is that part of the next session."""
    whole = int(count)
    opens, closes = next(islice(axis.stretches_from(day, calendar), max(whole - 1, 0), None))
    if count == whole:
        return closes
    if whole > 0:
        opens, closes = next(islice(axis.stretches_from(day, calendar), whole, None))
    return opens + _part_of(closes - opens, count - whole)


def _part_of(span: timedelta, share: Decimal) -> timedelta:
    return int(Decimal(span // _MICROSECOND) * share) * _MICROSECOND


def _hours(amount: Decimal) -> timedelta:
    return int(amount * 3_600_000_000) * _MICROSECOND


def _office_hours_of_a_day(calendar: WorkingCalendar) -> timedelta:
    day = date.min
    sessions = (calendar.morning, calendar.afternoon)
    return sum(
        (datetime.combine(day, one.closes) - datetime.combine(day, one.opens) for one in sessions),
        timedelta(),
    )
