"""What happened to a dossier is kept for systems of others, by ids and codes alone.

Keeping it again changes nothing: one event for each version of a dossier. A look-up that a client asked is
kept for that client, when it is answered and when its register says otherwise; never what was said.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.events import DossierAdvanced, DossierSubmitted
from tinhso.casework.dossiers.service import told_change
from tinhso.foundation.authority.service import agencies_with_access
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.outbox.service import handles
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.services.integration.service import DossierTurn, EventKind, Happening, LookUpTurn, keep_event
from tinhso.services.verification.events import LookUpAnswered, RegisterAnswerChanged
from tinhso.services.verification.service import LookUp, asked_through_client


@handles(DossierSubmitted)
def on_submitted(event: DossierSubmitted, *, work: UnitOfWork) -> None:
    """A dossier came in."""
    keep(EventKind.DOSSIER_SUBMITTED, event.subject_id, event.version, work=work)


@handles(DossierAdvanced)
def on_advanced(event: DossierAdvanced, *, work: UnitOfWork) -> None:
    """A step was taken."""
    keep(EventKind.DOSSIER_ADVANCED, event.subject_id, event.version, work=work)


@handles(LookUpAnswered)
def on_look_up_answered(event: LookUpAnswered, *, work: UnitOfWork) -> None:
    """A register answered, or will not: the client that asked is told, if one did."""
    look_up = asked_through_client(work, event.look_up_id)
    if look_up is not None:
        keep_look_up(EventKind.LOOK_UP_ANSWERED, look_up, at=look_up.answered_at, work=work)


@handles(RegisterAnswerChanged)
def on_register_answer_changed(event: RegisterAnswerChanged, *, work: UnitOfWork) -> None:
    """A register now says otherwise of what a client looked up."""
    look_up = asked_through_client(work, event.look_up_id)
    if look_up is not None:
        at = event.at or look_up.changed_later_at
        keep_look_up(EventKind.LOOK_UP_CHANGED, look_up, at=at, work=work)


def keep_look_up(kind: EventKind, look_up: LookUp, *, at: datetime | None, work: UnitOfWork) -> None:
    """Keep what happened to a client's look-up, for that client; nothing of one that still waits."""
    if look_up.asked_through is None or look_up.answered_at is None or at is None:
        return
    happening = Happening(
        id=new_id(),
        kind=kind,
        dossier_id=look_up.case_id,
        dossier_code=look_up.reference,
        agency_id=look_up.agency_id,
        turn=LookUpTurn(
            client_id=look_up.asked_through,
            id=look_up.id,
            register=look_up.register.value,
            state=look_up.state.value,
            asked_at=look_up.asked_at,
            answered_at=look_up.answered_at,
            as_of=look_up.as_of,
        ),
        at=at,
    )
    keep_event(work, happening, agencies=agencies_with_access(look_up.case_id))


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
        agency_id=change.row.agency_id,
        turn=DossierTurn(
            procedure_code=change.row.procedure_code,
            action=change.action,
            status=int(change.status),
            version=version,
        ),
        at=change.at,
    )
    keep_event(work, happening, agencies=change.agencies)
