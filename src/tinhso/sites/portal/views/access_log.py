"""Who has looked at my data."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import own_dossiers
from tinhso.sites.portal.access_words import access_lines
from tinhso.sites.portal.own_records import Doer, own_entries
from tinhso.sites.portal.visits import Visit, citizens_only, show


@require_safe
@citizens_only
def access_log(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every reading and act that touched the citizen's data: of people, of the house, of oneself."""
    wanted = request.GET.get("who", "")
    doer = Doer(wanted) if wanted in tuple(Doer) else Doer.PEOPLE
    after = _id(request.GET.get("after", ""))
    entries, next_id = own_entries(actor=visit.actor, now=visit.now, after=after, doer=doer)
    codes = {row.id: row.code for row in own_dossiers(actor=visit.actor, now=visit.now)}
    context = {
        "lines": access_lines(entries, codes, on=visit.now.date()),
        "doer": doer.value,
        "next_id": next_id,
        "is_first_page": after is None,
    }
    return show(request, "access_log.html", context)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
