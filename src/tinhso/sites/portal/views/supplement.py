"""Answering a request for a supplement: exactly what was asked, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
from tinhso.foundation.files.service import UnableToAcceptFile, UnableToCheckFile, UnableToKeepFile
from tinhso.foundation.process.service import UnableToTakeAction
from tinhso.registers.catalogue.service import UnableToAcceptAnswers
from tinhso.sites.frame.service import Visit, read_upload, read_values
from tinhso.sites.portal.paper_pages import AskedPaper
from tinhso.sites.portal.supplement_pages import SupplementForm, supplement_form
from tinhso.sites.portal.visits import citizens_only, show

_ONLY_SHOWS = ("update", "add", "drop")
"""Buttons that bring up the page again and hand nothing in."""


@dataclass(slots=True, kw_only=True)
class _Given:
    """Files of the answer that are at hand, all that are put aside, and why others are not to be had."""

    papers: list[UploadedPaper] = field(default_factory=list)
    held: list[HeldPaper] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    def take(self, held: HeldPaper, asked: AskedPaper, visit: Visit) -> None:
        """One that is put aside; damaged or gone it is asked for again, not looked at yet it waits."""
        taken = take_held_paper(held, paper_name=asked.field.label, actor=visit.actor)
        if taken.paper:
            self.papers.append(taken.paper)
        else:
            self.refuse(asked, taken.told)
        if taken.paper or taken.waits:
            self.held.append(taken.held)

    def refuse(self, asked: AskedPaper, told: str) -> None:
        """One more reason at this paper, behind those that stand there."""
        before = self.errors.get(asked.field.key)
        self.errors[asked.field.key] = f"{before} {told}" if before else told


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
        return _page(request, view, form, form.values, _Given())
    typed = read_values(request.POST, form.fields)
    changed = supplement_form(view, typed, on=visit.today) or form
    typed = read_values(request.POST, changed.fields)
    given = _given(request, visit, changed)
    if given.errors or any(button in request.POST for button in _ONLY_SHOWS):
        return _page(request, view, changed, typed, given)
    return _handed_in(request, visit, view, changed, typed, given)


def _handed_in(
    request: HttpRequest,
    visit: Visit,
    view: DossierView,
    form: SupplementForm,
    typed: Mapping[str, Any],
    given: _Given,
) -> HttpResponse:
    try:
        answer_supplement(
            dossier_id=view.id,
            answers=typed,
            papers=given.papers,
            expected_version=view.version,
            actor=visit.actor,
            now=visit.now,
        )
    except (UnableToAcceptAnswers, UnableToAnswerSupplement) as refusal:
        given.errors = dict(refusal.fields) or {"": refusal.message}
        return _page(request, view, form, typed, given)
    except (DossierChanged, UnableToTakeAction) as refusal:
        messages.warning(request, refusal.message)
        return HttpResponseRedirect(reverse("portal:dossier", args=[view.id]))
    messages.success(request, "Đã gửi phần bổ sung. Hồ sơ được xử lý tiếp.")
    return HttpResponseRedirect(reverse("portal:dossier", args=[view.id]))


def _given(request: HttpRequest, visit: Visit, form: SupplementForm) -> _Given:
    """Files chosen before and files chosen now; the good ones wait, the bad ones are named."""
    given = _Given()
    dropped = request.POST.getlist("drop")
    for asked in form.papers:
        key = asked.field.key.removeprefix("paper_")
        for token in request.POST.getlist(f"held_{key}"):
            if token not in dropped:
                name = request.POST.get(f"name_of_{token}", "")
                given.take(HeldPaper(key=key, token=token, name=name, size=0), asked, visit)
        for upload in request.FILES.getlist(asked.field.key):
            name = upload.name or ""
            chosen = UploadedPaper(key=key, name=name, content=read_upload(upload))
            try:
                held = hold_paper(chosen, actor=visit.actor, now=visit.now)
            except (UnableToAcceptFile, UnableToCheckFile, UnableToKeepFile) as refusal:
                given.refuse(asked, f"{name}: {refusal.message}" if name else refusal.message)
            else:
                given.take(held, asked, visit)
    return given


def _page(
    request: HttpRequest,
    view: DossierView,
    form: SupplementForm,
    values: Mapping[str, Any],
    given: _Given,
) -> HttpResponse:
    added = request.POST.get("add", "")
    rows = values.get(added)
    context = {
        "dossier": view,
        "form_asked": form,
        "values": values,
        "held": given.held,
        "errors": form.errors_on_page(given.errors),
        "error_lines": form.error_lines(given.errors),
        "rows": {added: (len(rows) if isinstance(rows, list) else 1) + 1} if added else {},
    }
    return show(request, "supplement.html", context, status=400 if given.errors else 200)
