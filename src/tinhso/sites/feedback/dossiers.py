"""The dossier that a citizen speaks of: read for this citizen, and handed to rooms that do not know it."""

from __future__ import annotations

from uuid import UUID

from tinhso.casework.dossiers.service import DossierView, Status, get_dossier, own_dossier_codes
from tinhso.casework.feedback.service import LinkedDossier
from tinhso.foundation.authority.service import NotVisible, Permission
from tinhso.foundation.identifiers.service import parse_dossier_code
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import Agency, list_agencies
from tinhso.services.ratings.service import FinishedDossier
from tinhso.sites.frame.service import Visit

FINISHED = frozenset({Status.DONE, Status.RETURNED, Status.REJECTED, Status.STOPPED})


def own_dossier(visit: Visit, dossier_id: UUID) -> DossierView:
    """The citizen's own dossier; NotVisible for anybody else's."""
    return get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)


def own_dossier_coded(visit: Visit, code: str) -> DossierView:
    """The citizen's own dossier of this code; NotVisible when they have none."""
    for found in own_dossier_codes(actor=visit.actor, now=visit.now, code=code):
        return own_dossier(visit, found)
    with unit_of_work(actor=visit.actor, now=visit.now):  # it audits the refusal
        raise NotVisible(object_kind="dossier", object_id=None, permission=Permission.DOSSIER_READ)


def agency_of(view: DossierView, visit: Visit) -> Agency:
    """The agency that leads the dossier, which its code names."""
    named = parse_dossier_code(view.code).agency.national
    for agency in list_agencies(on=view.submitted_at.date()):
        if agency.code == named or agency.name == view.agency:
            return agency
    raise NotVisible(object_kind="agency", object_id=None, permission=Permission.DOSSIER_READ)


def linked(view: DossierView, visit: Visit) -> LinkedDossier:
    """The dossier as feedback knows it."""
    return LinkedDossier(
        id=view.id,
        code=view.code,
        agency_id=agency_of(view, visit).id,
        procedure_code=view.procedure_code,
    )


def finished(view: DossierView, visit: Visit) -> FinishedDossier | None:
    """The dossier as ratings know it; None while it runs."""
    if view.status not in FINISHED:
        return None
    return FinishedDossier(
        id=view.id,
        agency_id=agency_of(view, visit).id,
        procedure_code=view.procedure_code,
        finished_at=view.finished_at or view.submitted_at,
    )
