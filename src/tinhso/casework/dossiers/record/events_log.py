"""The append-only history of a dossier: one row for each version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.events import DossierNoted
from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.loading import LoadedDossier
from tinhso.casework.dossiers.record.types import Status
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.unit_of_work.service import UnitOfWork


def append_event(
    work: UnitOfWork,
    dossier: LoadedDossier,
    *,
    action: str,
    from_status: Status,
    note: str = "",
    on_behalf_of: UUID | None = None,
    at: datetime | None = None,
    is_announced: bool = False,
) -> None:
    """Write what just happened, in whose place; ``dossier`` already shows its new version and status.

    Announced here as well, unless the caller does so (``is_announced``), as a step of the process is.
    ``at`` is for what happens at another moment than what this unit of work writes down.
    """
    sealed = None
    if note:
        sealed = seal_text(note, owner=sealing.note_owner(dossier.id, dossier.version), field=sealing.NOTE)
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into dossiers_event (dossier_id, version, at, action, from_status, status, state,
                 actor_kind, actor_id, agency_id, on_behalf_of, sealed_note)
               values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
            [
                dossier.id, dossier.version, at or work.at, action, from_status, dossier.status,
                dossier.state, work.actor.kind.value, work.actor.reference, work.actor.agency_id,
                on_behalf_of, sealed,
            ],
        )  # fmt: skip
    if not is_announced:
        work.announce(DossierNoted(subject_id=dossier.id, version=dossier.version, action=action))


def bump_version(dossier: LoadedDossier, columns: Mapping[str, Any]) -> None:
    """Write columns that are no step of the process, as a new version of the dossier."""
    dossier.version += 1
    assignments = "".join(f", {name} = %s" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"update dossiers_dossier set version = %s{assignments} where id = %s",  # noqa: S608
            [dossier.version, *columns.values(), dossier.id],
        )
