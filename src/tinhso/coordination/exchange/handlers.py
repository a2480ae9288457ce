"""Whatever happens to a dossier in the house is told to the systems around it."""

from __future__ import annotations

from tinhso.casework.dossiers.events import DossierAdvanced, DossierNoted, DossierSubmitted
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


@handles(DossierNoted)
def on_dossier_noted_for_exchange(event: DossierNoted, *, work: UnitOfWork) -> None:
    """Something else about a dossier is new: a fee, a due date, an answer."""
    tell(event.subject_id, version=event.version, work=work)
