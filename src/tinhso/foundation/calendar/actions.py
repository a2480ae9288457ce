"""Declaring days, and the first filling of the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tinhso.foundation.calendar.adapters.seed import seed_days
from tinhso.foundation.calendar.events import HolidayDeclared
from tinhso.foundation.calendar.models import Holiday
from tinhso.foundation.calendar.queries import (
    REASON,
    as_declared,
    days_spoken_of,
    declarations_of,
    forget_calendar,
    latest_about,
)
from tinhso.foundation.calendar.types import (
    CalendarChange,
    DayKind,
    DayToDeclare,
    DeclaredDay,
    DeclaringWork,
    WorkingCalendar,
)
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import seal_text
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

    One day of `declare_days`; returns the id of the declaration.
    """
    said = DayToDeclare(
        day=day, kind=kind, name=name, source=source, vintage=vintage, is_verified=is_verified
    )
    (declaration,) = declare_days(work=work, days=[said], now=now).declarations
    return declaration.id


def declare_days(
    *,
    work: DeclaringWork | None,
    days: Sequence[DayToDeclare],
    now: datetime,
    reason: str = "",
    change_id: UUID | None = None,
) -> CalendarChange:
    """Declare several days as one change that can be taken back as one; announced once.

    ``source`` of each day names the deciding document, ``reason`` says why the calendar is changed.
    ``work`` is None only where nothing is running yet (set-up); the caller has asked authority. Days of
    the past may be declared: open clocks are recomputed all the same. Refuses a day twice, and a declaration
    that changes nothing about its day; then nothing of the whole change is written.
    """
    _check_said_once(days)
    change_id = change_id or new_id()
    reason = _required(reason, "reason") if reason else ""
    declarations = [_declare(one, now, reason, change_id) for one in sorted(days, key=lambda one: one.day)]
    if work is not None:
        for row in declarations:
            work.record(
                action="calendar.declared",
                object_kind="holiday",
                object_id=row.id,
                details={"day": row.day.isoformat(), "kind": row.kind.value},
            )
        work.announce(HolidayDeclared(subject_id=declarations[0].id))
    transaction.on_commit(forget_calendar)
    return CalendarChange(id=change_id, declared_at=now, reason=reason, declarations=tuple(declarations))


def take_back_change(*, work: DeclaringWork, change_id: UUID, reason: str, now: datetime) -> CalendarChange:
    """Declare of each day of a change what held before it; see `days_before` for what is refused."""
    return declare_days(work=work, days=days_before(change_id), reason=reason, now=now)


def days_before(change_id: UUID) -> tuple[DayToDeclare, ...]:
    """What was declared of the days of a change before it, as it would be declared again.

    Refuses an unknown change, and one about a day of which something newer was declared since.
    """
    said = declarations_of(change_id)
    if not said:
        raise UnableToDeclareHoliday("calendar.unknown_change", "Không có thay đổi này.")
    restored = []
    for one in said:
        held = latest_about(one.day)
        if held is None or held.id != one.id:
            message = f"Ngày {one.day:%d/%m/%Y} đã được công bố khác sau đó, không hoàn tác cả lần này được."
            raise UnableToDeclareHoliday("calendar.newer_exists", message)
        restored.append(_again(one, latest_about(one.day, before=one.declared_at)))
    return tuple(restored)


def check_days(days: Sequence[DayToDeclare], *, now: datetime) -> None:
    """Raise what `declare_days` would refuse, without writing anything."""
    _check_said_once(days)
    for one in days:
        _checked(one, now)


def _again(said: DeclaredDay, before: DeclaredDay | None) -> DayToDeclare:
    if before is None:
        return DayToDeclare(day=said.day, kind=DayKind.ORDINARY_DAY, name=said.name, source=said.source)
    return DayToDeclare(
        day=before.day,
        kind=before.kind,
        name=before.name,
        source=before.source,
        vintage=before.vintage,
        is_verified=before.is_verified,
    )


def _check_said_once(days: Sequence[DayToDeclare]) -> None:
    if not days:
        raise UnableToDeclareHoliday("calendar.no_days", "Chưa có ngày nào để ghi.")
    seen: set[date] = set()
    for one in days:
        if one.day in seen:
            message = f"Ngày {one.day:%d/%m/%Y} có hai lần."
            raise UnableToDeclareHoliday("calendar.day_twice", message, {"day": message})
        seen.add(one.day)


def _checked(said: DayToDeclare, now: datetime) -> DayToDeclare:
    said = replace(said, name=_required(said.name, "name"), source=_required(said.source, "source"))
    held = latest_about(said.day)
    _check_is_newest(held=held, now=now)
    _check_says_something(said, held)
    return said


def _declare(said: DayToDeclare, now: datetime, reason: str, change_id: UUID) -> DeclaredDay:
    said, row_id = _checked(said, now), new_id()
    row = Holiday.objects.create(
        id=row_id,
        date=said.day,
        name=said.name,
        kind=said.kind.value,
        source=said.source,
        vintage=clean_text(said.vintage, MAX_TEXT),
        is_verified=said.is_verified,
        declared_at=now,
        sealed_reason=seal_text(reason, owner=row_id, field=REASON) if reason else None,
        change_id=change_id,
    )
    return as_declared(row)


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


def _check_says_something(said: DayToDeclare, held: DeclaredDay | None) -> None:
    day, kind = said.day, said.kind
    if held is not None and held.kind is kind and not _says_more(said, held):
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


def _says_more(said: DayToDeclare, held: DeclaredDay) -> bool:
    return said.kind is not DayKind.ORDINARY_DAY and (said.name, said.source, said.is_verified) != (
        held.name,
        held.source,
        held.is_verified,
    )
