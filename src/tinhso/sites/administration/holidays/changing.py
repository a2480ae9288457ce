"""Changing the calendar: what is typed or imported, what it would do, and the decision with its reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.casework.dossiers.service import (
    CalendarPlan,
    change_calendar,
    plan_calendar_change,
    plan_undo,
    undo_calendar_change,
)
from tinhso.engines.tables.service import UnreadableTable
from tinhso.foundation.calendar.service import DayKind, DayToDeclare, UnableToDeclareHoliday
from tinhso.registers.agencies.service import get_agency
from tinhso.sites.administration.holidays.days import (
    KINDS,
    carried,
    read_carried,
    read_one_day,
    read_year_file,
)
from tinhso.sites.administration.holidays.listed import REASON, declarers_only, held_days, holidays_page
from tinhso.sites.administration.new_account import read_day
from tinhso.sites.administration.visits import show
from tinhso.sites.frame.service import (
    Cell,
    Column,
    Field,
    Option,
    Row,
    Visit,
    day,
    number,
    read_upload,
    read_values,
)

_FIELDS = (
    Field(key="day", label="Ngày", type="date", hint="Ngày đã qua cũng được; hồ sơ đang chạy được tính lại."),
    Field(
        key="kind",
        label="Ngày này",
        type="radio",
        options=tuple(Option(value=kind.value, label=label) for kind, (label, _) in KINDS.items()),
    ),
    Field(key="name", label="Tên ngày", hint="Ví dụ: Nghỉ bù Quốc khánh"),
    Field(key="source", label="Số văn bản quyết định", hint="Ví dụ: Công văn 2450/VPCP-KGVX"),
    Field(key="verified", label="Tôi đã đối chiếu với bản gốc của văn bản", type="consent", required=False),
    REASON,
)
_AGENCIES = (
    Column(key="agency", label="Cơ quan"),
    Column(key="later", label="Hẹn trả muộn hơn"),
    Column(key="earlier", label="Hẹn trả sớm hơn"),
)


@require_http_methods(["GET", "POST"])
@declarers_only
def holiday(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form for one day, then what it would do."""
    if request.method == "GET":
        return _form(request, visit, _known(request.GET.get("day", ""), visit), {})
    typed = read_values(request.POST, _FIELDS)
    errors = {field.key: "Phải ghi mục này." for field in _FIELDS if field.required and not typed[field.key]}
    chosen = read_day(str(typed["day"]))
    kind = next((kind for kind in DayKind if kind.value == typed["kind"]), None)
    if chosen is None:
        errors["day"] = "Hãy ghi đủ ngày, tháng, năm."
    if kind is None:
        errors["kind"] = "Hãy chọn ngày này là ngày gì."
    if chosen is None or kind is None or errors:
        return _form(request, visit, typed, errors, status=400)
    said = DayToDeclare(
        day=chosen,
        kind=kind,
        name=str(typed["name"]),
        source=str(typed["source"]),
        is_verified=bool(typed["verified"]),
    )
    try:
        plan = plan_calendar_change(days=[said], actor=visit.actor, now=visit.now)
    except UnableToDeclareHoliday as no:
        return _form(request, visit, typed, dict(no.fields) or {"": no.message}, status=409)
    return _dry_run(request, plan, reason=str(typed["reason"]))


