"""Whatever happens to a dossier in the house is told to the systems around it."""

from __future__ import annotations

from tinhso.casework.dossiers.events import DossierAdvanced, DossierSubmitted
from tinhso.coordination.exchange.service import tell
from tinhso.foundation.outbox.service import handles
from tinhso.foundation.unit_of_work.service import UnitOfWork


@handles(DossierSubmitted)
def on_dossier_submitted_for_exchange(event: DossierSubmitted, *, work: UnitOfWork) -> None:
    """A dossier came in."""
    tell(event.subject_id, version=event.version, work=work)


@handles(DossierAdvanced)
def on_dossier_advanced_for_exchange(event: DossierAdvanced, *, work: UnitOfWork) -> None:
    """A dossier took a step."""
    tell(event.subject_id, version=event.version, work=work)
