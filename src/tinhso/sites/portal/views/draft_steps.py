"""One step of the form: asked, saved, and never lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tinhso.casework.dossiers.service import Draft, get_draft, keep_typed, save_section
from tinhso.registers.catalogue.service import UnableToAcceptAnswers
from tinhso.sites.frame.service import Visit, read_values
from tinhso.sites.portal.draft_progress import next_address, previous_address, progress
from tinhso.sites.portal.questions import (
    StepQuestions,
    error_lines,
    errors_on_page,
    section_named,
    step_questions,
)
from tinhso.sites.portal.visits import citizens_only, show


@require_http_methods(["GET", "HEAD", "POST"])
@citizens_only
def step(request: HttpRequest, visit: Visit, draft_id: UUID, section: str) -> HttpResponse:
    """Show one step with what is known and typed; sent, keep it and go on."""
    draft = get_draft(draft_id=draft_id, actor=visit.actor, now=visit.now)
    if draft.dossier_id:
        return HttpResponseRedirect(reverse("portal:dossier", args=[draft.dossier_id]))
    version, wanted = section_named(draft, section)
    if wanted is None:
        raise Http404
    if request.method != "POST":
        asked = step_questions(draft, version, wanted, {}, on=visit.today)
        return _page(request, draft, asked, draft.answers)
    typed = read_values(request.POST, step_questions(draft, version, wanted, {}, on=visit.today).typed_fields)
    asked = step_questions(draft, version, wanted, typed, on=visit.today)
    return _sent(request, visit, draft, asked, typed)


def _sent(
    request: HttpRequest, visit: Visit, draft: Draft, asked: StepQuestions, typed: Mapping[str, Any]
) -> HttpResponse:
    section = asked.section.key
    again = request.POST.get("add", "")
    if again or "update" in request.POST:
        keep_typed(draft_id=draft.id, section=section, answers=typed, actor=visit.actor, now=visit.now)
        return _page(request, draft, asked, typed, one_more=again)
    if request.POST.get("save") == "later":
        keep_typed(draft_id=draft.id, section=section, answers=typed, actor=visit.actor, now=visit.now)
        messages.success(request, "Đã lưu. Bạn làm tiếp lúc nào cũng được.")
        return HttpResponseRedirect(reverse("portal:dossiers"))
    try:
        saved = save_section(
            draft_id=draft.id, section=section, answers=typed, actor=visit.actor, now=visit.now
        )
    except UnableToAcceptAnswers as refusal:
        keep_typed(draft_id=draft.id, section=section, answers=typed, actor=visit.actor, now=visit.now)
        return _page(request, draft, asked, typed, errors=refusal.fields)
    if request.POST.get("back") == "review":
        return HttpResponseRedirect(reverse("portal:review", args=[draft.id]))
    return HttpResponseRedirect(next_address(saved, after=section))


def _page(
    request: HttpRequest,
    draft: Draft,
    asked: StepQuestions,
    values: Mapping[str, Any],
    *,
    errors: Mapping[str, str] | None = None,
    one_more: str = "",
) -> HttpResponse:
    shown_before = str(request.POST.get("shown", "")).split(",")
    found = errors_on_page(asked.section, errors or {})
    context = {
        "draft": draft,
        "asked": asked,
        "values": {**draft.answers, **values},
        "errors": found,
        "error_lines": error_lines(asked.section, errors or {}),
        "has_new_questions": any(key.split(".")[0] not in shown_before for key in errors or {}),
        "rows": {one_more: _rows(values.get(one_more)) + 1} if one_more else {},
        "steps": progress(draft, current=asked.section.key),
        "previous": previous_address(draft, before=asked.section.key),
        "back": request.GET.get("back") or request.POST.get("back", ""),
    }
    return show(request, "step.html", context, status=400 if found else 200)


def _rows(value: Any) -> int:
    return max(len(value), 1) if isinstance(value, list) else 1
