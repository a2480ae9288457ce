"""Writing down, from the papers, what the form of another system did not give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from tinhso.casework.dossiers.service import DossierView, enter_answers, get_dossier
from tinhso.foundation.authority.service import NotVisible
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.catalogue.service import (
    FormField,
    ProcedureVersion,
    fields_of_condition,
    get_version,
    is_shown,
)
from tinhso.sites.frame.service import Visit, officers_only, read_values
from tinhso.sites.onestop.counter.layout import commune_options, errors_on_page, named_errors
from tinhso.sites.onestop.desk import show
from tinhso.sites.onestop.dossier import back_to
from tinhso.sites.onestop.steps import expected_version, refused_status


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSection:
    """A section with the questions that nobody has answered."""

    title: str
    fields: tuple[FormField, ...]


@require_http_methods(["GET", "POST"])
@officers_only
def entering(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """The open questions of a dossier filed elsewhere, and their sending; what was typed comes back."""
    view = get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    version = get_version(view.procedure_code, view.procedure_version)
    if request.method == "GET":
        return _page(request, visit, view, version, {})
    typed = read_values(request.POST, _open_fields(view, version))
    if "add" in request.POST:
        return _page(request, visit, view, version, typed)
    try:
        enter_answers(
            dossier_id=dossier_id,
            answers=typed,
            expected_version=expected_version(request),
            actor=visit.actor,
            now=visit.now,
        )
    except NotVisible:
        raise
    except DomainError as refusal:
        return _page(request, visit, view, version, typed, refusal)
    queue = request.POST.get("queue", "")
    return HttpResponseRedirect(back_to(dossier_id, done="enter_answers", queue=queue))


def _page(
    request: HttpRequest,
    visit: Visit,
    view: DossierView,
    version: ProcedureVersion,
    typed: Mapping[str, Any],
    refusal: DomainError | None = None,
) -> HttpResponse:
    fields = _open_fields(view, version)
    errors = errors_on_page(version, refusal.fields if refusal else {})
    if refusal and not errors:
        errors = {"": refusal.message}
    added = request.POST.get("add", "")
    given = typed.get(added)
    context = {
        "view": view,
        "queue": request.POST.get("queue", "") or request.GET.get("queue", ""),
        "sections": _sections(version, fields),
        "looked_at": _looked_at(view, fields),
        "values": typed,
        "rows": {added: (len(given) if isinstance(given, list) else 1) + 1} if added else {},
        "options": commune_options(version, now=visit.now),
        "errors": errors,
        "summary": named_errors(version, errors),
    }
    status = 400 if any(errors) else refused_status(refusal) if refusal else 200
    return show(request, "entering.html", context, status=status)


def _open_fields(view: DossierView, version: ProcedureVersion) -> tuple[FormField, ...]:
    """Questions without an answer that are asked, or may be once another of them is answered."""
    open_keys = {each.key for each in version.fields if each.key not in view.raw_answers}
    return tuple(
        replace(each, locked=False)
        for each in version.fields
        if each.key in open_keys
        and (is_shown(each.when, answers=view.raw_answers) or fields_of_condition(each.when) & open_keys)
    )


def _sections(version: ProcedureVersion, fields: tuple[FormField, ...]) -> list[OpenSection]:
    by_key = {each.key: each for each in fields}
    found = [
        OpenSection(
            title=section.title,
            fields=tuple(by_key[each.key] for each in section.fields if each.key in by_key),
        )
        for section in version.sections
    ]
    return [section for section in found if section.fields]


def _looked_at(view: DossierView, fields: tuple[FormField, ...]) -> dict[str, str]:
    """Answers that conditions of the open questions look at, for the browser to compare."""
    keys = frozenset[str]().union(*(fields_of_condition(each.when) for each in fields))
    return {
        key: "yes" if value is True else str(value)
        for key, value in view.raw_answers.items()
        if key in keys and value is not False and not isinstance(value, dict | list)
    }
