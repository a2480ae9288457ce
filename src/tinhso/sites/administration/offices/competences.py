"""Who handles what for which unit on a day: the gaps first, decisions that change it, and giving one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.registers.agencies.service import (
    AgencyKind,
    CompetencePeriod,
    UnableToGiveCompetence,
    competences_given,
    end_competence,
    get_agency,
    get_unit,
    give_competence,
    list_agencies,
    who_is_competent,
)
from tinhso.registers.catalogue.service import UnableToFileAsDossier, get_procedure, search_procedures
from tinhso.sites.administration.new_account import read_day
from tinhso.sites.administration.offices.units import chosen_day, day_shown, keepers_only
from tinhso.sites.administration.offices.wording import KINDS
from tinhso.sites.administration.visits import show
from tinhso.sites.frame.service import Cell, Column, Field, Option, Row, Visit, day, id_in, read_values

NOBODY = "Chưa có cơ quan tiếp nhận"
_COLUMNS = (
    Column(key="unit", label="Đơn vị", kind="link"),
    Column(key="agency", label="Cơ quan tiếp nhận"),
)
_NEW = (
    Field(
        key="competence",
        label="Thẩm quyền",
        type="choice",
        options=tuple(Option(value=kind.value, label=label) for kind, label in KINDS.items()),
        hint="Mỗi thủ tục đi theo một thẩm quyền; trang Thẩm quyền cho biết thủ tục nào.",
    ),
    Field(key="unit_code", label="Mã đơn vị hành chính", hint="Của xã, huyện hay tỉnh, theo ngày bắt đầu"),
    Field(key="agency", label="Giao cho cơ quan", type="choice"),
    Field(
        key="valid_from",
        label="Từ ngày",
        type="date",
        hint="Hồ sơ nộp trước ngày này ở lại nơi đang giải quyết.",
    ),
    Field(
        key="valid_to", label="Đến trước ngày", type="date", required=False, hint="Bỏ trống nếu không có hạn."
    ),
    Field(
        key="reason",
        label="Lý do, căn cứ",
        type="long_text",
        hint="Ví dụ: Quyết định số 15/QĐ-UBND. Không ghi tên người dân.",
    ),
)
_MISSING = {
    "competence": "Hãy chọn thẩm quyền.",
    "unit_code": "Phải ghi mã đơn vị.",
    "agency": "Hãy chọn cơ quan.",
    "reason": "Phải ghi lý do, căn cứ.",
}
_UNREADABLE = "Hãy ghi đủ ngày, tháng, năm."


@require_safe
@keepers_only
def competences(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every competence that a procedure of the day asks for: where nobody holds it, then who does."""
    on = chosen_day(request, visit)
    groups = [_group(competence, titles, on) for competence, titles in sorted(_asked_for(on).items())]
    groups.sort(key=lambda group: -group["gaps"])
    context = {
        "groups": groups,
        "columns": _COLUMNS,
        "given": [_given(*one, visit) for one in competences_given(actor=visit.actor, now=visit.now)],
        **day_shown(on),
    }
    return show(request, "offices/competences.html", context)


