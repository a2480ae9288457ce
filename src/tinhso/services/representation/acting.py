"""Acting for somebody: the actor that a mandate makes, and the question asked again inside each change."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

from tinhso.foundation.authority.service import Actor, NotVisible, Permission, Resource, require
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.services.representation.errors import UnableToAct
from tinhso.services.representation.queries import lock_mandate, mandates_of, opened
from tinhso.services.representation.rules import why_not
from tinhso.services.representation.types import MANDATE_KIND, Mandate


def act_for(*, mandate_id: UUID, actor: Actor, now: dt.datetime) -> tuple[Actor, Mandate]:
    """The actor who acts under this mandate at this moment, and the mandate.

    Raises NotVisible for somebody else's mandate, NotPermitted below level 2, UnableToAct when it has ended,
    expired, not begun, or was not accepted. Recorded only when refused: what is done under it is.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.MANDATE_ACT)
        with acting_as_system(work):
            found = mandates_of([mandate_id], now=now).get(mandate_id)
        if found is None or found.representative_id != actor.person_id:
            raise NotVisible(
                object_kind=MANDATE_KIND, object_id=mandate_id, permission=Permission.MANDATE_ACT
            )
    _refuse_unless_held(found, "")
    acting = replace(
        actor,
        mandate_id=found.id,
        principal_id=found.principal_id,
        organisation_id=found.organisation_id,
        is_legal_representative=found.is_legal,
    )
    return acting, found


def confirm_mandate(work: UnitOfWork, *, procedure_code: str) -> Mandate | None:
    """The mandate under which the actor of this unit of work acts, held until it commits; None for oneself.

    Asked inside every change: a withdrawal waits for it, or it sees the withdrawal. Raises UnableToAct.
    """
    actor = work.actor
    if actor.mandate_id is None:
        return None
    with acting_as_system(work):
        row = lock_mandate(actor.mandate_id, permission=Permission.MANDATE_ACT, shared=True)
        found = opened(row, work.now)
    require(
        actor=actor,
        permission=Permission.MANDATE_ACT,
        resource=Resource(
            kind=MANDATE_KIND,
            id=found.id,
            owners=frozenset({found.representative_id} if found.representative_id else ()),
        ),
    )
    _refuse_unless_held(found, procedure_code)
    return found


def _refuse_unless_held(mandate: Mandate, procedure_code: str) -> None:
    moment = mandate.ended_at or mandate.valid_to
    refusal = why_not(
        state=mandate.state,
        end=mandate.end,
        ended=f"{moment.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}" if moment else "",
        procedures=mandate.procedures,
        code=procedure_code,
    )
    if refusal is not None:
        raise UnableToAct(*refusal)
