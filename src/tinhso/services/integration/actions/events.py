"""Keeping what happened for systems of others, and reading it again from a cursor."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import Actor, ClientPurpose, Permission, require
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.services.integration.types import EventKind, Happening

MOST_EVENTS = 500
"""The longest page of events."""

EVENT_COLUMNS = """e.seq, e.id, e.kind, e.dossier_id, e.dossier_code, e.procedure_code, e.agency_id, e.action,
  e.status, e.version, e.at"""

_LOCK = 7_041_102_026
"""One keeper at a time until its commit: cursors are given in the order in which they can be read."""

_KEEP = """
with kept as (
  insert into integration_event (id, kind, dossier_id, dossier_code, procedure_code, agency_id, action,
    status, version, at)
  values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
  on conflict (dossier_id, version) do nothing returning seq, kind
)
insert into integration_delivery (subscription_id, event_id, attempts, next_at, last_error)
select s.id, kept.seq, 0, %s, ''
from kept, integration_subscription s join integration_client c on c.id = s.client_id
where s.ended_at is null and kept.kind = any(s.kinds) and c.disabled_at is null
  and %s = any(c.purposes) and (c.agency_ids is null or c.agency_ids && %s::uuid[])"""


def keep_event(work: UnitOfWork, event: Happening, *, agencies: Collection[UUID]) -> None:
    """Keep one event, with a delivery for every subscription that it concerns; again, it changes nothing.

    In the system's unit of work. ``agencies`` are those that take part in the dossier.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(
            _KEEP,
            [
                event.id,
                event.kind.value,
                event.dossier_id,
                event.dossier_code,
                event.procedure_code,
                event.agency_id,
                event.action,
                event.status,
                event.version,
                event.at,
                real_now(),
                ClientPurpose.WEBHOOKS.value,
                sorted(agencies),
            ],
        )


def events_after(*, cursor: int, limit: int, actor: Actor, now: datetime) -> tuple[Happening, ...]:
    """Events after the cursor, oldest first, of dossiers that the client's agencies take part in."""
    with unit_of_work(actor=actor, now=now) as work, connection.cursor() as statement:
        require(actor=actor, permission=Permission.WEBHOOK_KEEP)
        statement.execute(
            f"select {EVENT_COLUMNS} from integration_event e where e.seq > %s"  # noqa: S608
            " order by e.seq limit %s",
            [cursor, max(1, min(limit, MOST_EVENTS))],
        )
        found = tuple(event_of(row) for row in statement.fetchall())
        work.record(
            action="integration.events_read", object_kind="client", object_id=actor.client_id,
            details={"after": cursor, "rows": len(found)},
        )  # fmt: skip
        return found


def event_of(row: tuple[Any, ...]) -> Happening:
    """A row of EVENT_COLUMNS."""
    seq, id_, kind, dossier_id, code, procedure_code, agency_id, action, status, version, at = row
    return Happening(
        cursor=seq,
        id=id_,
        kind=EventKind(kind),
        dossier_id=dossier_id,
        dossier_code=code,
        procedure_code=procedure_code,
        agency_id=agency_id,
        action=action,
        status=status,
        version=version,
        at=at,
    )
