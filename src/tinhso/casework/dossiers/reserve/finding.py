"""What a reserve number leads to: for the desk it belongs to, and for whoever holds the citizen's part."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from tinhso.casework.dossiers.reserve.numbers import (
    NUMBER_KIND,
    batches_of,
    own_number,
    read_number,
    state_of,
)
from tinhso.casework.dossiers.reserve.rules import ReserveState
from tinhso.casework.dossiers.reserve.types import ReserveRow, TrackedReserve
from tinhso.foundation.authority.service import (
    Actor,
    NotVisible,
    Permission,
    anonymous_actor,
    require,
)
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work
from tinhso.registers.agencies.service import get_agency


def find_reserve_number(*, number: str, actor: Actor, now: datetime) -> ReserveRow:
    """What became of this number of the officer's own agency; NotVisible for another's."""
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        wanted = read_number(number)
        held = own_number(wanted, agency_id=actor.agency_id)
        (batch,) = batches_of(actor.agency_id, batch_id=held.batch_id)
        return next(each for each in batch.numbers if each.number == wanted)


def track_reserve_number(*, number: str, trace_id: str, now: datetime) -> TrackedReserve:
    """Whether a stub has been entered, and the code it leads to; no name, no content.

    Row-level security shows exactly the row of the number held; NotVisible for one that was never printed.
    """
    wanted = read_number(number)
    actor = anonymous_actor(trace_id, tracking_code=wanted)
    with unit_of_work(actor=actor, now=now) as work, connection.cursor() as cursor:
        cursor.execute(
            "select agency_id, dossier_id, voided_at from dossiers_reserve_number where number = %s", [wanted]
        )
        row = cursor.fetchone()
        if row is None:
            raise NotVisible(object_kind=NUMBER_KIND, object_id=None, permission=Permission.DOSSIER_TRACK)
        agency_id, dossier_id, voided_at = row
        state, code = state_of(dossier_id, voided_at), ""
        if state is ReserveState.ENTERED:
            with acting_as_system(work):
                cursor.execute("select code from dossiers_dossier where id = %s", [dossier_id])
                (code,) = cursor.fetchone()
    return TrackedReserve(number=wanted, state=state, agency=get_agency(agency_id).name, dossier_code=code)
