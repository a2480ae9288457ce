"""Who has looked at my data."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import own_dossier_codes
from tinhso.sites.frame.service import Visit, id_in
from tinhso.sites.portal.access_words import Known, access_lines
from tinhso.sites.portal.own_records import Doer, Narrowing, own_entries, own_representatives, systems_in
from tinhso.sites.portal.visits import citizens_only, show

_DOERS: Mapping[str, Doer] = {"house": "house", "me": "me"}
_NARROWED = ("dossier", "officer", "agency")


@require_safe
@citizens_only
def access_log(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every reading and act that touched the citizen's data: of people, of the house, of oneself.

    Narrowed to one dossier of their own, to one officer or one agency where the address names it.
    """
    me = visit.actor.as_oneself()
    narrowing = _narrowing(request)
    is_of_officers = narrowing.officer_id is not None or narrowing.agency_id is not None
    doer = "people" if is_of_officers else _DOERS.get(request.GET.get("who", ""), "people")
    after = id_in(request.GET.get("after", ""))
    entries, next_id = own_entries(actor=me, now=visit.now, after=after, doer=doer, narrowing=narrowing)
    touched = {narrowing.dossier_id, *(entry.object_id for entry in entries)}
    codes = own_dossier_codes(actor=me, now=visit.now, ids=[each for each in touched if each])
    if narrowing.dossier_id is not None and narrowing.dossier_id not in codes:
        raise Http404
    known = Known(
        me=me.person_id,
        representatives=own_representatives(entries, actor=me, now=visit.now),
        systems=systems_in(entries, now=visit.now),
    )
    lines = access_lines(entries, codes, known=known, on=visit.now.date())
    context = {
        "lines": lines,
        "doer": doer,
        "narrowing": narrowing,
        "narrowed": urlencode({key: request.GET[key] for key in _NARROWED if request.GET.get(key)}),
        "code": codes[narrowing.dossier_id] if narrowing.dossier_id else "",
        "whose": lines[0] if lines else None,
        "is_of_officers": is_of_officers,
        "next_id": next_id,
        "is_first_page": after is None,
    }
    return show(request, "access_log.html", context)


def _narrowing(request: HttpRequest) -> Narrowing:
    """What the address narrows the list to; a mark nobody's page wrote finds nothing, never everything."""
    marks = {key: request.GET[key] for key in _NARROWED if request.GET.get(key)}
    ids: dict[str, UUID | None] = {key: id_in(mark) for key, mark in marks.items()}
    if None in ids.values():
        raise Http404
    return Narrowing(
        dossier_id=ids.get("dossier"), officer_id=ids.get("officer"), agency_id=ids.get("agency")
    )
