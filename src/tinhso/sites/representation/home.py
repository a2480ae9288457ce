"""What one has granted, what one may do for others, and what waits for an answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.services.representation.service import own_mandates
from tinhso.sites.frame.service import Visit
from tinhso.sites.representation.visits import citizens_only, show
from tinhso.sites.representation.wording import card_of, procedure_titles


@require_safe
@citizens_only()
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything on one page; whoever legally represents an organisation sees what it granted."""
    own = own_mandates(actor=visit.actor, now=visit.now)
    titles = procedure_titles(visit.today)
    actor = visit.actor
    context = {
        "given": [card_of(each, titles, is_given=True) for each in own.given],
        "received": [card_of(each, titles, is_given=False) for each in own.received],
        "offered": [card_of(each, titles, is_given=False) for each in own.offered],
        "may_grant": actor.assurance_level >= 2
        and (actor.mandate_id is None or actor.is_legal_representative),
        "is_authorised": actor.mandate_id is not None and not actor.is_legal_representative,
        "level": actor.assurance_level,
    }
    return show(request, "home.html", context)
