"""The citizen's messages, as they were sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.sites.frame.service import Visit
from tinhso.sites.portal.own_records import own_messages
from tinhso.sites.portal.visits import citizens_only, show


@require_safe
@citizens_only
def messages(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything that was sent about the citizen's dossiers, newest first."""
    return show(
        request,
        "messages.html",
        {"notices_sent": own_messages(actor=visit.actor.as_oneself(), now=visit.now)},
    )
