"""The whole form on one page, for those who know it: sent once, it is filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tinhso.casework.dossiers.service import UnableToFileDossier, UploadedPaper, file_online
from tinhso.foundation.authority.service import Permission
from tinhso.foundation.clock.service import new_token
from tinhso.foundation.files.service import UnableToAcceptFile
from tinhso.registers.agencies.service import UnableToFindCompetentAgency
from tinhso.registers.catalogue.service import (
    Paper,
    ProcedureVersion,
    Section,
    UnableToAcceptAnswers,
    UnableToFileAsDossier,
    UnableToFindCase,
    UnableToFindProcedure,
    UnableToReceiveNow,
    get_procedure,
    reception,
)
from tinhso.sites.frame.service import Visit, read_upload, read_values
from tinhso.sites.portal.paper_pages import paper_accept, upload_field
from tinhso.sites.portal.procedure_pages import is_for_party
from tinhso.sites.portal.questions import commune_options, errors_on_page
from tinhso.sites.portal.visits import citizens_only, may, show

_LONGEST_KEY = 64


@require_http_methods(["GET", "HEAD", "POST"])
@citizens_only
def one_page(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Ask everything at once; sent, file it. Whoever sends the same page twice gets the same dossier."""
    try:
        version = _online_version(code, on=visit.today)
    except UnableToFileAsDossier:
        return HttpResponseRedirect(reverse("portal:procedure", args=[code]))
    if not may(visit, Permission.DOSSIER_SUBMIT):
        return show(request, "level_two.html", {"version": version}, status=403)
    if not is_for_party(version, visit.actor):
        return show(request, "other_party.html", {"version": version}, status=403)
    if request.method != "POST" and not reception(version, now=visit.now).is_open:
        return HttpResponseRedirect(reverse("portal:procedure", args=[code]))
    if request.method != "POST":
        return _page(request, visit, version, new_token(), {}, {})
    key = str(request.POST.get("idempotency_key", ""))[:_LONGEST_KEY] or new_token()
    typed = read_values(request.POST, version.fields)
    try:
        filed = file_online(
            procedure_code=code,
            answers=typed,
            papers=_papers(request, version.papers),
            key=key,
            actor=visit.actor,
            now=visit.now,
        )
    except UnableToAcceptAnswers as refusal:
        return _page(request, visit, version, key, typed, _on_page(version, refusal.fields))
    except (
        UnableToFileDossier,
        UnableToAcceptFile,
        UnableToFindCase,
        UnableToFindCompetentAgency,
        UnableToReceiveNow,
    ) as refusal:
        return _page(request, visit, version, key, typed, refusal.fields or {"": refusal.message})
    return HttpResponseRedirect(reverse("portal:done", args=[filed.id]))


def _online_version(code: str, *, on: date) -> ProcedureVersion:
    try:
        version = get_procedure(code, on=on)
    except UnableToFileAsDossier:
        raise
    except UnableToFindProcedure as missing:
        raise Http404 from missing
    if not any(case.channel == "online" for case in version.cases):
        raise Http404
    return version


def _open(section: Section) -> Section:
    """The section with every field to be typed: nothing is prefilled here, so nothing is locked."""
    return replace(section, fields=tuple(replace(field, locked=False) for field in section.fields))


def _papers(request: HttpRequest, papers: Sequence[Paper]) -> list[UploadedPaper]:
    return [
        UploadedPaper(key=paper.key, name=upload.name or paper.key, content=read_upload(upload))
        for paper in papers
        for upload in request.FILES.getlist(f"paper_{paper.key}")
    ]


def _on_page(version: ProcedureVersion, errors: Mapping[str, str]) -> dict[str, str]:
    named: dict[str, str] = dict(errors)
    for section in version.sections:
        named = errors_on_page(section, named)
    return named


def _page(
    request: HttpRequest,
    visit: Visit,
    version: ProcedureVersion,
    key: str,
    values: Mapping[str, Any],
    errors: Mapping[str, str],
) -> HttpResponse:
    context = {
        "version": version,
        "sections": [_open(section) for section in version.sections],
        "key": key,
        "values": values,
        "errors": errors,
        "options": commune_options(version.fields, on=visit.today),
        "papers": [
            (upload_field(paper, is_needed=paper.needed == "always"), paper)
            for paper in version.papers
            if not paper.from_form
        ],
        "accept": {paper.key: paper_accept(paper) for paper in version.papers},
    }
    return show(request, "one_page.html", context, status=400 if errors else 200)