@require_http_methods(["GET", "POST"])
@keepers_only
def new_competence(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give a competence for a unit to an agency from a day on."""
    if request.method == "GET":
        return _new(request, visit, {"valid_from": f"{visit.today:%d/%m/%Y}"}, {})
    typed = read_values(request.POST, _NEW)
    errors = {key: message for key, message in _MISSING.items() if not typed[key]}
    kind = next((kind for kind in AgencyKind if kind.value == typed["competence"]), None)
    agency_id = id_in(str(typed["agency"]))
    valid_from, valid_to = read_day(str(typed["valid_from"])), read_day(str(typed["valid_to"]))
    if valid_from is None:
        errors["valid_from"] = _UNREADABLE
    if valid_to is None and str(typed["valid_to"]).strip("/ "):
        errors["valid_to"] = _UNREADABLE
    if kind is None or agency_id is None or valid_from is None or errors:
        return _new(request, visit, typed, errors or {"agency": _MISSING["agency"]}, status=400)
    try:
        give_competence(
            competence=kind,
            unit_code=str(typed["unit_code"]).strip(),
            agency_id=agency_id,
            valid_from=valid_from,
            valid_to=valid_to,
            reason=str(typed["reason"]),
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToGiveCompetence as no:
        return _new(request, visit, typed, dict(no.fields), status=409)
    messages.success(request, f"Đã giao thẩm quyền từ {day(valid_from)}.")
    return HttpResponseRedirect(f"{reverse('administration:competences')}?{day_shown(valid_from)['query']}")


@require_POST
@keepers_only
def end(request: HttpRequest, visit: Visit, period_id: UUID) -> HttpResponse:
    """Let a decision end today, or take it back when it has not begun."""
    try:
        given = {one.id: one for one, _ in competences_given(actor=visit.actor, now=visit.now)}
        begins = given[period_id].valid_from if period_id in given else visit.today
        end_competence(
            period_id=period_id, valid_to=max(begins, visit.today), actor=visit.actor, now=visit.now
        )
        messages.success(request, "Đã kết thúc. Thẩm quyền lại theo loại cơ quan.")
    except UnableToGiveCompetence as no:
        messages.error(request, no.message)
    return HttpResponseRedirect(reverse("administration:competences"))


def _asked_for(on: date) -> Mapping[str, list[str]]:
    """The competences that procedures in force on that day ask for, with the procedures' titles."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in search_procedures(text="", on=on):
        try:
            rule = get_procedure(row.code, on=on).agency
        except UnableToFileAsDossier:
            continue  # a payment, which no agency receives
        for competence in dict.fromkeys((rule.lead, *(each.competence for each in rule.further))):
            found[competence].append(f"{row.title} ({row.code})")
    return found


def _group(competence: str, titles: list[str], on: date) -> dict[str, Any]:
    held = who_is_competent(competence=competence, on=on)
    gaps = [code for code, agency in held.items() if agency is None]
    agencies = {agency.id for agency in held.values() if agency is not None}
    query = day_shown(on)["query"]
    rows = [
        Row(
            cells={
                "unit": Cell(
                    text=get_unit(code, on).name,
                    second=f"mã {code}",
                    url=f"{reverse('administration:unit', args=[code])}?{query}",
                ),
                "agency": Cell(text=agency.name if agency else NOBODY),
            },
            level="calm" if agency else "late",
        )
        for code, agency in sorted(held.items(), key=lambda item: item[1] is not None)
    ]
    return {
        "label": KINDS[AgencyKind(competence)],
        "titles": titles,
        "gaps": len(gaps),
        "communes": len(held),
        "agencies": len(agencies),
        "rows": rows if gaps or len(agencies) > 1 else rows[:0],
        "only": get_agency(next(iter(agencies))).name if len(agencies) == 1 and not gaps else "",
    }


def _given(period: CompetencePeriod, reason: str, visit: Visit) -> dict[str, Any]:
    until = f" đến trước {day(period.valid_to)}" if period.valid_to else ""
    is_over = period.valid_to is not None and period.valid_to <= visit.today
    return {
        "id": period.id,
        "label": KINDS[AgencyKind(period.competence)],
        "unit": f"{get_unit(period.unit_code, period.valid_from).name} (mã {period.unit_code})",
        "agency": get_agency(period.agency_id).name,
        "period": f"từ {day(period.valid_from)}{until}",
        "reason": reason,
        "is_over": is_over,
        "has_begun": period.valid_from <= visit.today,
    }


def _new(
    request: HttpRequest, visit: Visit, typed: Mapping[str, Any], errors: dict[str, str], *, status: int = 200
) -> HttpResponse:
    options = tuple(Option(value=str(one.id), label=one.name) for one in list_agencies(on=visit.today))
    context = {"fields": _NEW, "typed": typed, "errors": errors, "options": {"agency": options}}
    return show(request, "offices/new_competence.html", context, status=status)
