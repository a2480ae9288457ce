"""Pages of the gateway: look at an entry, change how a business stands, see who looked things up."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from sandbox.gateway.models import BudgetUnit, Business, BusinessStatus, InsuredPerson, LookUp
from sandbox.gateway.registers import REGISTERS, as_of

ROWS = 10


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Businesses by code or beginning of the name; the latest look-ups."""
    wish = request.GET.get("q", "").strip()
    businesses = Business.objects.order_by("code")
    if wish:
        businesses = businesses.filter(code__startswith=wish) | businesses.filter(name__contains=wish.upper())
    context = {
        "wish": wish,
        "businesses": businesses[:ROWS],
        "counts": (Business.objects.count(), InsuredPerson.objects.count(), BudgetUnit.objects.count()),
        "registers": [
            (register.title, datetime.fromisoformat(as_of(register))) for register in REGISTERS.values()
        ],
        "look_ups": LookUp.objects.order_by("-pk")[:ROWS],
        "statuses": BusinessStatus.choices,
    }
    return render(request, "sandbox/gateway.html", context)


@require_POST
def change_business(request: HttpRequest, code: str) -> HttpResponse:
    """Change how a business stands."""
    business = get_object_or_404(Business, pk=code)
    status = request.POST.get("status", "")
    if status in BusinessStatus.values:
        business.status = status
        business.save(update_fields=["status"])
    return redirect("gateway")
