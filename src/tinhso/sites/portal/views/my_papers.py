"""The citizen's own store of papers: what is there, where it was used, who looked."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tinhso.casework.dossiers.service import uses_of_kept_papers
from tinhso.services.personal_store.service import (
    KeptPaper,
    KeptState,
    open_kept_paper,
    own_store,
    withhold_paper,
)
from tinhso.sites.frame.service import Visit, by_short_link, file_response
from tinhso.sites.portal.access_words import AccessLine, Known, access_lines
from tinhso.sites.portal.own_records import entries_about_objects, own_representatives
from tinhso.sites.portal.paper_pages import kept_note
from tinhso.sites.portal.visits import citizens_only, show

_STATES = {
    KeptState.USABLE: ("Dùng lại được", "done"),
    KeptState.EXPIRED: ("Đã hết giá trị", "stopped"),
    KeptState.REVOKED: ("Đã bị thu hồi", "problem"),
    KeptState.WITHHELD: ("Bạn đã yêu cầu không dùng lại", "stopped"),
}


@require_safe
@citizens_only
def store(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every paper of the store, with the dossiers that used it and the readings of it."""
    kept = own_store(actor=visit.actor, now=visit.now)
    uses = uses_of_kept_papers([each.id for each in kept], actor=visit.actor, now=visit.now) if kept else {}
    looks = _looks(visit, kept)
    papers = [
        {
            "kept": each,
            "note": kept_note(each),
            "state": _STATES[each.state],
            "uses": uses.get(each.id, ()),
            "looks": looks.get(each.id, ()),
            "can_withhold": each.state is KeptState.USABLE,
            "can_offer": each.state is KeptState.WITHHELD,
        }
        for each in kept
    ]
    is_organisation = visit.actor.organisation_id is not None and visit.actor.is_legal_representative
    return show(request, "my_papers.html", {"papers": papers, "is_organisation": is_organisation})


@require_safe
@citizens_only
@by_short_link
def paper(request: HttpRequest, visit: Visit, kept_id: UUID) -> HttpResponse:
    """One paper, as it was stored."""
    return file_response(request, open_kept_paper(kept_id=kept_id, actor=visit.actor, now=visit.now))


@require_POST
@citizens_only
def offer(request: HttpRequest, visit: Visit, kept_id: UUID) -> HttpResponse:
    """No longer offer a paper, or offer it again."""
    withheld = request.POST.get("withhold") == "yes"
    withhold_paper(kept_id=kept_id, withheld=withheld, actor=visit.actor, now=visit.now)
    return HttpResponseRedirect(reverse("portal:my-papers"))


def _looks(visit: Visit, kept: Sequence[KeptPaper]) -> dict[UUID, tuple[AccessLine, ...]]:
    """By paper, who read it last, besides the owner."""
    if not kept or visit.actor.person_id is None:
        return {}
    entries = entries_about_objects([each.id for each in kept], actor=visit.actor, now=visit.now)
    known = Known(
        me=visit.actor.person_id,
        representatives=own_representatives(entries, actor=visit.actor, now=visit.now),
    )
    return {
        each.id: access_lines(
            [entry for entry in entries if entry.object_id == each.id], {}, known=known, on=visit.today
        )
        for each in kept
    }
