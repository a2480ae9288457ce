"""Beginning a draft, coming back to it, throwing it away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.casework.dossiers.service import discard_draft, get_draft, own_drafts, review_draft, start_draft
from tinhso.foundation.authority.service import Permission
from tinhso.registers.catalogue.service import (
    UnableToFileAsDossier,
    UnableToFindProcedure,
    UnableToReceiveNow,
    get_procedure,
    reception,
)
from tinhso.sites.frame.service import Visit
from tinhso.sites.portal.draft_progress import resume_address
from tinhso.sites.portal.procedure_pages import is_for_party, procedure_page
from tinhso.sites.portal.visits import citizens_only, may, show


@require_http_methods(["GET", "HEAD", "POST"])
@citizens_only
def apply(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Before the first question: what will be asked; sent, a draft begins, or an open one goes on."""
    try:
        version = get_procedure(code, on=visit.today)
    except UnableToFileAsDossier:
        return HttpResponseRedirect(reverse("portal:procedure", args=[code]))
    except UnableToFindProcedure as missing:
        raise Http404 from missing
    if not may(visit, Permission.DOSSIER_DRAFT):
        return show(request, "level_two.html", {"version": version}, status=403)
    if not is_for_party(version, visit.actor):
        return show(request, "other_party.html", {"version": version}, status=403)
    opened = [draft for draft in own_drafts(actor=visit.actor, now=visit.now) if draft.procedure_code == code]
    context = {
        "version": version,
        "page": procedure_page(version),
        "opened": opened,
        "reception": reception(version, now=visit.now),
    }
    if request.method != "POST":
        return show(request, "apply.html", context)
    if opened and not request.POST.get("anew"):
        return HttpResponseRedirect(reverse("portal:draft", args=[opened[0].id]))
    try:
        draft = start_draft(procedure_code=code, actor=visit.actor, now=visit.now)
    except UnableToReceiveNow:
        return show(request, "apply.html", context, status=409)
    return HttpResponseRedirect(reverse("portal:step", args=[draft.id, version.sections[0].key]))


@require_safe
@citizens_only
def resume(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """Go on where the draft was left."""
    review = review_draft(draft_id=draft_id, actor=visit.actor, now=visit.now)
    if review.draft.dossier_id:
        return HttpResponseRedirect(reverse("portal:dossier", args=[review.draft.dossier_id]))
    return HttpResponseRedirect(resume_address(review))


@require_http_methods(["GET", "HEAD", "POST"])
@citizens_only
def discard(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """Ask once more, then throw the draft away."""
    if request.method == "POST":
        discard_draft(draft_id=draft_id, actor=visit.actor, now=visit.now)
        messages.success(request, "Đã bỏ bản đang soạn.")
        return HttpResponseRedirect(reverse("portal:dossiers"))
    draft = get_draft(draft_id=draft_id, actor=visit.actor, now=visit.now)
    return show(request, "discard.html", {"draft": draft})
