"""Looking up in a register for a dossier, as the sweep tries it: nobody listens, so the question waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers import service as dossiers
from tinhso.foundation.authority.service import Actor, ActorKind
from tinhso.services.verification.service import Register


def look_up(dossier_id: UUID, now: datetime) -> Callable[[Actor], object]:
    """Look a unit up by its budget code."""
    return lambda actor: dossiers.look_up_for_dossier(
        dossier_id=dossier_id, register=Register.BUDGET, number="1070001", actor=actor, now=now
    )


def for_officers(reading: Callable[[Actor], str]) -> Callable[[Actor], str]:
    """By officers who may read the dossier, in every state; others who may read it may not do this."""

    def expected(actor: Actor) -> str:
        seen = reading(actor)
        return seen if actor.kind is ActorKind.OFFICER or seen == "not visible" else "not permitted"

    return expected
