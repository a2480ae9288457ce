"""A month of every line: how much of it each answered, its outages, who waited for them; and as a file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from tinhso.coordination.lines.service import (
    DEFINITIONS,
    DayOfLine,
    MonthOfLine,
    Outage,
    cause_text,
    export_month,
    month_report,
)
from tinhso.coordination.statistics.service import (
    FileKind,
    Period,
    PeriodKind,
    UnableToReadPeriod,
    neighbours,
    period_of,
)
from tinhso.sites.exchange.visits import operators_only
from tinhso.sites.frame.service import Tone, Visit, file_response, moment, number, span

_FULL_HEIGHT, _LEAST_HEIGHT = 40, 2
_LEGEND = (
    ("up", "thông"),
    ("down", "gián đoạn hoặc tạm ngừng"),
    ("ahead", "chưa đến, hoặc chưa dùng nên không rõ"),
)
_EARLIEST = date(2000, 1, 1)


@require_safe
@operators_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The month in the address, by default the present one."""
    month, problem = _month(request, visit)
    try:
        report = month_report(month=month, actor=visit.actor, now=visit.now)
    except UnableToReadPeriod as no:
        month, problem = period_of(PeriodKind.MONTH, visit.today), no.message
        report = month_report(month=month, actor=visit.actor, now=visit.now)
    before, after = neighbours(month, visit.today)
    context = {
        "name": f"{month.first:%m/%Y}",
        "problem": problem,
        "at": moment(report.at),
        "before": _way(before),
        "after": _way(after) if after else None,
        "files": [
            {"label": label, "url": f"{reverse('exchange:months-file', args=[kind])}?{_said(month)}"}
            for kind, label in (("xlsx", "Tải tệp Excel"), ("csv", "Tải tệp CSV"))
        ],
        "lines": [_line(line) for line in report.lines],
        "legend": _LEGEND,
        "definitions": DEFINITIONS,
    }
    return render(request, "exchange/months.html", context, status=400 if problem else 200)


@require_GET
@operators_only
def as_file(request: HttpRequest, visit: Visit, kind: str) -> HttpResponse:
    """The same as CSV or XLSX."""
    month, problem = _month(request, visit)
    wanted = next((each for each in FileKind if each.value == kind), None)
    if wanted is None or problem:
        raise Http404
    try:
        made = export_month(kind=wanted, month=month, actor=visit.actor, now=visit.now)
    except UnableToReadPeriod as no:
        raise Http404 from no
    return file_response(request, made, as_download=True)


def _month(request: HttpRequest, visit: Visit) -> tuple[Period, str]:
    typed = request.GET.get("month", "")
    present = period_of(PeriodKind.MONTH, visit.today)
    if not typed:
        return present, ""
    try:
        first = date.fromisoformat(f"{typed}-01")
    except ValueError:
        return present, "Không đọc được tháng."
    return (period_of(PeriodKind.MONTH, first), "") if first >= _EARLIEST else (present, "Tháng quá xa.")


def _said(month: Period) -> str:
    return urlencode({"month": f"{month.first:%Y-%m}"})


def _way(month: Period) -> dict[str, str]:
    return {
        "label": f"{month.first.month}/{month.first.year}",
        "url": f"{reverse('exchange:months')}?{_said(month)}",
    }


def _line(line: MonthOfLine) -> dict[str, Any]:
    label, tone = _uptime(line)
    bad = [day for day in line.days if day.still]
    return {
        "name": line.name,
        "title": line.title,
        "label": label,
        "tone": tone,
        "days": [_day(day, is_unknown=line.up is None) for day in line.days],
        "middle": (len(line.days) + 1) // 2,
        "drawn": f"{line.title}: {label}. "
        + (
            "Ngày không thông: " + "; ".join(_said_of(day) for day in bad)
            if bad
            else "Không ngày nào gián đoạn."
        ),
        "outages": [_outage(each) for each in line.outages],
        "agencies": _agencies(line),
    }


def _uptime(line: MonthOfLine) -> tuple[str, Tone]:
    if line.up is None:
        return "Chưa dùng", "neutral"
    percent = f"{line.up * 100:.1f}".replace(".", ",")
    return f"Thông {percent} %", "done" if line.up > 0.99 else "problem"


def _day(day: DayOfLine, *, is_unknown: bool) -> dict[str, Any]:
    height = round((day.still or 0) * _FULL_HEIGHT)
    return {
        "is_ahead": is_unknown or day.still is None,
        "height": max(height, _LEAST_HEIGHT) if day.still else 0,
        "said": f"{day.day:%d/%m}: không rõ" if is_unknown else _said_of(day),
    }


def _said_of(day: DayOfLine) -> str:
    name = f"{day.day:%d/%m}"
    if day.still is None:
        return f"{name}: chưa đến"
    return f"{name}: {_length(timedelta(days=day.still))}" if day.still else f"{name}: thông"


def _outage(each: Outage) -> dict[str, str]:
    return {
        "began": moment(each.began_at),
        "ended": moment(each.ended_at) if each.ended_at else "chưa",
        "length": _length(each.length),
        "cause": "tạm ngừng" if each.is_pause else cause_text(each.cause),
        "dossiers": number(each.dossiers),
        "checks": number(each.checks),
        "cleaning": number(each.cleaning),
    }


def _agencies(line: MonthOfLine) -> list[dict[str, Any]]:
    counts: dict[str, list[int]] = {}
    for each in line.outages:
        for one in each.delayed:
            row = counts.setdefault(one.agency, [0, 0, 0])
            row[0] += one.dossiers
            row[1] += one.checks
            row[2] += one.cleaning
    return [
        {
            "agency": agency,
            "dossiers": number(row[0]),
            "checks": number(row[1]) if row[1] else "",
            "cleaning": number(row[2]) if row[2] else "",
        }
        for agency, row in sorted(counts.items(), key=lambda pair: (-pair[1][0], pair[0]))
    ]


def _length(length: timedelta) -> str:
    hours, minutes = divmod(round(length.total_seconds() / 60), 60)
    if hours:
        return f"{number(hours)} giờ {minutes} phút" if minutes else f"{number(hours)} giờ"
    return span(length.total_seconds()) or "dưới 1 phút"
