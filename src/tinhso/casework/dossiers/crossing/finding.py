"""Finding a dossier by its code at another system."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.unit_of_work.service import unit_of_work


def find_by_outside_code(*, system: str, code: str, actor: Actor) -> UUID | None:
    """The dossier that another system calls so; None where none is known."""
    with unit_of_work(actor=actor, now=legal_now()), connection.cursor() as cursor:
        require(actor=actor, permission=Permission.DOSSIER_EXCHANGE)
        cursor.execute(
            "select dossier_id from dossiers_outside_code where system = %s and code = %s", [system, code]
        )
        row = cursor.fetchone()
    return UUID(str(row[0])) if row else None
