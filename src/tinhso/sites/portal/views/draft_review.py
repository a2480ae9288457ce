"""Reading the whole draft through, and filing it: once, however often the button is pressed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tinhso.casework.dossiers.service import UnableToFileDossier, renew_draft, review_draft, submit_draft
from tinhso.registers.agencies.service import UnableToFindAdministrativeUnit, UnableToFindCompetentAgency
from tinhso.registers.catalogue.service import UnableToAcceptAnswers, UnableToFindCase, UnableToReceiveNow
from tinhso.services.personal_store.service import UnableToReuse
from tinhso.sites.frame.service import Visit
from tinhso.sites.portal.draft_progress import REVIEW, progress, step_address
from tinhso.sites.portal.paper_pages import asked_papers, spared_papers
from tinhso.sites.portal.review_pages import open_points, sections_of
from tinhso.sites.portal.visits import citizens_only, show

_NO_PLACE = (UnableToFindCompetentAgency, UnableToFindAdministrativeUnit)
_NOT_READY = (
    UnableToAcceptAnswers,
    UnableToFileDossier,
    UnableToFindCase,
    UnableToReceiveNow,
    UnableToReuse,
    *_NO_PLACE,
)


@require_safe
@citizens_only
def review(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """Everything that will be filed, with a way to change each part."""
    return _page(request, visit, draft_id)


@require_POST
@citizens_only
def submit(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """File the draft; whoever presses twice gets the same dossier."""
    try:
        filed = submit_draft(draft_id=draft_id, actor=visit.actor, now=visit.now)
    except _NOT_READY as no:
        return _page(request, visit, draft_id, refusal=no.message)
    return HttpResponseRedirect(reverse("portal:done", args=[filed.id]))


@require_POST
@citizens_only
def renew(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """Go on with today's form; what it asks anew stands open on the same page."""
    renew_draft(draft_id=draft_id, actor=visit.actor, now=visit.now)
    return HttpResponseRedirect(reverse("portal:review", args=[draft_id]))


def _page(request: HttpRequest, visit: Visit, draft_id: UUID, *, refusal: str = "") -> HttpResponse:
    found = review_draft(draft_id=draft_id, actor=visit.actor, now=visit.now)
    draft = found.draft
    if draft.dossier_id:
        return HttpResponseRedirect(reverse("portal:dossier", args=[draft.dossier_id]))
    context = {
        "draft": draft,
        "review": found,
        "refusal": refusal,
        "open_points": open_points(found),
        "sections": sections_of(found),
        "papers": asked_papers(found),
        "spared": spared_papers(found),
        "papers_url": step_address(draft, "papers"),
        "steps": progress(draft, current=REVIEW),
    }
    return show(request, "review.html", context, status=409 if refusal else 200)
