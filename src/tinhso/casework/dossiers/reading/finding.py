"""Finding one dossier of the officer's own agency: by its code, or as the next of a queue."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.casework.dossiers.reading.worklists import queue_condition
from tinhso.casework.dossiers.record.loading import id_of_code
from tinhso.casework.dossiers.record.types import CASE_KIND
from tinhso.foundation.authority.service import Actor, NotVisible, Permission, require
from tinhso.foundation.unit_of_work.service import unit_of_work


def find_dossier(*, code: str, actor: Actor, now: datetime) -> UUID:
    """The dossier with this code in either notation; NotVisible where the agency has no part in it.

    Only an id comes back: what stands in the dossier is read, and recorded, by whoever opens it.
    """
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        dossier_id = id_of_code(code)
        if dossier_id is None:
            raise NotVisible(object_kind=CASE_KIND, object_id=None, permission=Permission.DOSSIER_READ)
        return dossier_id


def next_in_queue(*, queue: str, but: UUID | None, actor: Actor, now: datetime) -> UUID | None:
    """The dossier that follows ``but`` in a queue, after the last the most urgent; None when none is left.

    Whoever skips a dossier so comes to all the others. One that has left the queue is followed by the
    most urgent.
    """
    condition, parameters = queue_condition(queue, now)
    with unit_of_work(actor=actor, now=now), connection.cursor() as cursor:
        require(actor=actor, permission=Permission.DOSSIER_LIST)
        cursor.execute(
            _NEXT.format(condition=condition),
            [
                actor.agency_id,
                *parameters,
                but,
                actor.agency_id,
                *parameters,
                actor.agency_id,
                *parameters,
                but,
            ],
        )
        row = cursor.fetchone()
        return UUID(str(row[0])) if row else None


_NEXT = """
with here as (
  select w.sort_at, w.dossier_id from dossiers_worklist w
  where w.agency_id = %s and {condition} and w.dossier_id = %s
), following as (
  select w.dossier_id from dossiers_worklist w
  where w.agency_id = %s and {condition}
    and (w.sort_at, w.dossier_id) > ((select sort_at from here), (select dossier_id from here))
  order by w.sort_at, w.dossier_id limit 1
), first as (
  select w.dossier_id from dossiers_worklist w
  where w.agency_id = %s and {condition} and w.dossier_id is distinct from %s
  order by w.sort_at, w.dossier_id limit 1
)
select dossier_id from (
  select 1 as turn, dossier_id from following union all select 2, dossier_id from first
) as found order by turn limit 1"""
