"""What people did not have to bring, by procedure; each number opens its dossiers."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import SparedBy
from tinhso.coordination.statistics.service import (
    SPARED,
    SPARED_DEFINITIONS,
    SparedReport,
    UnableToReadPeriod,
    dossiers_spared,
    procedure_title,
    spared_report,
)
from tinhso.sites.frame.service import Visit, officers_only
from tinhso.sites.reports.asked import Asked, read_asked, read_word
from tinhso.sites.reports.lists import COLUMNS, rows_of
from tinhso.sites.reports.pages import show
from tinhso.sites.reports.periods import ways_in_time
from tinhso.sites.reports.wording import period_name

_HERE, _BEHIND = "reports:spared", "reports:spared-behind"


@require_safe
@officers_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Papers that were not asked for in the period, line by line."""
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
        "spared": SPARED,
        "definitions": SPARED_DEFINITIONS,
        **ways_in_time(asked, _HERE, today=visit.today),
        "behind_url": lambda by, procedure="": _address(asked, by, procedure),
    }
    return show(request, "spared.html", _HERE, context, status=400 if asked.problem else 200)


@require_safe
@officers_only
def behind(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The dossiers that make up one number."""
    asked = read_asked(request.GET, today=visit.today)
    by = read_word(SparedBy, request.GET.get("spared"))
    if by is None or asked.problem:
        raise Http404
    page_key = request.GET.get("after", "")
    try:
        found = dossiers_spared(
            by=by,
            period=asked.period,
            narrowed=asked.narrowed,
            actor=visit.actor,
            now=visit.now,
            page_key=page_key,
        )
    except UnableToReadPeriod as refusal:
        raise Http404 from refusal
    procedure = asked.narrowed.procedure
    title = procedure_title(procedure, visit.now) if procedure else ""
    here = _address(asked, by, procedure or "")
    context = {
        "title": f"Giấy tờ không phải nộp: {SPARED[by][0].lower()}{SPARED[by][1:]}",
        "period": f"{period_name(asked.period)}{', ' if title else ''}{title}",
        "back_url": asked.address(_HERE),
        "columns": COLUMNS,
        "rows": rows_of(found.rows),
        "total": found.total,
        "next_url": f"{here}&after={found.next_key}" if found.next_key else "",
        "first_url": here if page_key else "",
    }
    return show(request, "spared_dossiers.html", _HERE, context)


def _report(asked: Asked, visit: Visit) -> SparedReport:
    return spared_report(period=asked.period, narrowed=asked.narrowed, actor=visit.actor, now=visit.now)


def _address(asked: Asked, by: SparedBy, procedure: str) -> str:
    narrowed = replace(asked.narrowed, procedure=procedure or asked.narrowed.procedure)
    return replace(asked, narrowed=narrowed).address(_BEHIND, spared=by.value)
