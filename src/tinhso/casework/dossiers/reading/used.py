"""In which dossiers a paper of the personal store was used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.record.kept_types import UsedIn
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.catalogue.service import get_version


def uses_of_kept_papers(
    ids: Collection[UUID], *, actor: Actor, now: datetime
) -> Mapping[UUID, tuple[UsedIn, ...]]:
    """The dossiers that use these papers, newest first, as far as the actor may list them."""
    found: dict[UUID, list[UsedIn]] = defaultdict(list)
    with unit_of_work(actor=actor, now=now), connection.cursor() as cursor:
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        cursor.execute(
            """select distinct p.kept_paper_id, d.id, d.code, d.procedure_code, d.procedure_version,
                 d.submitted_at
               from dossiers_paper p join dossiers_dossier d on d.id = p.dossier_id
               where p.kept_paper_id = any(%s) and p.replaced_at is null
               order by d.submitted_at desc, d.id""",
            [list(ids)],
        )
        for kept_id, dossier_id, code, procedure, version, submitted_at in cursor.fetchall():
            title = get_version(procedure, version).title
            found[kept_id].append(
                UsedIn(dossier_id=dossier_id, code=code, title=title, submitted_at=submitted_at)
            )
    return {key: tuple(rows) for key, rows in found.items()}
