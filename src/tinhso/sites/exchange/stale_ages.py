"""From which age an answer of a register counts as old: what holds, what held, what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tinhso.coordination.lines.service import set_stale_age
from tinhso.services.verification.service import TITLES, StalePolicy, UnableToSetPolicy, stale_policies
from tinhso.sites.exchange.operations import operations
from tinhso.sites.exchange.visits import operators_only
from tinhso.sites.frame.service import Field, Option, Tone, Visit, day, number, read_values

_FIELDS = (
    Field(
        key="register",
        label="Cơ sở dữ liệu",
        type="choice",
        options=tuple(Option(value=name, label=title) for name, title in TITLES.items()),
    ),
    Field(
        key="days",
        label="Coi là cũ sau bao nhiêu ngày?",
        type="number",
        hint="Tính từ ngày của bản số liệu, không phải ngày tra cứu.",
    ),
    Field(key="valid_from", label="Áp dụng từ ngày", type="date", hint="Một ngày sắp đến."),
    Field(key="source", label="Căn cứ", hint="Ví dụ: Quyết định số 12/QĐ-UBND. Không ghi tên người dân."),
)
_STATES: tuple[tuple[str, Tone], ...] = (
    ("Sắp áp dụng", "waiting"),
    ("Đang áp dụng", "done"),
    ("Đã hết", "neutral"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every register with its ages; sent, a new one from a day to come."""
    if request.method != "POST":
        return _page(request, visit, {}, {})
    typed = dict(read_values(request.POST, _FIELDS))
    try:
        set_stale_age(
            register=str(typed["register"]),
            days=_whole(str(typed["days"])),
            valid_from=_whole_day(str(typed["valid_from"])),
            source=str(typed["source"]),
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToSetPolicy as no:
        return _page(request, visit, typed, dict(no.fields))
    messages.success(request, "Đã đặt mức mới. Đến ngày ấy hệ thống tự áp dụng.")
    return HttpResponseRedirect(reverse("exchange:stale-ages"))


def _page(request: HttpRequest, visit: Visit, typed: dict[str, Any], errors: dict[str, str]) -> HttpResponse:
    known = stale_policies(actor=visit.actor, now=visit.now)
    context = {
        "registers": [
            {
                "name": name,
                "title": title,
                "rows": _rows([each for each in known if each.register == name], visit),
            }
            for name, title in TITLES.items()
        ],
        "fields": _FIELDS,
        "typed": typed,
        "errors": errors,
        "operations": operations(visit, act="line.stale_age"),
    }
    return render(request, "exchange/stale_ages.html", context, status=400 if errors else 200)


def _rows(policies: Sequence[StalePolicy], visit: Visit) -> list[dict[str, Any]]:
    """The newest first: what is to come, the one that holds, what held."""
    newest = sorted(policies, key=lambda each: each.valid_from, reverse=True)
    now = next((each for each in newest if each.valid_from <= visit.today), None)
    rows = []
    for each in newest:
        label, tone = _STATES[0 if each.valid_from > visit.today else 1 if each is now else 2]
        rows.append(
            {
                "from": day(each.valid_from),
                "days": number(each.days),
                "source": each.source,
                "label": label,
                "tone": tone,
            }
        )
    return rows


def _whole(typed: str) -> int:
    """A number of days; 0, which is none, for anything else."""
    text = typed.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 0


def _whole_day(typed: str) -> date | None:
    parts = typed.split("/")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None
