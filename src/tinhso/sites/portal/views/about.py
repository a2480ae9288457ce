"""Pages that explain: help, accessibility, privacy."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.sites.portal.visits import show


@require_safe
def about(request: HttpRequest, page: str) -> HttpResponse:
    """One page of plain text."""
    return show(request, f"about_{page}.html")