@require_POST
@declarers_only
def import_year(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The days of a file: its errors by line, or what they would do."""
    upload = request.FILES.get("file")
    if upload is None:
        return holidays_page(request, visit, errors={"file": "Hãy chọn tệp."}, status=400)
    try:
        days, errors = read_year_file(read_upload(upload))
        if errors:
            message = f"Tệp có {len(errors)} dòng cần sửa. Chưa có gì được lưu."
            return holidays_page(request, visit, errors={"file": message}, line_errors=errors, status=400)
        news = _news(days, visit)
        if days and not news:
            messages.info(request, "Mọi ngày trong tệp đã có trong lịch. Không có gì thay đổi.")
            return HttpResponseRedirect(reverse("administration:holidays"))
        plan = plan_calendar_change(days=news, actor=visit.actor, now=visit.now)
    except UnreadableTable as no:
        return holidays_page(request, visit, errors={"file": no.message}, status=400)
    except UnableToDeclareHoliday as no:
        return holidays_page(request, visit, errors={"file": no.message}, status=409)
    return _dry_run(request, plan, reason="")


@require_POST
@declarers_only
def save(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Declare the days that were looked at."""
    reason = request.POST.get("reason", "").strip()
    try:
        days = read_carried(request.POST.get("days", ""))
    except ValueError:
        return holidays_page(request, visit, errors={"": "Trang đã cũ. Hãy nhập lại ngày."}, status=400)
    try:
        if not reason:
            raise UnableToDeclareHoliday(
                "calendar.reason_missing", "Phải ghi lý do.", {"reason": "Phải ghi lý do thay đổi lịch."}
            )
        change_calendar(days=days, reason=reason, actor=visit.actor, now=visit.now)
    except UnableToDeclareHoliday as no:
        return _again(request, visit, days, reason, no)
    messages.success(request, "Đã lưu. Ngày hẹn của hồ sơ đang chạy được tính lại ngay bây giờ.")
    return HttpResponseRedirect(f"{reverse('administration:holidays')}?year={days[0].day.year}")


@require_POST
@declarers_only
def undo(request: HttpRequest, visit: Visit, change_id: UUID) -> HttpResponse:
    """What taking a change back would do; with ``confirmed``, take it back."""
    reason = request.POST.get("reason", "").strip()
    known: dict[str, Any] = {"change_id": change_id, "actor": visit.actor, "now": visit.now}
    try:
        if not request.POST.get("confirmed"):
            return _dry_run(request, plan_undo(**known), reason="", undoes=change_id)
        if not reason:
            errors = {"reason": "Phải ghi lý do thay đổi lịch."}
            plan = plan_undo(**known)
            return _dry_run(request, plan, reason="", undoes=change_id, errors=errors, status=400)
        undo_calendar_change(**known, reason=reason)
    except UnableToDeclareHoliday as no:
        return holidays_page(request, visit, errors={"": no.message}, status=409)
    messages.success(request, "Đã hoàn tác. Ngày hẹn của hồ sơ đang chạy được tính lại ngay bây giờ.")
    return HttpResponseRedirect(reverse("administration:holidays"))


def _again(
    request: HttpRequest, visit: Visit, days: list[DayToDeclare], reason: str, no: UnableToDeclareHoliday
) -> HttpResponse:
    try:
        plan = plan_calendar_change(days=days, actor=visit.actor, now=visit.now)
    except UnableToDeclareHoliday as changed:
        return holidays_page(request, visit, errors={"": changed.message}, status=409)
    errors = dict(no.fields) or {"": no.message}
    return _dry_run(request, plan, reason=reason, errors=errors, status=400)


def _news(days: list[DayToDeclare], visit: Visit) -> list[DayToDeclare]:
    """Those that say something the calendar does not: a file may be sent again with a few days more."""
    held = {one.day: one for year in {one.day.year for one in days} for one in held_days(year, visit)}
    return [
        one
        for one in days
        if one.day not in held
        or (one.kind, one.name, one.source) != (held[one.day].kind, held[one.day].name, held[one.day].source)
    ]


def _known(text: str, visit: Visit) -> dict[str, Any]:
    """What holds for the day that was clicked on."""
    chosen = read_one_day(text)
    if chosen is None:
        return {}
    found = next((one for one in held_days(chosen.year, visit) if one.day == chosen), None)
    typed = {"day": f"{chosen:%d/%m/%Y}"}
    if found is None:
        return typed
    return {
        **typed,
        "kind": found.kind.value,
        "name": found.name,
        "source": found.source,
        "verified": found.is_verified,
    }


def _form(
    request: HttpRequest, visit: Visit, typed: Any, errors: dict[str, str], *, status: int = 200
) -> HttpResponse:
    context = {"fields": _FIELDS, "typed": typed, "errors": errors}
    return show(request, "holidays/holiday.html", context, status=status)


def _dry_run(
    request: HttpRequest,
    plan: CalendarPlan,
    *,
    reason: str,
    undoes: UUID | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "plan": plan,
        "days": [(day(one.day), KINDS[one.kind][0], one.name, one.source) for one in plan.days],
        "carried": carried(plan.days),
        "columns": _AGENCIES,
        "rows": [_agency_row(agency_id, *moved) for agency_id, moved in plan.by_agency.items()],
        "reason_field": REASON,
        "reason": reason,
        "undoes": undoes,
        "errors": errors or {},
    }
    return show(request, "holidays/dry_run.html", context, status=status)


def _agency_row(agency_id: UUID, later: int, earlier: int) -> Row:
    return Row(
        cells={
            "agency": Cell(text=get_agency(agency_id).name),
            "later": Cell(text=number(later)),
            "earlier": Cell(text=number(earlier)),
        }
    )
