"""Promising a new date with an apology: a reason and one of the dates that the calendar allows."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from tinhso.casework.dossiers.service import issue_apology
from tinhso.sites.frame.service import Visit, officers_only
from tinhso.sites.onestop.steps import done_or_again, expected_version

APOLOGISE = "apologise"


@require_POST
@officers_only
def apologise(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """Issue the apology; a refusal brings the page back with what was typed."""
    reason = request.POST.get(f"note-{APOLOGISE}", "")

    def act() -> object:
        return issue_apology(
            dossier_id=dossier_id,
            reason=reason,
            working_days=_days(request),
            expected_version=expected_version(request),
            actor=visit.actor,
            now=visit.now,
        )

    return done_or_again(request, visit, dossier_id, act, action=APOLOGISE, done=APOLOGISE, typed=reason)


def _days(request: HttpRequest) -> int:
    """The working days that were chosen; 0, which is never offered, for anything else."""
    text = request.POST.get("working_days", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
