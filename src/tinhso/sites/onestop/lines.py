"""The lines to the national registers, for whoever wants to know why answers wait."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.foundation.authority.service import Permission, is_permitted
from tinhso.foundation.clock.service import real_now
from tinhso.services.verification.service import LineOverview, line_overviews
from tinhso.sites.frame.service import Visit, ago, moment, number, officers_only, span
from tinhso.sites.onestop.desk import show


@require_safe
@officers_only
def lines(request: HttpRequest, visit: Visit) -> HttpResponse:
    """State, queue and oldest question of each line; who operates the lines has a room of their own."""
    if is_permitted(actor=visit.actor, permission=Permission.LEDGER_OPERATE, resource=None):
        return HttpResponseRedirect(reverse("exchange:lines"))
    return show(request, "lines.html", {"lines": [(line, _facts(line)) for line in line_overviews()]})


def _facts(line: LineOverview) -> list[tuple[str, str]]:
    """Questions are dated by the legal clock; what the line itself did, by how long ago."""
    now = real_now()
    return [
        ("Câu hỏi đang chờ", number(line.waiting)),
        ("Câu hỏi chờ lâu nhất từ", moment(line.oldest_asked_at) or "Không có câu hỏi nào chờ"),
        ("Trả lời gần nhất", ago(line.last_answer_at, now) or "Chưa có"),
        ("Lần lỗi gần nhất", ago(line.last_failure_at, now) or "Chưa có"),
        ("Thử lại", _until(line.retry_at, now)),
    ]


def _until(at: datetime | None, now: datetime) -> str:
    text = span((at - now).total_seconds()) if at else ""
    return f"sau {text}" if text else "ngay khi có câu hỏi"
