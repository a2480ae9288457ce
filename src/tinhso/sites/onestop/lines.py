"""The line to the population database, for whoever wants to know why answers wait."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.sites.onestop.desk import Desk, officers_only, show


@require_safe
@officers_only
def lines(request: HttpRequest, desk: Desk) -> HttpResponse:
    """State, queue and oldest question of each line."""
    return show(request, "lines.html", {})
