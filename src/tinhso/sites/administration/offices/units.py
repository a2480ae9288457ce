"""Administrative units as of a day: what stood where, what it came of, what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.foundation.authority.service import Permission
from tinhso.registers.agencies.service import (
    UnableToFindAdministrativeUnit,
    Unit,
    get_unit,
    list_agencies,
    list_communes,
    list_districts,
    predecessors,
    successors,
    unit_and_above,
)
from tinhso.sites.administration.new_account import read_day
from tinhso.sites.administration.offices.wording import COVERAGES
from tinhso.sites.administration.visits import holders_of, show
from tinhso.sites.frame.service import Cell, Column, Field, Row, Visit, day
from tinhso.sites.frame.service import read_date as read_boxes

keepers_only = holders_of(Permission.AGENCY_ADMINISTER)
DAY_FIELD = Field(key="on", label="Xem vào ngày", type="date")
_COLUMNS = (
    Column(key="name", label="Đơn vị", kind="link"),
    Column(key="code", label="Mã"),
    Column(key="from", label="Từ ngày"),
    Column(key="becomes", label="Về sau"),
)


@require_safe
@keepers_only
def units(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Districts with their communes on one day; communes alone where there are no districts."""
    on = chosen_day(request, visit)
    groups: list[tuple[str, list[Row]]] = []
    for district in list_districts(on):
        communes = list_communes(on=on, district=district.code)
        groups.append((district.name, [_row(unit, on) for unit in (district, *communes)]))
    if not groups:
        groups = [("Xã, phường", [_row(unit, on) for unit in list_communes(on=on)])]
    context = {
        "groups": [(name, rows) for name, rows in groups if rows],
        "columns": _COLUMNS,
        **day_shown(on),
    }
    return show(request, "offices/units.html", context)


@require_safe
@keepers_only
def unit(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """One unit on one day."""
    on = chosen_day(request, visit)
    try:
        shown = get_unit(code, on)
    except UnableToFindAdministrativeUnit as unknown:
        raise Http404 from unknown
    before = [(one.name, one.code, day(one.valid_to), COVERAGES[how]) for one, how in predecessors(code, on)]
    context = {
        "unit": shown,
        "above": ", ".join(one.name for one in unit_and_above(code, on)[1:]),
        "period": _period(shown),
        "before": before,
        "after": [_successor(one) for one in successors(code, on) if one.unit.id != shown.id],
        "agencies": [one for one in list_agencies(on=on) if one.unit_code == code],
        **day_shown(on),
    }
    return show(request, "offices/unit.html", context)


def chosen_day(request: HttpRequest, visit: Visit) -> date:
    """The day asked for, today without one that can be read."""
    return read_day(read_boxes(request.GET, "on")) or visit.today


def day_shown(on: date) -> dict[str, Any]:
    """What pages of a day need to show it and to keep it in their links."""
    return {
        "on": f"{on:%d/%m/%Y}",
        "day_field": DAY_FIELD,
        "query": f"on-day={on.day}&on-month={on.month}&on-year={on.year}",
    }


def _row(one: Unit, on: date) -> Row:
    later = [after.unit.name for after in successors(one.code, on) if after.unit.id != one.id]
    query = day_shown(on)["query"]
    return Row(
        cells={
            "name": Cell(text=one.name, url=f"{reverse('administration:unit', args=[one.code])}?{query}"),
            "code": Cell(text=one.code),
            "from": Cell(text=day(one.valid_from)),
            "becomes": Cell(
                text=", ".join(later) or ("Không có đơn vị kế thừa" if one.valid_to else "Còn nguyên"),
                second=f"từ {day(one.valid_to)}" if one.valid_to else "",
            ),
        }
    )


def _period(one: Unit) -> str:
    until = f"đến trước {day(one.valid_to)}" if one.valid_to else "đến nay"
    return f"Từ {day(one.valid_from)} {until}. Nguồn: {one.source}"


def _successor(after: Any) -> tuple[str, str, str, str]:
    kept = f"{COVERAGES[after.coverage]}{', nơi hồ sơ cũ chuyển đến' if after.default_target else ''}"
    return after.unit.name, after.unit.code, day(after.unit.valid_from), kept
