"""Agencies as of a day: the list, one of them with its history, its change, and one more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.registers.agencies.service import (
    Agency,
    AgencyDetail,
    AgencyKind,
    AgencyNode,
    UnableToChangeAgency,
    UnableToFindAdministrativeUnit,
    UnableToFindAgency,
    add_agency,
    agency_details,
    agency_tree,
    change_agency,
    get_agency,
    get_unit,
    list_agencies,
    officer_names,
)
from tinhso.sites.administration.new_account import read_day
from tinhso.sites.administration.offices.ending import ending_shown
from tinhso.sites.administration.offices.units import (
    Branch,
    chosen_day,
    day_shown,
    keepers_only,
    sought_in,
    tree_shown,
)
from tinhso.sites.administration.offices.wording import KINDS
from tinhso.sites.administration.visits import show
from tinhso.sites.frame.service import (
    Cell,
    Column,
    Field,
    Option,
    Row,
    TimelineEvent,
    Visit,
    day,
    id_in,
    read_values,
)

_COLUMNS = (
    Column(key="name", label="Cơ quan", kind="link"),
    Column(key="code", label="Mã"),
    Column(key="unit", label="Đơn vị"),
    Column(key="period", label="Hoạt động"),
)
_CHANGE = (
    Field(key="name", label="Tên cơ quan"),
    Field(key="telephone", label="Điện thoại", required=False, autocomplete="off"),
    Field(key="address", label="Địa chỉ", required=False, autocomplete="off"),
    Field(
        key="valid_from",
        label="Từ ngày",
        type="date",
        hint="Trước ngày này người dân vẫn thấy tên cũ. Ngày đã qua cũng được.",
    ),
    Field(key="reason", label="Lý do", hint="Ví dụ: Nghị quyết số 12/NQ-HĐND. Không ghi tên người dân."),
)
_NEW = (
    Field(key="name", label="Tên cơ quan"),
    Field(key="code", label="Mã định danh", hint="Ví dụ: H09.12. Mã được ghi là chưa xác minh."),
    Field(
        key="kind",
        label="Loại cơ quan",
        type="choice",
        hint="Thẩm quyền đi theo loại: mỗi đơn vị có nhiều nhất một cơ quan của mỗi loại.",
        options=tuple(Option(value=kind.value, label=label) for kind, label in KINDS.items()),
    ),
    Field(key="unit_code", label="Mã đơn vị hành chính", hint="Ví dụ: 74 là tỉnh Bình Dương"),
    Field(key="parent", label="Cơ quan cấp trên", type="choice", required=False),
    Field(key="valid_from", label="Hoạt động từ ngày", type="date"),
)


@require_safe
@keepers_only
def agencies(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The agencies that exist on one day, each under the one it belongs to; sought by name or code."""
    on, sought = chosen_day(request, visit), sought_in(request)
    context = {
        "tree": [_branch(node) for node in agency_tree(on=on, sought=sought)],
        "count": len(list_agencies(on=on)),
        **tree_shown(on, sought),
    }
    return show(request, "offices/agencies.html", context)


