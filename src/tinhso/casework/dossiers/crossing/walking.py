"""Walking through all dossiers, for systems that are connected after they were filed."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.unit_of_work.service import unit_of_work


def dossiers_after(after: UUID | None, *, limit: int, actor: Actor) -> tuple[UUID, ...]:
    """The next dossiers by their ids after the one named, or from the first on; only for the exchange."""
    with unit_of_work(actor=actor, now=legal_now()), connection.cursor() as cursor:
        require(actor=actor, permission=Permission.DOSSIER_EXCHANGE)
        cursor.execute(
            """select id from dossiers_dossier where %(after)s::uuid is null or id > %(after)s
               order by id limit %(limit)s""",
            {"after": after, "limit": limit},
        )
        return tuple(row[0] for row in cursor.fetchall())
