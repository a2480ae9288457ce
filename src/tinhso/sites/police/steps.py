"""Steps that officers take on a task; each leads back to its page, done or with the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tinhso.casework.cleaning import service as cleaning
from tinhso.casework.cleaning.service import FACTS, CleaningChanged, TypedFacts, UnableToClean
from tinhso.foundation.authority.service import NotVisible
from tinhso.foundation.identifiers.service import DomainError
from tinhso.sites.frame.service import Visit, id_in, officers_only, refusal_of
from tinhso.sites.police.task import Attempt, page

_TEXTS = ("note", "paper", "number", "basis", "agency", *FACTS, *(f"old_{fact}" for fact in FACTS))
_Texts = Mapping[str, str]
_Act = Callable[[_Texts, list[str], Mapping[str, Any]], int]


def _collect(typed: _Texts, _: list[str], of: Mapping[str, Any]) -> int:
    facts = TypedFacts(**{fact: typed[fact] for fact in FACTS})
    return cleaning.collect_facts(
        paper=typed["paper"], number=typed["number"], facts=facts, note=typed["note"], **of
    )


def _propose(typed: _Texts, fields: list[str], of: Mapping[str, Any]) -> int:
    old = {fact: typed[f"old_{fact}"] for fact in FACTS}
    return cleaning.propose_correction(fields=fields, old=old, basis=typed["basis"], **of)


def _transfer(typed: _Texts, _: list[str], of: Mapping[str, Any]) -> int:
    agency_id = id_in(typed["agency"])
    if agency_id is None:
        message = "Hãy chọn cơ quan trong danh sách."
        raise UnableToClean(code="agency_missing", message=message, fields={"agency": message})
    return cleaning.transfer_task(agency_id=agency_id, note=typed["note"], **of)


_ACTS: Mapping[str, _Act] = {
    "compare": lambda typed, fields, of: cleaning.compare_with_register(**of),
    "collect": _collect,
    "collect_more": _collect,
    "propose": _propose,
    "conclude": lambda typed, fields, of: cleaning.conclude_statement_wrong(note=typed["note"], **of),
    "transfer": _transfer,
    "approve": lambda typed, fields, of: cleaning.approve_correction(**of),
    "return_proposal": lambda typed, fields, of: cleaning.return_correction(note=typed["note"], **of),
    "verify": lambda typed, fields, of: cleaning.verify_correction(**of),
    "collect_again": lambda typed, fields, of: cleaning.collect_again(note=typed["note"], **of),
}


@require_POST
@officers_only
def step(request: HttpRequest, visit: Visit, cleaning_id: UUID, action: str) -> HttpResponse:
    """Take the step, or show the task as it stands now with the refusal."""
    act = _ACTS.get(action)
    if act is None:
        raise Http404
    typed = {name: request.POST.get(f"{name}-{action}", "") for name in _TEXTS}
    fields = request.POST.getlist(f"fields-{action}")
    of = {
        "task_id": cleaning_id,
        "expected_version": _version(request.POST.get("expected_version", "")),
        "actor": visit.actor,
        "now": visit.now,
    }
    try:
        act(typed, fields, of)
    except NotVisible:
        raise
    except DomainError as refusal:
        shown = refusal_of(refusal)
        attempt = Attempt(
            action=action,
            typed={**typed, "fields": fields},
            message=refusal.message,
            errors=refusal.fields,
            status=shown.status if shown and not isinstance(refusal, CleaningChanged) else 409,
        )
        return page(request, visit, cleaning_id, attempt)
    if action == "transfer":
        return HttpResponseRedirect(reverse("police:cleaning"))
    return HttpResponseRedirect(f"{reverse('police:cleaning-task', args=[cleaning_id])}?done={action}")


def _version(text: str) -> int:
    """The version that the page showed; a page that told none is stale."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
