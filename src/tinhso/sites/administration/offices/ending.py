"""An agency ends and another takes over: the form, a dry run that counts, the decision, taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.casework.dossiers.service import STATUS_NAMES
from tinhso.coordination.reorganisation.service import (
    AgencyHoldings,
    agency_holdings,
    order_ending,
    plan_ending,
)
from tinhso.registers.agencies.service import (
    Agency,
    UnableToEndAgency,
    UnableToFindAgency,
    agency_ending,
    get_agency,
    list_agencies,
    withdraw_ending,
)
from tinhso.sites.administration.new_account import read_day
from tinhso.sites.administration.offices.units import keepers_only
from tinhso.sites.administration.visits import show
from tinhso.sites.frame.service import (
    Field,
    Option,
    SummaryRow,
    Visit,
    day,
    id_in,
    number,
    read_values,
)

FOLLOW, UNASSIGNED = "follow", "unassigned"
OFFICERS = {FOLLOW: "Chuyển theo sang cơ quan kế thừa", UNASSIGNED: "Thôi vị trí, chờ phân công sau"}
_FIELDS = (
    Field(
        key="successor",
        label="Cơ quan kế thừa",
        type="choice",
        hint="Nhận mọi hồ sơ, việc đang mở và thẩm quyền của cơ quan này.",
    ),
    Field(
        key="ends_on",
        label="Kết thúc từ ngày",
        type="date",
        hint="Ngày đầu tiên cơ quan không còn hoạt động. Trước ngày đó quyết định rút lại được.",
    ),
    Field(
        key="officers",
        label="Cán bộ của cơ quan",
        type="radio",
        options=(
            Option(value=FOLLOW, label=OFFICERS[FOLLOW], hint="Giữ chức danh, vai trò và việc được giao."),
            Option(value=UNASSIGNED, label=OFFICERS[UNASSIGNED], hint="Việc được giao về hàng việc chung."),
        ),
    ),
    Field(
        key="reason",
        label="Lý do, căn cứ",
        type="long_text",
        hint="Ví dụ: Nghị quyết số 12/NQ-HĐND. Không ghi tên người dân.",
    ),
)
_MISSING = {
    "successor": "Hãy chọn cơ quan kế thừa.",
    "ends_on": "Hãy ghi đủ ngày, tháng, năm.",
    "officers": "Hãy chọn cán bộ đi đâu.",
    "reason": "Phải ghi lý do, căn cứ.",
}


@require_http_methods(["GET", "POST"])
@keepers_only
def ending(request: HttpRequest, visit: Visit, agency_id: UUID) -> HttpResponse:
    """The form; then the dry run; then, with ``confirmed``, the decision."""
    try:
        shown = get_agency(agency_id)
    except UnableToFindAgency as unknown:
        raise Http404 from unknown
    if request.method == "GET":
        return _form(request, visit, shown, {"officers": FOLLOW}, {})
    typed = dict(read_values(request.POST, _FIELDS))
    successor, ends_on = id_in(str(typed["successor"])), read_day(str(typed["ends_on"]))
    errors = {key: message for key, message in _MISSING.items() if not typed[key]}
    if ends_on is None:
        errors["ends_on"] = _MISSING["ends_on"]
    if successor is None or ends_on is None or errors or typed["officers"] not in OFFICERS:
        return _form(request, visit, shown, typed, errors or {"officers": _MISSING["officers"]}, status=400)
    order: dict[str, Any] = {"agency_id": agency_id, "successor_id": successor, "ends_on": ends_on}
    if not request.POST.get("confirmed"):
        return _dry_run(request, visit, shown, typed, order)
    counted = request.POST.get("expected_officers", "")
    try:
        order_ending(
            **order,
            officers_follow=typed["officers"] == FOLLOW,
            reason=str(typed["reason"]),
            expected_officers=int(counted) if counted.isascii() and counted.isdecimal() else -1,
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToEndAgency as no:
        if no.code == "agencies.plan_changed":
            return _dry_run(request, visit, shown, typed, order, refusal=no.message)
        return _form(request, visit, shown, typed, dict(no.fields) or {"": no.message}, status=409)
    messages.success(request, _done(ends_on, visit))
    return HttpResponseRedirect(reverse("administration:agency", args=[agency_id]))


@require_POST
@keepers_only
def withdraw(request: HttpRequest, visit: Visit, agency_id: UUID) -> HttpResponse:
    """Take back a decision whose day has not come."""
    try:
        withdraw_ending(agency_id=agency_id, actor=visit.actor, now=visit.now)
        messages.success(request, "Đã rút quyết định kết thúc. Cơ quan hoạt động như cũ.")
    except UnableToFindAgency as unknown:
        raise Http404 from unknown
    except UnableToEndAgency as no:
        messages.error(request, no.message)
    return HttpResponseRedirect(reverse("administration:agency", args=[agency_id]))


def ending_shown(visit: Visit, agency_id: UUID) -> dict[str, Any]:
    """What the agency's page says of its end: planned, under way with what is left, or over."""
    found = agency_ending(agency_id=agency_id, actor=visit.actor, now=visit.now)
    if found is None:
        return {}
    decided, reason = found
    has_ended = decided.ends_on <= visit.today
    held = agency_holdings(agency_id=agency_id, actor=visit.actor, now=visit.now) if has_ended else None
    return {
        "ends_on": day(decided.ends_on),
        "successor": get_agency(decided.successor_id),
        "officers": OFFICERS[FOLLOW if decided.officers_follow else UNASSIGNED],
        "reason": reason,
        "has_ended": has_ended,
        "left": counted(held) if held and held.has_any else [],
        "bound": bound(held) if held else [],
    }


