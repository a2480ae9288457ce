"""How the four national registers were used: in all, by agency and month; and the same as a file."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from tinhso.coordination.statistics.service import (
    USE_DEFINITIONS,
    USE_FIGURES,
    FileKind,
    RegisterLine,
    RegisterReport,
    UnableToReadPeriod,
    export_registers,
    register_report,
)
from tinhso.sites.frame.service import Visit, file_response, officers_only, span
from tinhso.sites.reports.asked import Asked, read_asked, read_word
from tinhso.sites.reports.pages import show
from tinhso.sites.reports.periods import ways_in_time

_HERE = "reports:registers"


@require_safe
@officers_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The use of the registers in the period."""
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
        "figures": USE_FIGURES,
        "definitions": USE_DEFINITIONS,
        "wait_of": wait_text,
        "files": [
            {"label": label, "url": f"{reverse('reports:registers-file', args=[kind])}?{asked.query()}"}
            for kind, label in (("xlsx", "Tải tệp Excel"), ("csv", "Tải tệp CSV"))
        ],
        **ways_in_time(asked, _HERE, today=visit.today),
    }
    return show(request, "registers.html", _HERE, context, status=400 if asked.problem else 200)


@require_GET
@officers_only
def as_file(request: HttpRequest, visit: Visit, kind: str) -> HttpResponse:
    """The same as CSV or XLSX."""
    asked = read_asked(request.GET, today=visit.today)
    wanted = read_word(FileKind, kind)
    if wanted is None or asked.problem:
        raise Http404
    try:
        made = export_registers(
            kind=wanted, period=asked.period, narrowed=asked.narrowed, actor=visit.actor, now=visit.now
        )
    except UnableToReadPeriod as refusal:
        raise Http404 from refusal
    return file_response(request, made, as_download=True)


def wait_text(line: RegisterLine) -> str:
    """The median wait in words; a dash where nothing was answered."""
    if line.median_wait_s is None:
        return "–"
    return span(line.median_wait_s) or "dưới 1 phút"


def _report(asked: Asked, visit: Visit) -> RegisterReport:
    return register_report(period=asked.period, narrowed=asked.narrowed, actor=visit.actor, now=visit.now)
