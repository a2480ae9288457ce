"""Administrative units as of a day: what stood where, what it came of, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.foundation.authority.service import Permission
from tinhso.registers.agencies.service import (
    ConvertedUnit,
    UnableToFindAdministrativeUnit,
    Unit,
    UnitNode,
    get_unit,
    last_known_change,
    list_agencies,
    predecessors,
    successors,
    unit_and_above,
    unit_conversion,
    unit_tree,
)
from tinhso.sites.administration.new_account import read_day
from tinhso.sites.administration.offices.wording import COVERAGES
from tinhso.sites.administration.visits import holders_of, show
from tinhso.sites.frame.service import Cell, Column, Field, Row, Visit, day
from tinhso.sites.frame.service import read_date as read_boxes

keepers_only = holders_of(Permission.AGENCY_ADMINISTER)
DAY_FIELD = Field(key="on", label="Xem vào ngày", type="date")
SOUGHT_FIELD = Field(
    key="sought", label="Tìm", hint="Tên có dấu hoặc không dấu, hoặc mã", required=False, autocomplete="off"
)
_CONVERSION = (
    Column(key="old", label="Đơn vị cũ", kind="link"),
    Column(key="new", label="Đơn vị mới"),
    Column(key="code", label="Mã cũ về sau là mã của"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One line of a tree as the page lays it out."""

    label: str
    url: str
    second: str
    children: tuple[Branch, ...]
    is_found: bool


@require_safe
@keepers_only
def units(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Province, districts and communes of one day as a tree; sought by name or code."""
    on, sought = chosen_day(request, visit), sought_in(request)
    tree = unit_tree(on=on, sought=sought)
    context = {
        "tree": [_branch(node, on) for node in tree],
        "changes_until": last_known_change() > on,
        **tree_shown(on, sought),
    }
    return show(request, "offices/units.html", context)


@require_safe
@keepers_only
def conversion(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The communes of one day and what they become by the last change that is known; nothing is applied."""
    on, sought = chosen_day(request, visit), sought_in(request)
    table = unit_conversion(on=on)
    kept = _sought_communes(on, sought) if sought else None
    rows = [_converted(row, on) for row in table.rows if kept is None or row.unit.code in kept]
    context = {
        "table": table,
        "until": day(table.until),
        "columns": _CONVERSION,
        "rows": rows,
        "wrong": [
            *(f"{one.name} (mã {one.code}) không có đơn vị kế thừa" for one in table.without_successor),
            *(
                f"{one.name} (mã {one.code}) không hình thành từ đơn vị nào"
                for one in table.without_predecessor
            ),
            *(
                f"{one.name} (mã {one.code}) không rõ nơi hồ sơ cũ chuyển đến"
                for one in table.without_default
            ),
        ],
        **tree_shown(on, sought),
    }
    return show(request, "offices/conversion.html", context)


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


def sought_in(request: HttpRequest) -> str:
    """The words sought; names of units and agencies are public."""
    return request.GET.get("sought", "").strip()[:100]


def tree_shown(on: date, sought: str) -> dict[str, Any]:
    """What pages with a tree need beside it."""
    return {"sought": sought, "sought_field": SOUGHT_FIELD, **day_shown(on)}


def _branch(node: UnitNode, on: date) -> Branch:
    one, query = node.unit, day_shown(on)["query"]
    later = [after.unit.name for after in successors(one.code, on) if after.unit.id != one.id]
    becomes = ""
    if one.valid_to:
        named = ", ".join(later) or "không có đơn vị kế thừa"
        becomes = f"từ {day(one.valid_to)}: {named}"
    return Branch(
        label=one.name,
        url=f"{reverse('administration:unit', args=[one.code])}?{query}",
        second=f"mã {one.code}{', ' if becomes else ''}{becomes}",
        children=tuple(_branch(child, on) for child in node.children),
        is_found=node.is_found,
    )


def _sought_communes(on: date, sought: str) -> set[str]:
    """The communes in the branches that lead to what is sought."""
    found, waiting = set(), list(unit_tree(on=on, sought=sought))
    while waiting:
        node = waiting.pop()
        found.add(node.unit.code)
        waiting += node.children
    return found


def _converted(row: ConvertedUnit, on: date) -> Row:
    query = day_shown(on)["query"]
    new = [
        f"{after.unit.name} (mã {after.unit.code})"
        + (f": một phần{', nơi hồ sơ cũ chuyển đến' if after.default_target else ''}" if row.is_split else "")
        for after in row.successors
    ]
    return Row(
        cells={
            "old": Cell(
                text=row.unit.name,
                second=f"mã {row.unit.code}",
                url=f"{reverse('administration:unit', args=[row.unit.code])}?{query}",
            ),
            "new": Cell(text="; ".join(new) or "Không có", second="Bị chia" if row.is_split else ""),
            "code": Cell(text=row.code_then_names),
        }
    )


def _period(one: Unit) -> str:
    until = f"đến trước {day(one.valid_to)}" if one.valid_to else "đến nay"
    return f"Từ {day(one.valid_from)} {until}. Nguồn: {one.source}"


def _successor(after: Any) -> tuple[str, str, str, str]:
    kept = f"{COVERAGES[after.coverage]}{', nơi hồ sơ cũ chuyển đến' if after.default_target else ''}"
    return after.unit.name, after.unit.code, day(after.unit.valid_from), kept
