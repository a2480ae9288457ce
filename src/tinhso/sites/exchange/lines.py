"""The lines to the other systems: how each is doing; pause, resume, look at everything again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tinhso.coordination.exchange.service import (
    SYSTEM_TITLES,
    LineRow,
    UnableToOperateLine,
    exchange_lines,
    latest_operations,
    pause,
    tell_again,
)
from tinhso.foundation.clock.service import real_now
from tinhso.registers.agencies.service import officer_names
from tinhso.sites.exchange.visits import operators_only
from tinhso.sites.exchange.wording import ACTS, failure_text
from tinhso.sites.frame.service import Visit, ago, moment, number


@require_safe
@operators_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every line with its state, its queue, its last answer and error, and what was done by hand."""
    return _page(request, visit, {})


@require_POST
@operators_only
def pause_line(request: HttpRequest, visit: Visit, system: str) -> HttpResponse:
    """Stop or resume a line."""
    is_paused = request.POST.get("paused") == "1"
    try:
        reason = request.POST.get("reason", "")
        pause(system, is_paused=is_paused, reason=reason, actor=visit.actor, now=visit.now)
    except UnableToOperateLine as no:
        return _page(request, visit, {system: no.message}, status=400)
    messages.success(request, "Đã tạm ngừng đường." if is_paused else "Đã mở lại đường.")
    return HttpResponseRedirect(reverse("exchange:lines"))


@require_POST
@operators_only
def tell_line_again(request: HttpRequest, visit: Visit, system: str) -> HttpResponse:
    """Look at every dossier of a system again."""
    try:
        found = tell_again(system, reason=request.POST.get("reason", ""), actor=visit.actor, now=visit.now)
    except UnableToOperateLine as no:
        return _page(request, visit, {system: no.message}, status=400)
    messages.success(request, f"{number(found)} hồ sơ sẽ được đối chiếu lại.")
    return HttpResponseRedirect(reverse("exchange:lines"))


def _page(request: HttpRequest, visit: Visit, errors: dict[str, str], *, status: int = 200) -> HttpResponse:
    now = real_now()
    rows = exchange_lines(actor=visit.actor)
    context = {
        "lines": [{**_shown(row, now), "error": errors.get(row.system, "")} for row in rows],
        "apart": sum(row.apart for row in rows),
        "refused": sum(row.refused for row in rows),
        "operations": _operations(visit),
    }
    return render(request, "exchange/lines.html", context, status=status)


def _shown(row: LineRow, now: datetime) -> dict[str, Any]:
    label, tone = _state(row)
    facts = [
        ("Hồ sơ đang giữ bằng nhau", number(row.dossiers)),
        ("Chưa báo được", _behind(row, now)),
        ("Đã báo, chờ đối chiếu", number(row.to_compare)),
        ("Thông điệp đến đang chờ", number(row.waiting)),
        ("Trả lời gần nhất", ago(row.last_answer_at, now) or "chưa có"),
        ("Lần lỗi gần nhất", _failure(row, now)),
    ]
    return {
        "system": row.system,
        "title": row.title,
        "label": label,
        "tone": tone,
        "facts": facts,
        "is_connected": row.is_connected,
        "is_paused": row.is_paused,
        "apart": row.apart,
        "refused": row.refused,
    }


def _state(row: LineRow) -> tuple[str, str]:
    if not row.is_connected:
        return "Chưa kết nối", "neutral"
    if row.is_paused:
        return "Đang tạm ngừng", "stopped"
    if not row.is_working:
        return "Đang gián đoạn", "problem"
    return ("Đang gửi", "running") if row.behind else ("Đang thông, bằng nhau", "done")


def _behind(row: LineRow, now: datetime) -> str:
    if not row.behind:
        return "0"
    return f"{number(row.behind)}, lâu nhất từ {ago(row.behind_since, now)}"


def _failure(row: LineRow, now: datetime) -> str:
    when = ago(row.last_failure_at, now)
    return f"{when}: {failure_text(row.last_error)}" if when else "chưa có"


def _operations(visit: Visit) -> list[dict[str, str]]:
    found = latest_operations(actor=visit.actor)
    names = officer_names([row.officer_id for row in found if row.officer_id])
    return [
        {
            "at": moment(row.at),
            "who": names.get(row.officer_id, "") if row.officer_id else "",
            "act": ACTS.get(row.act, row.act),
            "system": SYSTEM_TITLES.get(row.system, row.system),
            "reason": row.reason,
        }
        for row in found
    ]
