"""A page to look at the invented people and at who asked about them."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sandbox.population.models import Citizen, QueryLogEntry

ROWS = 50


@require_safe
def show_register(request: HttpRequest) -> HttpResponse:
    """Find people by id or by the beginning of their name; show the latest questions."""
    wish = request.GET.get("q", "").strip()
    context = {
        "wish": wish,
        "people": find_people(wish)[:ROWS] if wish else [],
        "count": Citizen.objects.count(),
        "queries": QueryLogEntry.objects.order_by("-pk")[:ROWS],
    }
    return render(request, "sandbox/population.html", context)


@require_safe
def list_queries(request: HttpRequest) -> JsonResponse:
    """The log of questions as JSON, newest first; ``?subject=<id>`` narrows it."""
    entries = QueryLogEntry.objects.order_by("-pk")
    if subject := request.GET.get("subject"):
        entries = entries.filter(subject_id=subject)
    fields = (
        "asked_at", "operation", "request_code", "account", "service", "officer", "subject_id",
        "outcome",
    )  # fmt: skip
    return JsonResponse({"queries": list(entries.values(*fields)[:500])})


def find_people(wish: str) -> QuerySet[Citizen]:
    """People by whole or partial id, or by the beginning of any part of the name."""
    if wish.isdigit():
        return Citizen.objects.filter(personal_id__startswith=wish).order_by("personal_id")
    return Citizen.objects.filter(full_name__contains=wish).order_by("personal_id")