@require_safe
@keepers_only
def agencies_by_kind(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The agencies that exist on one day, by kind, with code, unit and time."""
    on = chosen_day(request, visit)
    found = list_agencies(on=on)
    groups = [(label, [_row(one, on) for one in found if one.kind is kind]) for kind, label in KINDS.items()]
    context = {
        "single": [rows[0] for _, rows in groups if len(rows) == 1],
        "groups": [(label, rows) for label, rows in groups if len(rows) > 1],
        "count": len(found),
        "columns": _COLUMNS,
        **day_shown(on),
    }
    return show(request, "offices/agencies_by_kind.html", context)


@require_http_methods(["GET", "POST"])
@keepers_only
def agency(request: HttpRequest, visit: Visit, agency_id: UUID) -> HttpResponse:
    """One agency: what was noted about it, and the form for what is to hold from a day."""
    try:
        details = agency_details(agency_id=agency_id, actor=visit.actor, now=visit.now)
    except UnableToFindAgency as unknown:
        raise Http404 from unknown
    if request.method == "GET":
        return _one(request, visit, agency_id, details, {}, {})
    typed = read_values(request.POST, _CHANGE)
    chosen = read_day(str(typed["valid_from"]))
    if chosen is None:
        errors = {"valid_from": "Hãy ghi đủ ngày, tháng, năm."}
        return _one(request, visit, agency_id, details, typed, errors, status=400)
    try:
        change_agency(
            agency_id=agency_id,
            valid_from=chosen,
            name=str(typed["name"]),
            telephone=str(typed["telephone"]),
            address=str(typed["address"]),
            reason=str(typed["reason"]),
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToChangeAgency as no:
        return _one(request, visit, agency_id, details, typed, dict(no.fields), status=400)
    messages.success(request, f"Đã ghi, có hiệu lực từ {day(chosen)}.")
    return HttpResponseRedirect(reverse("administration:agency", args=[agency_id]))


@require_http_methods(["GET", "POST"])
@keepers_only
def new_agency(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One agency more."""
    if request.method == "GET":
        return _new(request, visit, {"valid_from": f"{visit.today:%d/%m/%Y}"}, {})
    typed = read_values(request.POST, _NEW)
    chosen = read_day(str(typed["valid_from"]))
    kind = next((kind for kind in AgencyKind if kind.value == typed["kind"]), None)
    errors = {}
    if chosen is None:
        errors["valid_from"] = "Hãy ghi đủ ngày, tháng, năm."
    if kind is None:
        errors["kind"] = "Hãy chọn loại cơ quan."
    if chosen is None or kind is None:
        return _new(request, visit, typed, errors, status=400)
    try:
        added = add_agency(
            code=str(typed["code"]),
            name=str(typed["name"]),
            kind=kind,
            unit_code=str(typed["unit_code"]),
            parent_id=id_in(str(typed["parent"])),
            valid_from=chosen,
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToChangeAgency as no:
        return _new(request, visit, typed, dict(no.fields), status=400)
    messages.success(request, f"Đã thêm cơ quan, hoạt động từ {day(chosen)}.")
    return HttpResponseRedirect(reverse("administration:agency", args=[added]))


def _one(
    request: HttpRequest,
    visit: Visit,
    agency_id: UUID,
    details: tuple[AgencyDetail, ...],
    typed: Mapping[str, Any],
    errors: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    shown = get_agency(agency_id)
    held = [one for one in details if one.valid_from <= visit.today]
    known = held[-1] if held else None
    names = officer_names([one.noted_by for one in details])
    context = {
        "agency": shown,
        "kind": KINDS[shown.kind],
        "period": _period(shown),
        "parent": get_agency(shown.parent_id) if shown.parent_id else None,
        "telephone": known.telephone if known else "",
        "address": known.address if known else "",
        "history": [_event(one, names, visit) for one in reversed(details)],
        "ending": ending_shown(visit, agency_id),
        "fields": _CHANGE,
        "typed": typed
        or {
            "name": shown.name,
            "telephone": known.telephone if known else "",
            "address": known.address if known else "",
            "valid_from": f"{visit.today:%d/%m/%Y}",
        },
        "errors": errors,
    }
    return show(request, "offices/agency.html", context, status=status)


def _new(
    request: HttpRequest, visit: Visit, typed: Mapping[str, Any], errors: dict[str, str], *, status: int = 200
) -> HttpResponse:
    parents = tuple(Option(value=str(one.id), label=one.name) for one in list_agencies(on=visit.today))
    context = {"fields": _NEW, "typed": typed, "errors": errors, "options": {"parent": parents}}
    return show(request, "offices/new_agency.html", context, status=status)


def _event(one: AgencyDetail, names: Mapping[UUID, str], visit: Visit) -> TimelineEvent:
    reached = ", ".join(each for each in (one.telephone, one.address) if each)
    return TimelineEvent(
        title=f"Từ {day(one.valid_from)}: {one.name}",
        at=one.noted_at,
        text=". ".join(each for each in (reached, f"Lý do: {one.reason}") if each),
        actor=names.get(one.noted_by, ""),
        tone="future" if one.valid_from > visit.today else "neutral",
    )


def _branch(node: AgencyNode) -> Branch:
    one = node.agency
    return Branch(
        label=one.name,
        url=reverse("administration:agency", args=[one.id]),
        second=f"mã {one.code}",
        children=tuple(_branch(child) for child in node.children),
        is_found=node.is_found,
    )


def _row(one: Agency, on: Any) -> Row:
    try:
        place = get_unit(one.unit_code, on).name
    except UnableToFindAdministrativeUnit:
        place = one.unit_code
    certainty = "" if one.code_verified else "Mã chưa xác minh"
    return Row(
        cells={
            "name": Cell(text=one.name, url=reverse("administration:agency", args=[one.id])),
            "code": Cell(text=one.code, second=certainty),
            "unit": Cell(text=place),
            "period": Cell(text=_period(one)),
        }
    )


def _period(one: Agency) -> str:
    return f"Từ {day(one.valid_from)}" + (f" đến trước {day(one.valid_to)}" if one.valid_to else "")
