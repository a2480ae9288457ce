"""The home page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.registers.catalogue.service import search_procedures
from tinhso.sites.frame.service import visit_of
from tinhso.sites.portal.procedure_pages import frequent_cards
from tinhso.sites.portal.visits import show


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, the services most asked for, a dossier's code, and what the portal promises."""
    today = visit_of(request).today
    rows = search_procedures(text="", on=today)
    return show(request, "home.html", {"cards": frequent_cards(rows, on=today), "total": len(rows)})
