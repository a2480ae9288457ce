"""Who has looked at my data."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import own_dossiers
from tinhso.sites.frame.service import Visit
from tinhso.sites.portal.access_words import Known, access_lines
from tinhso.sites.portal.own_records import Doer, own_entries, own_representatives, systems_in
from tinhso.sites.portal.visits import citizens_only, show

_DOERS: Mapping[str, Doer] = {"house": "house", "me": "me"}


@require_safe
@citizens_only
def access_log(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every reading and act that touched the citizen's data: of people, of the house, of oneself."""
    doer = _DOERS.get(request.GET.get("who", ""), "people")
    after = _id(request.GET.get("after", ""))
    me = visit.actor.as_oneself()
    entries, next_id = own_entries(actor=me, now=visit.now, after=after, doer=doer)
    codes = {row.id: row.code for row in own_dossiers(actor=me, now=visit.now)}
    known = Known(
        me=me.person_id,
        representatives=own_representatives(entries, actor=me, now=visit.now),
        systems=systems_in(entries, now=visit.now),
    )
    context = {
        "lines": access_lines(entries, codes, known=known, on=visit.now.date()),
        "doer": doer,
        "next_id": next_id,
        "is_first_page": after is None,
    }
    return show(request, "access_log.html", context)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
