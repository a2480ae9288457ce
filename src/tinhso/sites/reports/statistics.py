"""The statistics of a period, and the dossiers behind each number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import Figure
from tinhso.coordination.statistics.service import (
    CHANNELS,
    DEFINITIONS,
    DIMENSIONS,
    FIGURES,
    Dimension,
    Narrowing,
    Report,
    UnableToReadPeriod,
    dossiers_behind,
    procedure_title,
    report,
)
from tinhso.registers.agencies.service import get_agency
from tinhso.sites.frame.service import Visit, officers_only
from tinhso.sites.reports.asked import Asked, read_asked, read_word
from tinhso.sites.reports.bars import WIDTH, bars_of
from tinhso.sites.reports.lists import COLUMNS, rows_of
from tinhso.sites.reports.pages import show
from tinhso.sites.reports.periods import ways_in_time
from tinhso.sites.reports.wording import BAR_FIGURES, SHORT_FIGURES, period_name


@require_safe
@officers_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every figure of the period, line by line; each number leads to its dossiers."""
    asked = read_asked(request.GET, today=visit.today)
    try:
        found = _report(asked, visit)
    except UnableToReadPeriod as refusal:
        today = read_asked({}, today=visit.today).period
        asked = replace(asked, period=today, problem=refusal.message)
        found = _report(asked, visit)
    context = {
        "asked": asked,
        "report": found,
        "figures": FIGURES,
        "short": SHORT_FIGURES,
        "bars": bars_of(found.rows),
        "bar_width": WIDTH,
        "bar_figures": BAR_FIGURES,
        "definitions": DEFINITIONS,
        "line_name": DIMENSIONS[asked.by],
        "narrowed": _narrowings(asked, visit),
        **_ways(asked, visit),
    }
    return show(request, "statistics.html", "reports:home", context, status=400 if asked.problem else 200)


@require_safe
@officers_only
def behind(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The dossiers that make up one number, as many as it said."""
    asked = read_asked(request.GET, today=visit.today)
    figure = read_word(Figure, request.GET.get("figure"))
    if figure is None or asked.problem:
        raise Http404
    page_key = request.GET.get("after", "")
    try:
        found = dossiers_behind(
            figure=figure,
            period=asked.period,
            narrowed=asked.narrowed,
            actor=visit.actor,
            now=visit.now,
            page_key=page_key,
        )
    except UnableToReadPeriod as refusal:
        raise Http404 from refusal
    here = {"figure": figure.value}
    context = {
        "asked": asked,
        "title": FIGURES[figure],
        "period": period_name(asked.period),
        "narrowed": _narrowings(asked, visit),
        "columns": COLUMNS,
        "rows": rows_of(found.rows),
        "total": found.total,
        "next_url": asked.address("reports:behind", **here, after=found.next_key) if found.next_key else "",
        "first_url": asked.address("reports:behind", **here) if page_key else "",
        "files": _files("reports:dossiers-file", asked, **here),
        "all_open": all(row.can_open for row in found.rows),
    }
    return show(request, "dossiers.html", "reports:home", context)


def _report(asked: Asked, visit: Visit) -> Report:
    return report(period=asked.period, by=asked.by, narrowed=asked.narrowed, actor=visit.actor, now=visit.now)


def _ways(asked: Asked, visit: Visit) -> dict[str, Any]:
    """The ways to other periods, other lines, and out as a file."""
    return {
        **ways_in_time(asked, "reports:home", today=visit.today),
        "lines": [
            {
                "label": label,
                "url": asked.told_apart_by(by).address(),
                "is_current": by is asked.by,
            }
            for by, label in DIMENSIONS.items()
        ],
        "files": _files("reports:figures-file", asked),
    }


def _files(route: str, asked: Asked, **more: str) -> list[dict[str, str]]:
    from django.urls import reverse

    return [
        {"label": label, "url": f"{reverse(route, args=[kind])}?{asked.query(**more)}"}
        for kind, label in (("xlsx", "Tải tệp Excel"), ("csv", "Tải tệp CSV"))
    ]


def _narrowings(asked: Asked, visit: Visit) -> list[dict[str, str]]:
    """What the figures are narrowed to, each with the way back to all of it."""
    wanted = asked.narrowed
    found = []
    if wanted.agency:
        found.append((Dimension.AGENCY, get_agency(wanted.agency).name, replace(wanted, agency=None)))
    if wanted.unit:
        name = _unit_name(asked, visit)
        found.append((Dimension.UNIT, name, replace(wanted, unit=None)))
    if wanted.procedure:
        name = procedure_title(wanted.procedure, visit.now)
        found.append((Dimension.PROCEDURE, name, replace(wanted, procedure=None)))
    if wanted.channel:
        found.append((Dimension.CHANNEL, CHANNELS[wanted.channel], replace(wanted, channel=None)))
    return [
        {"kind": DIMENSIONS[kind], "label": label, "url": replace(asked, narrowed=without).address()}
        for kind, label, without in found
    ]


def _unit_name(asked: Asked, visit: Visit) -> str:
    by_unit = report(
        period=asked.period,
        by=Dimension.UNIT,
        narrowed=Narrowing(unit=asked.narrowed.unit),
        actor=visit.actor,
        now=visit.now,
    )
    return by_unit.rows[0].label if by_unit.rows else "không có hồ sơ"
