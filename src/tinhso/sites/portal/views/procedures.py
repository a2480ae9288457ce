"""Finding a procedure and reading what it asks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.registers.catalogue.service import (
    UnableToFileAsDossier,
    UnableToFindProcedure,
    get_payment_service,
    get_procedure,
    reception,
    search_procedures,
)
from tinhso.sites.frame.service import is_english_chosen, is_said_in_english, viewer_of, visit_of
from tinhso.sites.portal.procedure_pages import CASE_COLUMNS, payment_page, procedure_page, result_lines
from tinhso.sites.portal.visits import show

_LONGEST_QUERY = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Procedures whose words fit what was typed, without accents or in English too; all for nothing typed."""
    text = request.GET.get("q", "").strip()[:_LONGEST_QUERY]
    visit = visit_of(request)
    rows = search_procedures(text=text, on=visit.today)
    if not rows and is_english_chosen(request):
        rows = [
            row for row in search_procedures(text="", on=visit.today) if is_said_in_english(row.title, text)
        ]
    context = {"text": text, "lines": result_lines(rows, now=visit.now)}
    return show(request, "search.html", context)


@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """What one procedure is for, asks, costs and gives; or where a payment service is paid."""
    visit = visit_of(request)
    try:
        version = get_procedure(code, on=visit.today)
    except UnableToFileAsDossier:
        service = get_payment_service(code, on=visit.today)
        context = {"service": service, "page": payment_page(service)}
        return show(request, "payment_service.html", context)
    except UnableToFindProcedure as missing:
        raise Http404 from missing
    context = {
        "version": version,
        "page": procedure_page(version),
        "columns": CASE_COLUMNS,
        "reception": reception(version, now=visit.now),
        "viewer": viewer_of(request),
    }
    return show(request, "procedure.html", context)
