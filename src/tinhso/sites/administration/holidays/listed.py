"""The year's days that differ from their weekday, and who changed what, why, with what effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import CalendarChangeRow, CalendarMoveRow, calendar_changes
from tinhso.foundation.authority.service import Permission
from tinhso.foundation.calendar.service import (
    CalendarChange,
    DayKind,
    DeclaredDay,
    list_declared_days,
    working_calendar,
)
from tinhso.registers.agencies.service import officer_names
from tinhso.sites.administration.holidays.days import KINDS
from tinhso.sites.administration.visits import holders_of, show
from tinhso.sites.frame.service import Cell, Column, Field, Row, Visit, day, moment, number

declarers_only = holders_of(Permission.CALENDAR_DECLARE)

REASON = Field(
    key="reason",
    label="Lý do thay đổi lịch",
    hint="Ví dụ: Thủ tướng quyết định hoán đổi ngày làm việc. Không ghi tên người dân.",
)
_DAYS = (
    Column(key="day", label="Ngày", kind="link"),
    Column(key="kind", label="Loại", kind="chip"),
    Column(key="name", label="Tên"),
    Column(key="source", label="Văn bản"),
)
_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


@require_safe
@declarers_only
def holidays(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The days of one year, this year's if none is named."""
    return holidays_page(request, visit)


def holidays_page(
    request: HttpRequest,
    visit: Visit,
    *,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page of a year, with what was wrong about a file that was sent."""
    year = _year(request.GET.get("year", ""), visit.today.year)
    rows = calendar_changes(actor=visit.actor, now=visit.now)
    names = officer_names([row.officer_id for row in rows if row.officer_id])
    declared = held_days(year, visit)
    context = {
        "year": year,
        "years": [each for each in range(visit.today.year - 2, visit.today.year + 3) if each != year],
        "columns": _DAYS,
        "rows": [_day_row(one) for one in declared],
        "is_known": working_calendar(now=visit.now).covers(visit.today.replace(year=year, month=12, day=31)),
        "changes": [_change(row, names) for row in rows],
        "errors": dict(errors or {}),
        "reason_field": REASON,
        "line_errors": (),
        **more,
    }
    return show(request, "holidays/holidays.html", context, status=status)


def held_days(year: int, visit: Visit) -> list[DeclaredDay]:
    """The declaration that holds for each day of a year, ordinary days left out."""
    held = {one.day: one for one in list_declared_days(year=year) if one.declared_at <= visit.now}
    return [one for one in held.values() if one.kind is not DayKind.ORDINARY_DAY]


def _year(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100 else otherwise


def _day_row(one: DeclaredDay) -> Row:
    label, tone = KINDS[one.kind]
    certainty = "Đã đối chiếu văn bản" if one.is_verified else "Chưa xác minh"
    return Row(
        cells={
            "day": Cell(
                text=day(one.day),
                second=_WEEKDAYS[one.day.weekday()],
                url=f"{reverse('administration:holiday')}?day={one.day.isoformat()}",
            ),
            "kind": Cell(text=label, tone=tone),
            "name": Cell(text=one.name),
            "source": Cell(text=one.source, second=f"{certainty}; {one.vintage}".strip(" ;")),
        }
    )


def _change(row: CalendarChangeRow, names: Mapping[UUID, str]) -> dict[str, Any]:
    change = row.change
    return {
        "id": change.id,
        "at": moment(change.declared_at),
        "who": names.get(row.officer_id, "") if row.officer_id else "Dòng lệnh quản trị",
        "what": [
            f"{day(one.day)}: {KINDS[one.kind][0]}, {one.name} ({one.source})" for one in change.declarations
        ],
        "title": _title(change),
        "reason": change.reason,
        "effect": _effect(row.move),
        "can_be_undone": row.can_be_undone,
    }


def _title(change: CalendarChange) -> str:
    first = change.declarations[0]
    if len(change.declarations) > 1:
        return f"{len(change.declarations)} ngày, từ {day(first.day)}"
    return f"{day(first.day)}: {KINDS[first.kind][0].lower()}"


def _effect(move: CalendarMoveRow | None) -> str:
    if move is None:
        return "Chưa bắt đầu tính lại ngày hẹn."
    moved = (
        f"{number(move.later)} hồ sơ lùi ngày hẹn, {number(move.earlier)} sớm hơn; "
        f"đã báo cho người nộp của {number(move.told)} hồ sơ."
    )
    if move.finished_at is None:
        return f"Đang tính lại: đã xem {number(move.looked_at)} trong {number(move.total)} hồ sơ. {moved}"
    return f"Đã tính lại xong lúc {moment(move.finished_at)}: {moved}"
