"""What an officer does to a dossier, one button each; a refusal brings the page back with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from tinhso.casework.dossiers.service import (
    DossierChanged,
    approve_result,
    cancel_cash_receipt,
    draft_result,
    issue_apology,
    settle_identity_check,
    take_fee_in_cash,
    take_step,
)
from tinhso.foundation.authority.service import NotVisible
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.catalogue.service import verb_of
from tinhso.sites.frame.service import Visit, officers_only, refusal_of
from tinhso.sites.onestop.dossier import CHECK_TASK, Attempt, back_to, page


@require_POST
@officers_only
def step(request: HttpRequest, visit: Visit, dossier_id: UUID, action: str) -> HttpResponse:
    """Take one step of the process: receive, hand over, draft, approve, return, deliver, stop…"""
    typed = request.POST.get("text", "") or request.POST.get(f"note-{action}", "")

    def act() -> object:
        expected = expected_version(request)
        match verb_of(action):
            case "draft":
                return draft_result(
                    dossier_id=dossier_id,
                    text=typed,
                    expected_version=expected,
                    actor=visit.actor,
                    now=visit.now,
                )
            case "approve":
                return approve_result(
                    dossier_id=dossier_id, expected_version=expected, actor=visit.actor, now=visit.now
                )
            case _:
                return take_step(
                    dossier_id=dossier_id,
                    action=action,
                    note=typed,
                    expected_version=expected,
                    actor=visit.actor,
                    now=visit.now,
                )

    return done_or_again(request, visit, dossier_id, act, action=action, typed=typed)


@require_POST
@officers_only
def take_cash(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """The whole fee was paid in cash at the counter."""

    def act() -> None:
        take_fee_in_cash(dossier_id=dossier_id, actor=visit.actor, now=visit.now)

    return done_or_again(request, visit, dossier_id, act, action="cash")


@require_POST
@officers_only
def cancel_cash(request: HttpRequest, visit: Visit, dossier_id: UUID, receipt_id: UUID) -> HttpResponse:
    """A receipt for cash was wrong: cancel it and say why."""
    reason = request.POST.get("note-cancel-cash", "")

    def act() -> None:
        cancel_cash_receipt(
            dossier_id=dossier_id, receipt_id=receipt_id, reason=reason, actor=visit.actor, now=visit.now
        )

    return done_or_again(request, visit, dossier_id, act, action="cancel-cash", typed=reason)


@require_POST
@officers_only
def apologise(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """Issue the apology; a refusal brings the page back with what was typed."""
    reason = request.POST.get("note-apologise", "")

    def act() -> object:
        return issue_apology(
            dossier_id=dossier_id,
            reason=reason,
            working_days=_number(request, "working_days"),
            expected_version=expected_version(request),
            actor=visit.actor,
            now=visit.now,
        )

    return done_or_again(request, visit, dossier_id, act, action="apologise", done="apologise", typed=reason)


@require_POST
@officers_only
def settle_check(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """Say how the difference to the population database was settled."""
    note = request.POST.get(f"note-{CHECK_TASK}", "")

    def act() -> object:
        return settle_identity_check(
            dossier_id=dossier_id,
            note=note,
            expected_version=expected_version(request),
            actor=visit.actor,
            now=visit.now,
        )

    return done_or_again(request, visit, dossier_id, act, action=CHECK_TASK, done="identity", typed=note)


def done_or_again(
    request: HttpRequest,
    visit: Visit,
    dossier_id: UUID,
    act: Callable[[], object],
    *,
    action: str,
    done: str = "",
    typed: str = "",
) -> HttpResponse:
    """Do it and lead back to the dossier; or show the dossier as it stands now, with the refusal."""
    try:
        act()
    except NotVisible:
        raise
    except DomainError as refusal:
        return page(request, visit, dossier_id, attempt_of(refusal, action=action, typed=typed))
    word = done or verb_of(action) or action
    return HttpResponseRedirect(back_to(dossier_id, done=word, queue=request.POST.get("queue", "")))


def attempt_of(refusal: DomainError, *, action: str, typed: str) -> Attempt:
    """The refusal as the page shows it."""
    return Attempt(
        action=action,
        typed=typed,
        message=refusal.message,
        errors=refusal.fields,
        status=refused_status(refusal),
    )


def refused_status(refusal: DomainError) -> int:
    """The HTTP status of a page that shows this refusal."""
    shown = refusal_of(refusal)
    return shown.status if shown and not isinstance(refusal, DossierChanged) else 409


def expected_version(request: HttpRequest) -> int:
    """The version that the page showed; 0, which no dossier has, where it is missing or unreadable."""
    return _number(request, "expected_version")


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
