"""Figures and lists as files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tinhso.casework.dossiers.service import Figure
from tinhso.coordination.statistics.service import (
    Exported,
    FileKind,
    UnableToReadPeriod,
    export_dossiers,
    export_report,
)
from tinhso.sites.frame.service import Visit, file_response, officers_only
from tinhso.sites.reports.asked import read_asked, read_word


@require_GET
@officers_only
def figures(request: HttpRequest, visit: Visit, kind: str) -> HttpResponse:
    """The report as a file."""
    asked = read_asked(request.GET, today=visit.today)
    wanted = read_word(FileKind, kind)
    if wanted is None or asked.problem:
        raise Http404
    try:
        made = export_report(
            kind=wanted,
            period=asked.period,
            by=asked.by,
            narrowed=asked.narrowed,
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToReadPeriod as refusal:
        raise Http404 from refusal
    return _saved(request, made)


@require_GET
@officers_only
def dossiers(request: HttpRequest, visit: Visit, kind: str) -> HttpResponse:
    """The list behind a number as a file: codes, no names."""
    asked = read_asked(request.GET, today=visit.today)
    wanted, figure = read_word(FileKind, kind), read_word(Figure, request.GET.get("figure"))
    if wanted is None or figure is None or asked.problem:
        raise Http404
    try:
        made = export_dossiers(
            kind=wanted,
            figure=figure,
            period=asked.period,
            narrowed=asked.narrowed,
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToReadPeriod as refusal:
        raise Http404 from refusal
    return _saved(request, made)


def _saved(request: HttpRequest, made: Exported) -> HttpResponse:
    return file_response(request, made, as_download=True)
