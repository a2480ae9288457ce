"""The page's way to its stream: permission is asked here, each time the browser connects."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from tinhso.foundation.clock.service import real_now
from tinhso.sites.frame.service import actor_from
from tinhso.sites.live.service import live_url


@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    """Send the browser on to the live process; 204, which ends its trying, when nobody is signed in."""
    address = live_url(actor=actor_from(request), now=real_now())
    return redirect(address) if address else HttpResponse(status=204)
