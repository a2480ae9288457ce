"""Declaring days, and the first filling of the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tinhso.foundation.calendar.adapters.seed import seed_days
from tinhso.foundation.calendar.events import HolidayDeclared
from tinhso.foundation.calendar.models import Holiday
from tinhso.foundation.calendar.queries import days_spoken_of, forget_calendar, latest_about
from tinhso.foundation.calendar.types import DayKind, DeclaredDay, DeclaringWork, WorkingCalendar
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.identifiers.service import DomainError, UnableToReadText, clean_text

MAX_TEXT = 200


class UnableToDeclareHoliday(DomainError):
    """The declaration says nothing new, contradicts itself or lacks its source."""


def declare_holiday(
    *,
    work: DeclaringWork | None,
    day: date,
    kind: DayKind,
    name: str,
    source: str,
    now: datetime,
    vintage: str = "",
    is_verified: bool = False,
) -> UUID:
    """Add a declaration about ``day`` in the caller's transaction and announce `HolidayDeclared`.

    ``source`` names the deciding document. ``work`` is None only where nothing is running yet
    (set-up); the caller has asked authority. Days of the past may be declared: open clocks are
    recomputed all the same. Refuses a declaration that changes nothing about the day, except one
    that confirms an unverified one.
    """
    name, source = _required(name, "name"), _required(source, "source")
    held = latest_about(day)
    confirms = held is not None and held.kind is kind and is_verified and not held.is_verified
    _check_is_newest(held=held, now=now)
    if not confirms:
        _check_says_something(day=day, kind=kind, held=held)
    declaration = Holiday.objects.create(
        id=new_id(),
        date=day,
        name=name,
        kind=kind.value,
        source=source,
        vintage=clean_text(vintage, MAX_TEXT),
        is_verified=is_verified,
        declared_at=now,
    )
    if work is not None:
        work.record(
            action="calendar.declared",
            object_kind="holiday",
            object_id=declaration.id,
            details={"day": day.isoformat(), "kind": kind.value},
        )
        work.announce(HolidayDeclared(subject_id=declaration.id))
    transaction.on_commit(forget_calendar)
    return declaration.id


def seed_calendar(years: Iterable[int]) -> int:
    """Fill the calendar with statutory holidays and known swaps of ``years``; returns how many were added.

    Idempotent: a day about which anything was ever declared is left alone. Announces nothing.
    """
    wanted = seed_days(years)
    spoken_of = days_spoken_of([one.day for one in wanted])
    rows = [
        Holiday(
            id=new_id(),
            date=one.day,
            name=one.name,
            kind=one.kind.value,
            source=one.source,
            vintage=one.vintage,
            is_verified=one.is_verified,
            declared_at=one.declared_at,
        )
        for one in wanted
        if one.day not in spoken_of
    ]
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(forget_calendar)
    return len(rows)


def _required(text: str, field: str) -> str:
    try:
        cleaned = clean_text(text, MAX_TEXT)
    except UnableToReadText as refusal:
        raise UnableToDeclareHoliday(
            "calendar.unreadable_text", refusal.message, {field: refusal.message}
        ) from refusal
    if not cleaned:
        message = "Phải ghi tên ngày nghỉ và văn bản công bố."
        raise UnableToDeclareHoliday("calendar.text_missing", message, {field: message})
    return cleaned


def _check_is_newest(*, held: DeclaredDay | None, now: datetime) -> None:
    if held is not None and held.declared_at >= now:
        message = "Đã có công bố mới hơn về ngày này."
        raise UnableToDeclareHoliday("calendar.newer_exists", message, {"day": message})


def _check_says_something(*, day: date, kind: DayKind, held: DeclaredDay | None) -> None:
    if held is not None and held.kind is kind:
        message = f"Ngày {day:%d/%m/%Y} đã được công bố như vậy."
        raise UnableToDeclareHoliday("calendar.already_declared", message, {"kind": message})
    works_by_weekday = WorkingCalendar().is_working_day(day)
    is_held = held is not None and held.kind is not DayKind.ORDINARY_DAY
    if kind is DayKind.SWAPPED_WORKING_DAY and works_by_weekday and not is_held:
        message = f"Ngày {day:%d/%m/%Y} vốn là ngày làm việc, không thể công bố làm bù."
        raise UnableToDeclareHoliday("calendar.works_already", message, {"kind": message})
    if kind is DayKind.ORDINARY_DAY and not is_held:
        message = f"Ngày {day:%d/%m/%Y} chưa có công bố nào để hủy."
        raise UnableToDeclareHoliday("calendar.nothing_to_take_back", message, {"kind": message})
