"""What happened to a dossier is kept for systems of others, by ids and codes alone.

Keeping it again changes nothing: one event for each version of a dossier.
"""

from __future__ import annotations

from uuid import UUID

from tinhso.casework.dossiers.events import DossierAdvanced, DossierSubmitted
from tinhso.casework.dossiers.service import told_change
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.outbox.service import handles
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.services.integration.service import EventKind, Happening, keep_event


@handles(DossierSubmitted)
def on_submitted(event: DossierSubmitted, *, work: UnitOfWork) -> None:
    """A dossier came in."""
    keep(EventKind.DOSSIER_SUBMITTED, event.subject_id, event.version, work=work)


@handles(DossierAdvanced)
def on_advanced(event: DossierAdvanced, *, work: UnitOfWork) -> None:
    """A step was taken."""
    keep(EventKind.DOSSIER_ADVANCED, event.subject_id, event.version, work=work)


def keep(kind: EventKind, dossier_id: UUID, version: int, *, work: UnitOfWork) -> None:
    """Keep the change that made this version of the dossier."""
    change = told_change(dossier_id, version)
    if change is None:
        return
    happening = Happening(
        id=new_id(),
        kind=kind,
        dossier_id=dossier_id,
        dossier_code=change.row.code,
        procedure_code=change.row.procedure_code,
        agency_id=change.row.agency_id,
        action=change.action,
        status=int(change.status),
        version=version,
        at=change.at,
    )
    keep_event(work, happening, agencies=change.agencies)
