"""Paying a fee: out to the gateway, back, and waiting until the gateway has confirmed it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.casework.dossiers.service import DossierFee, UnableToActOnDossier, begin_payment, fee_of
from tinhso.foundation.clock.service import legal_now
from tinhso.services.payments.service import (
    UnableToPayFee,
    UnableToReachGateway,
    UnableToTakeCallback,
    receive_callback,
)
from tinhso.sites.frame.service import Visit, current_trace_id
from tinhso.sites.portal.visits import citizens_only, public_address, show

_LARGEST_CALLBACK = 64 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
@citizens_only
def payment(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """Where the fee stands; sent, on to the gateway's page."""
    if request.method != "POST":
        return _page(request, _fee(visit, dossier_id))
    try:
        address = begin_payment(
            dossier_id=dossier_id,
            return_url=public_address("portal:payment", dossier_id),
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToReachGateway as silent:
        return _page(request, _fee(visit, dossier_id), problem=silent.message, status=503)
    except (UnableToPayFee, UnableToActOnDossier):
        return HttpResponseRedirect(reverse("portal:payment", args=[dossier_id]))
    return HttpResponseRedirect(address)


@csrf_exempt
@require_POST
def callback(request: HttpRequest) -> HttpResponse:
    """The gateway's signed report; answered 204 when it was booked or had been before."""
    body = request.read(_LARGEST_CALLBACK)
    signature = request.headers.get("X-Signature", "")
    try:
        receive_callback(body=body, signature=signature, now=legal_now(), trace_id=current_trace_id())
    except UnableToTakeCallback:
        return HttpResponse(status=400)
    return HttpResponse(status=204)


def _fee(visit: Visit, dossier_id: UUID) -> DossierFee:
    return fee_of(dossier_id=dossier_id, actor=visit.actor, now=visit.now)


def _page(request: HttpRequest, fee: DossierFee, *, problem: str = "", status: int = 200) -> HttpResponse:
    # What the browser says about the payment is not believed: only that somebody came back from paying.
    waits = fee.state == "due" and request.GET.get("status") == "paid"
    context = {"fee": fee, "waits": waits, "problem": problem, "came_back": "status" in request.GET}
    return show(request, "payment.html", context, status=status)
