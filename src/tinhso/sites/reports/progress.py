"""How far a dossier of an agency below has come: what its public tracking says, without a name."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tinhso.casework.dossiers.service import STATUS_NAMES, track_dossier
from tinhso.foundation.authority.service import NotVisible, Permission, require
from tinhso.foundation.identifiers.service import UnableToReadDossierCode
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.sites.frame.service import TimelineEvent, Visit, current_trace_id, officers_only
from tinhso.sites.reports.pages import show
from tinhso.sites.reports.wording import STATUS_TONES


@require_safe
@officers_only
def progress(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """The steps of the dossier and its due date; the content stays with the agencies that work on it."""
    with unit_of_work(actor=visit.actor, now=visit.now):
        require(actor=visit.actor, permission=Permission.STATISTICS_READ)
    try:
        found = track_dossier(code=code, trace_id=current_trace_id(), now=visit.now)
    except (NotVisible, UnableToReadDossierCode) as refusal:
        raise Http404 from refusal
    context = {
        "dossier": found,
        "status": STATUS_NAMES[found.status],
        "tone": STATUS_TONES[found.status],
        "steps": [TimelineEvent(title=step.text, at=step.at) for step in found.steps],
    }
    return show(request, "progress.html", "reports:home", context)