def counted(held: AgencyHoldings) -> list[SummaryRow]:
    """What an agency has on its hands, as a page lists it."""
    statuses = tuple(f"{STATUS_NAMES[status]}: {number(count)}" for status, count in held.dossiers.items())
    return [
        SummaryRow(key="Hồ sơ", value=number(held.dossier_count), lines=statuses),
        SummaryRow(key="Việc đang mở", value=number(held.tasks)),
        SummaryRow(key="Phản ánh, kiến nghị", value=number(held.feedback)),
        SummaryRow(key="Cán bộ", value=number(held.officers)),
    ]


def bound(held: AgencyHoldings) -> list[str]:
    """What has to be finished before the officers leave."""
    found = []
    if held.open_drawers:
        found.append(f"{held.open_drawers} sổ quỹ tiền mặt chưa khóa, chưa xác nhận hoặc chưa nộp hết tiền.")
    if held.reserve_numbers:
        found.append(f"{held.reserve_numbers} số dự phòng chưa nhập và chưa hủy.")
    return found


def _dry_run(
    request: HttpRequest,
    visit: Visit,
    shown: Agency,
    typed: dict[str, Any],
    order: dict[str, Any],
    *,
    refusal: str = "",
) -> HttpResponse:
    try:
        held = plan_ending(**order, actor=visit.actor, now=visit.now)
    except UnableToEndAgency as no:
        return _form(request, visit, shown, typed, dict(no.fields) or {"": no.message}, status=409)
    context = {
        "agency": shown,
        "typed": typed,
        "held": held,
        "summary": [
            SummaryRow(key="Cơ quan kế thừa", value=get_agency(order["successor_id"]).name),
            SummaryRow(key="Kết thúc từ ngày", value=day(order["ends_on"])),
            SummaryRow(key="Cán bộ", value=OFFICERS[str(typed["officers"])]),
            SummaryRow(key="Lý do, căn cứ", value=str(typed["reason"])),
        ],
        "counted": counted(held),
        "bound": bound(held),
        "refusal": refusal,
        "at_once": order["ends_on"] <= visit.today,
    }
    return show(request, "offices/ending_dry_run.html", context, status=409 if refusal else 200)


def _form(
    request: HttpRequest,
    visit: Visit,
    shown: Agency,
    typed: Mapping[str, Any],
    errors: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    others = [one for one in list_agencies(on=visit.today) if one.id != shown.id]
    others.sort(key=lambda one: one.kind is not shown.kind)
    context = {
        "agency": shown,
        "fields": _FIELDS,
        "typed": typed,
        "errors": errors,
        "options": {"successor": tuple(Option(value=str(one.id), label=one.name) for one in others)},
    }
    return show(request, "offices/ending.html", context, status=status)


def _done(ends_on: date, visit: Visit) -> str:
    if ends_on <= visit.today:
        return "Đã ghi quyết định. Hồ sơ và việc đang chuyển sang cơ quan kế thừa."
    return f"Đã ghi quyết định kết thúc từ {day(ends_on)}. Đến ngày đó hồ sơ và việc tự chuyển."
