"""The papers of a draft: handed in page by page, looked at, taken out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.casework.dossiers.service import (
    DraftReview,
    UnableToFileDossier,
    attach_paper,
    open_paper,
    remove_paper,
    reuse_paper,
    review_draft,
)
from tinhso.foundation.files.service import (
    UnableToAcceptFile,
    UnableToContinueUpload,
    forget_upload,
    preview,
    whole_upload,
)
from tinhso.services.personal_store.service import UnableToReuse
from tinhso.sites.frame.service import Visit, by_short_link, file_response, read_upload
from tinhso.sites.portal.draft_progress import PAPERS, previous_address, progress
from tinhso.sites.portal.paper_pages import asked_papers, spared_papers
from tinhso.sites.portal.visits import citizens_only, show


@require_http_methods(["GET", "HEAD", "POST"])
@citizens_only
def papers(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """What is to be handed in and what is not; sent, the good files are kept and the bad ones named."""
    if request.method != "POST":
        return _page(request, _review(visit, draft_id), {})
    errors: dict[str, str] = {}
    for key, name, content in _uploads(request, visit):
        if message := _attach(visit, draft_id, key, name, content):
            errors[f"paper_{key}"] = f"{errors.get(f'paper_{key}', '')} {message}".lstrip()
    if chosen := request.POST.get("reuse", ""):
        errors |= _reuse(visit, draft_id, chosen)
    wanted = request.POST.get("remove", "")
    if wanted:
        _remove(visit, draft_id, wanted)
    review = _review(visit, draft_id)
    goes_on = "continue" in request.POST and not errors
    if goes_on and not review.paper_problems:
        return HttpResponseRedirect(reverse("portal:review", args=[draft_id]))
    if request.POST.get("save") == "later" and not errors:
        return HttpResponseRedirect(reverse("portal:dossiers"))
    if not errors and not goes_on:
        return HttpResponseRedirect(reverse("portal:draft-papers", args=[draft_id]))
    return _page(request, review, {**(review.paper_problems if goes_on else {}), **errors})


@require_safe
@citizens_only
@by_short_link
def paper(request: HttpRequest, visit: Visit, draft_id: UUID, file_id: UUID) -> HttpResponse:
    """One file of the draft, as it was handed in."""
    return file_response(
        request, open_paper(holder_id=draft_id, file_id=file_id, actor=visit.actor, now=visit.now)
    )


@require_safe
@citizens_only
@by_short_link
def small(request: HttpRequest, visit: Visit, draft_id: UUID, file_id: UUID) -> HttpResponse:
    """A small picture of one photo of the draft."""
    opened = open_paper(holder_id=draft_id, file_id=file_id, actor=visit.actor, now=visit.now)
    if not opened.media_type.startswith("image/"):
        raise Http404
    return file_response(request, replace(opened, content=preview(opened.content), media_type="image/jpeg"))


def _review(visit: Visit, draft_id: UUID) -> DraftReview:
    return review_draft(draft_id=draft_id, actor=visit.actor, now=visit.now)


def _uploads(request: HttpRequest, visit: Visit) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Paper, name and content of each file that came with the form, or in pieces before it."""
    for field in request.FILES:
        for upload in request.FILES.getlist(field):
            yield field.removeprefix("paper_"), upload.name or "", partial(read_upload, upload)
    for field in request.POST:
        if field.startswith("whole_paper_"):
            for sha256, _, name in (text.partition(":") for text in request.POST.getlist(field)):
                owner = str(visit.actor.reference)
                whole = partial(whole_upload, owner=owner, sha256=sha256)
                yield field.removeprefix("whole_paper_"), name, whole
                # Reached when it was kept or refused; a full disk ends the request before, and keeps it.
                forget_upload(owner=owner, sha256=sha256)


def _attach(visit: Visit, draft_id: UUID, key: str, name: str, content: Callable[[], bytes]) -> str:
    """Keep one file; what to tell the applicant when it is refused."""
    try:
        attach_paper(
            draft_id=draft_id, paper_key=key, name=name, content=content(), actor=visit.actor, now=visit.now
        )
    except (UnableToAcceptFile, UnableToContinueUpload, UnableToFileDossier) as refusal:
        return f"{name}: {refusal.message}" if name else refusal.message
    return ""


def _reuse(visit: Visit, draft_id: UUID, chosen: str) -> dict[str, str]:
    """Use a paper of the store; what to tell the applicant when it may not be used."""
    key, kept_id = _named(chosen)
    try:
        reuse_paper(draft_id=draft_id, paper_key=key, kept_id=kept_id, actor=visit.actor, now=visit.now)
    except UnableToReuse as refusal:
        return {f"paper_{key}": refusal.message}
    return {}


def _named(text: str) -> tuple[str, UUID]:
    key, _, named = text.rpartition(":")
    try:
        return key, UUID(named)
    except ValueError as wrong:
        raise Http404 from wrong


def _remove(visit: Visit, draft_id: UUID, wanted: str) -> None:
    key, named = _named(wanted)
    remove_paper(draft_id=draft_id, paper_key=key, file_id=named, actor=visit.actor, now=visit.now)


def _page(request: HttpRequest, review: DraftReview, errors: dict[str, str]) -> HttpResponse:
    draft = review.draft
    if draft.dossier_id:
        return HttpResponseRedirect(reverse("portal:dossier", args=[draft.dossier_id]))
    context = {
        "draft": draft,
        "asked": asked_papers(review),
        "spared": spared_papers(review),
        "errors": errors,
        "steps": progress(draft, current=PAPERS),
        "previous": previous_address(draft, before=PAPERS),
    }
    return show(request, "draft_papers.html", context, status=400 if errors else 200)
