"""The citizen's own dossiers: the list, one dossier, and what can be opened in it."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import (
    OWN_PAGE,
    get_dossier,
    open_paper,
    open_receipt,
    open_result,
    open_slip,
    own_dossiers,
    own_drafts,
)
from tinhso.foundation.printing.service import qr_svg
from tinhso.sites.frame.service import Visit, by_short_link, file_response, id_in
from tinhso.sites.portal.dossier_pages import dossier_page, own_cards
from tinhso.sites.portal.visits import citizens_only, public_address, show


@require_safe
@citizens_only
def own(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Dossiers that were filed, and drafts to go on with."""
    after = id_in(request.GET.get("after", ""))
    dossiers = own_dossiers(actor=visit.actor, now=visit.now, after=after)
    is_writing = visit.actor.assurance_level >= 2 and after is None
    drafts = own_drafts(actor=visit.actor, now=visit.now) if is_writing else ()
    here, last = reverse("portal:dossiers"), dossiers[-1].id if len(dossiers) == OWN_PAGE else None
    has_more = last is not None and own_dossiers(actor=visit.actor, now=visit.now, after=last)
    context = {
        "cards": own_cards(dossiers),
        "drafts": drafts,
        "first_url": here if after else "",
        "next_url": f"{here}?after={last}" if has_more else "",
    }
    return show(request, "dossiers.html", context)


@require_safe
@citizens_only
def dossier(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """One dossier: what to do now, what happened, when it ends."""
    view = get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    # The list of who has looked is one's own: who acts for somebody else finds nothing of theirs in it.
    is_own = visit.actor.mandate_id is None
    return show(request, "dossier.html", {"dossier": view, "page": dossier_page(view), "is_own": is_own})


@require_safe
@citizens_only
def done(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """It is filed: the code, and what happens next."""
    view = get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    tracking = public_address("portal:tracked", view.code)
    context = {"dossier": view, "page": dossier_page(view), "qr": qr_svg(tracking), "tracking": tracking}
    return show(request, "done.html", context)


@require_safe
@citizens_only
@by_short_link
def receipt(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """The receipt as PDF; its code leads to the tracking page."""
    opened = open_receipt(dossier_id=dossier_id, tracking_url=_tracking(), actor=visit.actor, now=visit.now)
    return file_response(request, opened, as_download=True)


@require_safe
@citizens_only
@by_short_link
def slip(request: HttpRequest, visit: Visit, dossier_id: UUID, kind: str, about: int) -> HttpResponse:
    """A slip that the agency gave the applicant, as PDF."""
    slip: dict[str, Any] = {"dossier_id": dossier_id, "kind": kind, "about": about}
    opened = open_slip(tracking_url=_tracking(), actor=visit.actor, now=visit.now, **slip)
    return file_response(request, opened, as_download=True)


@require_safe
@citizens_only
@by_short_link
def result(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """The result as PDF."""
    return file_response(
        request, open_result(dossier_id=dossier_id, actor=visit.actor, now=visit.now), as_download=True
    )


@require_safe
@citizens_only
@by_short_link
def paper(request: HttpRequest, visit: Visit, dossier_id: UUID, file_id: UUID) -> HttpResponse:
    """One paper of the dossier."""
    return file_response(
        request, open_paper(holder_id=dossier_id, file_id=file_id, actor=visit.actor, now=visit.now)
    )


def _tracking() -> str:
    return unquote(public_address("portal:tracked", "{code}"))
