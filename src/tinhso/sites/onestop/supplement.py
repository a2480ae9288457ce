"""Asking for a supplement: the exact field or paper, the rule it breaks, what to correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from tinhso.casework.dossiers.service import DossierView, SupplementItem, ask_supplement, get_dossier
from tinhso.foundation.authority.service import NotVisible
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.catalogue.service import Paper, ProcedureVersion, get_version, papers_for, verb_of
from tinhso.sites.frame.service import Visit, officers_only
from tinhso.sites.onestop.desk import show
from tinhso.sites.onestop.dossier import back_to
from tinhso.sites.onestop.steps import expected_version, refused_status

_NOT_GIVEN = "Hồ sơ nộp tại cổng khác chưa có mục này; anh/chị bổ sung."


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A field or a paper that may be asked for again."""

    target: str
    key: str
    label: str
    now: str
    rule: str
    ticked: bool = False
    message: str = ""
    error: str = ""

    @property
    def item(self) -> str:
        """What the tick sends."""
        return f"{self.target}:{self.key}"


@require_http_methods(["GET", "POST"])
@officers_only
def supplement(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """The form, and its sending; whatever was ticked and typed comes back with a refusal."""
    if request.method == "GET":
        return _page(request, visit, dossier_id)
    try:
        ask_supplement(
            dossier_id=dossier_id,
            items=_items(request),
            expected_version=expected_version(request),
            actor=visit.actor,
            now=visit.now,
        )
    except NotVisible:
        raise
    except DomainError as refusal:
        return _page(request, visit, dossier_id, refusal)
    queue = request.POST.get("queue", "")
    return HttpResponseRedirect(back_to(dossier_id, done="ask_supplement", queue=queue))


def _page(
    request: HttpRequest, visit: Visit, dossier_id: UUID, refusal: DomainError | None = None
) -> HttpResponse:
    view = get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    version = get_version(view.procedure_code, view.procedure_version)
    action = next((each for each in view.actions if verb_of(each.key) == "ask_supplement"), None)
    errors = refusal.fields if refusal else {}
    context = {
        "view": view,
        "action": action,
        "queue": request.POST.get("queue", "") or request.GET.get("queue", ""),
        "sections": _field_candidates(request, view, version, errors),
        "papers": _paper_candidates(request, view, version, errors),
        "message": refusal.message if refusal else "",
        "answer_within": version.supplement.answer_within,
    }
    return show(request, "supplement.html", context, status=refused_status(refusal) if refusal else 200)


def _items(request: HttpRequest) -> list[SupplementItem]:
    items = []
    for ticked in request.POST.getlist("item"):
        target, _, key = ticked.partition(":")
        items.append(
            SupplementItem(
                target=target,
                key=key,
                label="",
                rule=request.POST.get(f"rule_{target}_{key}", "").strip()[:300],
                message=request.POST.get(f"message_{target}_{key}", ""),
            )
        )
    return items


def _field_candidates(
    request: HttpRequest, view: DossierView, version: ProcedureVersion, errors: Mapping[str, str]
) -> list[tuple[str, list[Candidate]]]:
    shown = {row.key: row.value for row in view.answers}
    lacking = _lacking(view, "field")
    basis = version.legal_basis[0].instrument
    found = []
    for section in version.sections:
        candidates = [
            _filled(
                request,
                errors,
                Candidate(
                    target="field",
                    key=each.key,
                    label=each.label,
                    now=shown.get(each.key, "Chưa có"),
                    rule=basis,
                ),
                is_lacking=each.key in lacking,
            )
            for each in section.fields
            if (each.key in shown and not each.locked) or each.key in lacking
        ]
        if candidates:
            found.append((section.title, candidates))
    return found


def _paper_candidates(
    request: HttpRequest, view: DossierView, version: ProcedureVersion, errors: Mapping[str, str]
) -> list[Candidate]:
    given = {paper.key: paper.name for paper in view.papers if not paper.replaced}
    needs = papers_for(version, view.raw_answers)
    lacking = _lacking(view, "paper")
    return [
        _filled(
            request,
            errors,
            Candidate(
                target="paper",
                key=need.paper.key,
                label=need.paper.name,
                now=given.get(need.paper.key, "Chưa nộp"),
                rule=_paper_rule(need.paper, version),
            ),
            is_lacking=need.paper.key in lacking,
        )
        for need in needs
        if need.status != "from_form"
    ]


def _paper_rule(paper: Paper, version: ProcedureVersion) -> str:
    source = paper.vintage.source if paper.vintage else version.legal_basis[0].instrument
    return f"Thành phần hồ sơ ({source})"


def _lacking(view: DossierView, target: str) -> frozenset[str]:
    """What a dossier that was filed elsewhere does not have yet."""
    items = view.outside.lacking if view.outside else ()
    return frozenset(item.key for item in items if item.target == target)


def _filled(
    request: HttpRequest, errors: Mapping[str, str], candidate: Candidate, *, is_lacking: bool
) -> Candidate:
    """The candidate with what the officer ticked and typed so far; at first, if asked, what is lacking."""
    if request.method != "POST":
        asks = is_lacking and request.GET.get("lacking") == "yes"
        return replace(candidate, ticked=asks, message=_NOT_GIVEN if asks else "")
    name = f"{candidate.target}_{candidate.key}"
    return Candidate(
        target=candidate.target,
        key=candidate.key,
        label=candidate.label,
        now=candidate.now,
        rule=request.POST.get(f"rule_{name}", candidate.rule),
        ticked=candidate.item in request.POST.getlist("item"),
        message=request.POST.get(f"message_{name}", ""),
        error=errors.get(name, ""),
    )
