"""Every line to the outside: how each is doing; pause, resume, replay, ask again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tinhso.coordination.exchange.service import (
    UnableToOperateLine,
    read_feed_again,
    tell_again,
    tell_one_again,
)
from tinhso.coordination.lines.service import (
    LineKind,
    LineView,
    all_lines,
    ask_again,
    line_named,
    pause,
    questions_in_vain,
)
from tinhso.foundation.clock.service import VIETNAM, real_now
from tinhso.sites.exchange.operations import operations
from tinhso.sites.exchange.showing import details, row
from tinhso.sites.exchange.visits import operators_only
from tinhso.sites.exchange.wording import reason_text
from tinhso.sites.frame.service import Visit, ago, id_in, moment, number

_GROUPS = {
    LineKind.EXCHANGE: "Hệ thống cùng giữ hồ sơ",
    LineKind.REGISTER: "Cơ sở dữ liệu quốc gia",
}


@require_safe
@operators_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every line with its state, queue, rate, last answer and error, and what was done by hand."""
    now, found = real_now(), all_lines(actor=visit.actor)
    context = {
        "groups": [
            {"title": title, "lines": [row(line, now) for line in found if line.kind is kind]}
            for kind, title in _GROUPS.items()
        ],
        "apart": sum(line.apart for line in found),
        "refused": sum(line.failing for line in found if line.kind is LineKind.EXCHANGE),
        "operations": operations(visit),
    }
    return render(request, "exchange/lines.html", context)


@require_safe
@operators_only
def line(request: HttpRequest, visit: Visit, system: str) -> HttpResponse:
    """One line, with all that can be done with it."""
    return _page(request, visit, system)


@require_POST
@operators_only
def pause_line(request: HttpRequest, visit: Visit, system: str) -> HttpResponse:
    """Stop or resume a line."""
    is_paused = request.POST.get("paused") == "1"

    def act(reason: str) -> str:
        pause(system, is_paused=is_paused, reason=reason, actor=visit.actor, now=visit.now)
        return "Đã tạm ngừng đường." if is_paused else "Đã mở lại đường."

    return _done(request, visit, system, act)


@require_POST
@operators_only
def tell_line_again(request: HttpRequest, visit: Visit, system: str) -> HttpResponse:
    """Replay: one dossier, everything, or from a position (a day, a number of the feed) on."""

    def act(reason: str) -> str:
        what = request.POST.get("what", "all")
        if what == "one":
            code = request.POST.get("code", "")
            tell_one_again(system, code=code, reason=reason, actor=visit.actor, now=visit.now)
            return "Hồ sơ sẽ được báo lại từ đầu."
        if what == "feed":
            after = _position(request.POST.get("after", ""))
            read_feed_again(system, after=after, reason=reason, actor=visit.actor, now=visit.now)
            return "Nguồn tin sẽ được đọc lại từ vị trí ấy. Điều đã biết không được ghi hai lần."
        since = _since(request)
        day = since.date() if since else None
        found = tell_again(system, reason=reason, actor=visit.actor, now=visit.now, since=day)
        return f"{number(found)} hồ sơ sẽ được đối chiếu lại."

    return _done(request, visit, system, act)


@require_POST
@operators_only
def ask_line_again(request: HttpRequest, visit: Visit, system: str) -> HttpResponse:
    """Put to a register now what waits for a later try."""

    def act(reason: str) -> str:
        found = ask_again(
            system,
            reason=reason,
            actor=visit.actor,
            now=visit.now,
            question_id=id_in(request.POST.get("question", "")),
            since=_since(request),
        )
        return f"{number(found)} câu hỏi sẽ được hỏi lại ngay."

    return _done(request, visit, system, act)


def _done(request: HttpRequest, visit: Visit, system: str, act: Callable[[str], str]) -> HttpResponse:
    try:
        said = act(request.POST.get("reason", ""))
    except UnableToOperateLine as no:
        return _page(request, visit, system, dict(no.fields) or {"": no.message})
    messages.success(request, said)
    return HttpResponseRedirect(reverse("exchange:line", args=[system]))


def _page(
    request: HttpRequest, visit: Visit, system: str, errors: dict[str, str] | None = None
) -> HttpResponse:
    found = line_named(system, actor=visit.actor)
    if found is None:
        raise Http404
    now = real_now()
    context = {
        "line": row(found, now),
        "facts": details(found, now),
        "is_register": found.kind is LineKind.REGISTER,
        "has_feed": "read_to" in found.counts,
        "questions": _questions(found, visit, now),
        "operations": operations(visit, system=system),
        "errors": errors or {},
        "typed": {name: request.POST.get(name, "") for name in ("reason", "code", "after", "since")},
    }
    return render(request, "exchange/line.html", context, status=400 if errors else 200)


def _questions(found: LineView, visit: Visit, now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "asked": moment(each.asked_at),
            "attempts": number(each.attempts),
            "reason": reason_text(each.reason),
            "next": moment(each.next_at) if each.next_at < now else f"sau {ago(now, each.next_at)}",
        }
        for each in questions_in_vain(found, actor=visit.actor)
    ]


def _since(request: HttpRequest) -> datetime | None:
    typed = request.POST.get("since", "").strip()
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        text = "Không đọc được ngày. Hãy chọn lại."
        raise UnableToOperateLine("exchange.no_day", text, {"since": text}) from None
    return datetime.combine(day, time(), VIETNAM)


def _position(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 15 else -1
