"""Answering a request for a supplement: exactly what was asked, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tinhso.casework.dossiers.service import (
    DossierChanged,
    DossierView,
    HeldPaper,
    UnableToAnswerSupplement,
    UploadedPaper,
    answer_supplement,
    get_dossier,
    hold_paper,
    take_held_paper,
)
from tinhso.foundation.files.service import UnableToAcceptFile, UnableToUseToken
from tinhso.foundation.process.service import UnableToTakeAction
from tinhso.registers.catalogue.service import UnableToAcceptAnswers
from tinhso.sites.frame.service import Visit, read_upload, read_values
from tinhso.sites.portal.supplement_pages import SupplementForm, supplement_form
from tinhso.sites.portal.visits import citizens_only, show

_HELD = "held_"


@require_http_methods(["GET", "HEAD", "POST"])
@citizens_only
def supplement(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """Show what is asked with the officer's words; sent, hand it in."""
    view = get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    form = supplement_form(view, {}, on=visit.today)
    if form is None:
        messages.info(request, "Hồ sơ hiện không có yêu cầu bổ sung nào đang chờ bạn.")
        return HttpResponseRedirect(reverse("portal:dossier", args=[dossier_id]))
    if request.method != "POST":
        return _page(request, view, form, form.values, (), {})
    typed = read_values(request.POST, form.fields)
    changed = supplement_form(view, typed, on=visit.today) or form
    typed = read_values(request.POST, changed.fields)
    held, errors = _held(request, visit, changed)
    if errors or "update" in request.POST or "add" in request.POST:
        return _page(request, view, changed, typed, held, errors)
    return _handed_in(request, visit, view, changed, typed, held)


def _handed_in(
    request: HttpRequest,
    visit: Visit,
    view: DossierView,
    form: SupplementForm,
    typed: Mapping[str, Any],
    held: tuple[HeldPaper, ...],
) -> HttpResponse:
    try:
        answer_supplement(
            dossier_id=view.id,
            answers=typed,
            papers=[take_held_paper(key=each.key, token=each.token, actor=visit.actor) for each in held],
            expected_version=view.version,
            actor=visit.actor,
            now=visit.now,
        )
    except (UnableToAcceptAnswers, UnableToAnswerSupplement) as refusal:
        errors = dict(refusal.fields) or {"": refusal.message}
        return _page(request, view, form, typed, held, errors)
    except (DossierChanged, UnableToTakeAction) as refusal:
        messages.warning(request, refusal.message)
        return HttpResponseRedirect(reverse("portal:dossier", args=[view.id]))
    messages.success(request, "Đã gửi phần bổ sung. Hồ sơ được xử lý tiếp.")
    return HttpResponseRedirect(reverse("portal:dossier", args=[view.id]))


def _held(
    request: HttpRequest, visit: Visit, form: SupplementForm
) -> tuple[tuple[HeldPaper, ...], dict[str, str]]:
    """Files chosen before and files chosen now; the good ones wait, the bad ones are named."""
    held: list[HeldPaper] = []
    errors: dict[str, str] = {}
    dropped = request.POST.getlist("drop")
    for paper in form.papers:
        key = paper.field.key.removeprefix("paper_")
        for token in request.POST.getlist(f"{_HELD}{key}"):
            if token not in dropped:
                held.append(HeldPaper(key=key, token=token, name="", size=0))
        for upload in request.FILES.getlist(paper.field.key):
            name = upload.name or ""
            try:
                chosen = UploadedPaper(key=key, name=name, content=read_upload(upload))
                held.append(hold_paper(chosen, actor=visit.actor, now=visit.now))
            except UnableToAcceptFile as refusal:
                errors[paper.field.key] = f"{name}: {refusal.message}" if name else refusal.message
    return _named(visit, held, errors), errors


def _named(visit: Visit, held: list[HeldPaper], errors: dict[str, str]) -> tuple[HeldPaper, ...]:
    """The files with their names; one that no longer serves, or cannot be opened, is asked for again."""
    known: list[HeldPaper] = []
    for paper in held:
        try:
            taken = take_held_paper(key=paper.key, token=paper.token, actor=visit.actor)
        except UnableToUseToken as refusal:
            errors[f"paper_{paper.key}"] = refusal.message
            continue
        except UnableToAcceptFile as refusal:
            named = f"{paper.name}: {refusal.message}" if paper.name else refusal.message
            errors[f"paper_{paper.key}"] = named
            continue
        known.append(HeldPaper(key=paper.key, token=paper.token, name=taken.name, size=len(taken.content)))
    return tuple(known)


def _page(
    request: HttpRequest,
    view: DossierView,
    form: SupplementForm,
    values: Mapping[str, Any],
    held: tuple[HeldPaper, ...],
    errors: Mapping[str, str],
) -> HttpResponse:
    added = request.POST.get("add", "")
    given = values.get(added)
    context = {
        "dossier": view,
        "form_asked": form,
        "values": values,
        "held": held,
        "errors": form.errors_on_page(errors),
        "error_lines": form.error_lines(errors),
        "rows": {added: (len(given) if isinstance(given, list) else 1) + 1} if added else {},
    }
    return show(request, "supplement.html", context, status=400 if errors else 200)
