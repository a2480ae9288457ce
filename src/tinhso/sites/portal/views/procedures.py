"""Finding a procedure and reading what it asks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.registers.catalogue.service import (
    ProcedureVersion,
    UnableToFileAsDossier,
    UnableToFindProcedure,
    get_payment_service,
    get_procedure,
    reception,
    search_procedures,
)
from tinhso.services.personal_store.service import own_store
from tinhso.sites.frame.service import Visit, is_english_chosen, is_said_in_english, viewer_of, visit_of
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


def _own_papers(visit: Visit, version: ProcedureVersion) -> tuple[tuple[str, str], ...]:
    """Papers of the procedure that stand in the visitor's own store: their names, and what stands there."""
    if visit.actor.mandate_id is not None or not any(paper.accepts for paper in version.papers):
        return ()
    kept = [each for each in own_store(actor=visit.actor, now=visit.now) if each.is_usable]
    return tuple(
        (paper.name, found.label) for paper in version.papers for found in kept if found.kind in paper.accepts
    )


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
        "own": _own_papers(visit, version) if visit.is_citizen else (),
    }
    return show(request, "procedure.html", context)
