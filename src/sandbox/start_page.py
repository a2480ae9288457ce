"""The first page: which systems are simulated and where."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def show_start_page(request: HttpRequest) -> HttpResponse:
    """List the simulated systems with their addresses; also answers health checks."""
    return render(request, "sandbox/start.html")
