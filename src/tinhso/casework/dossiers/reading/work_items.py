"""One line of a list of dossiers, as an agency reads it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tinhso.casework.dossiers.record import sealing
from tinhso.casework.dossiers.record.rules import may_apologise
from tinhso.casework.dossiers.record.types import (
    Channel,
    CheckState,
    FeeState,
    Queue,
    Status,
    WorkItem,
)
from tinhso.casework.dossiers.slips.offered import apology_terms
from tinhso.foundation.authority.service import Actor, Permission, is_permitted
from tinhso.foundation.calendar.service import working_calendar
from tinhso.foundation.crypto.service import open_text
from tinhso.registers.catalogue.service import get_version

COLUMNS = (
    "d.id, d.code, d.procedure_code, d.procedure_version, d.sealed_applicant_name, d.status, w.queue, "
    "d.channel, d.check_state, d.fee_state, d.submitted_at, w.due_at, d.state, d.version, d.applicant_id, "
    "d.due_at, d.promised_at, d.apology_rounds, d.agency_id"
)
"""Of a dossier ``d`` and an agency's line ``w`` for it."""

APPLICANT = 14
"""Where the applicant's id stands among them: whoever is shown is recorded as seen."""


def work_items(rows: Sequence[tuple[Any, ...]], *, actor: Actor, now: datetime) -> tuple[WorkItem, ...]:
    """The columns as they cross the door, the names opened."""
    terms = apology_terms(now=now, calendar=working_calendar(now=now)) if _apologises(actor) else None
    return tuple(_work_item(row, actor, terms) for row in rows)


def _work_item(row: tuple[Any, ...], actor: Actor, terms: tuple[int, datetime] | None) -> WorkItem:
    version = get_version(row[2], row[3])
    return WorkItem(
        dossier_id=row[0],
        code=row[1],
        title=version.title,
        applicant_name=open_text(row[4], owner=row[0], field=sealing.APPLICANT_NAME),
        status=Status(row[5]),
        queue=Queue(row[6]),
        channel=Channel(row[7]),
        check=CheckState(row[8]),
        fee_state=FeeState(row[9]),
        submitted_at=row[10],
        due_at=row[11],
        next_step=version.process.state(row[12]).name,
        version=row[13],
        promised_at=row[16],
        may_apologise=terms is not None and _may_apologise(row, actor, *terms),
    )


def _apologises(actor: Actor) -> bool:
    return is_permitted(actor=actor, permission=Permission.DOSSIER_APOLOGISE, resource=None)


def _may_apologise(row: tuple[Any, ...], actor: Actor, at_most: int, horizon: datetime) -> bool:
    """Whether this officer may promise a new date for the dossier of this line, now."""
    return row[18] == actor.agency_id and may_apologise(
        status=Status(row[5]), due_at=row[15], rounds=row[17], at_most=at_most, horizon=horizon
    )
