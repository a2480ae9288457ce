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
from tinhso.services.integration.types import DossierTurn, EventKind, Happening, LookUpTurn

MOST_EVENTS = 500
"""The longest page of events."""

EVENT_COLUMNS = """e.seq, e.id, e.kind, e.dossier_id, e.dossier_code, e.agency_id, e.at, e.procedure_code,
  e.action, e.status, e.version, e.client_id, e.look_up_id, e.register, e.state, e.asked_at, e.answered_at,
  e.as_of"""

_LOCK = 7_041_102_026
"""One keeper at a time until its commit: cursors are given in the order in which they can be read."""

_KEEP = """
with kept as (
  insert into integration_event (id, kind, dossier_id, dossier_code, agency_id, at, procedure_code, action,
    status, version, client_id, look_up_id, register, state, asked_at, answered_at, as_of)
  values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
  on conflict do nothing returning seq, kind, client_id
)
insert into integration_delivery (subscription_id, event_id, attempts, next_at, last_error)
select s.id, kept.seq, 0, %s, ''
from kept, integration_subscription s join integration_client c on c.id = s.client_id
where s.ended_at is null and kept.kind = any(s.kinds) and c.disabled_at is null
  and (kept.client_id is null or kept.client_id = c.id)
  and %s = any(c.purposes) and (c.agency_ids is null or c.agency_ids && %s::uuid[])"""


def keep_event(work: UnitOfWork, event: Happening, *, agencies: Collection[UUID]) -> None:
    """Keep one event, with a delivery for every subscription that it concerns; again, it changes nothing.

    In the system's unit of work. ``agencies`` are those that take part in the dossier. The turn of a look-up
    concerns its client alone, and only while one of its agencies takes part.
    """
    dossier = event.turn if isinstance(event.turn, DossierTurn) else None
    look_up = event.turn if isinstance(event.turn, LookUpTurn) else None
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(
            _KEEP,
            [
                event.id,
                event.kind.value,
                event.dossier_id,
                event.dossier_code,
                event.agency_id,
                event.at,
                *_members(dossier, _OF_DOSSIER),
                *_members(look_up, _OF_LOOK_UP),
                real_now(),
                ClientPurpose.WEBHOOKS.value,
                sorted(agencies),
            ],
        )


_OF_DOSSIER = ("procedure_code", "action", "status", "version")
_OF_LOOK_UP = ("client_id", "id", "register", "state", "asked_at", "answered_at", "as_of")


def _members(turn: DossierTurn | LookUpTurn | None, names: tuple[str, ...]) -> list[Any]:
    """The columns of one sort of event; empty ones for the other sort."""
    return [None if turn is None else getattr(turn, name) for name in names]


def events_after(*, cursor: int, limit: int, actor: Actor, now: datetime) -> tuple[Happening, ...]:
    """Events after the cursor, oldest first, of dossiers that the client's agencies take part in.

    Of look-ups only those that the client asked itself; row-level security tells them apart.
    """
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
    seq, id_, kind, dossier_id, code, agency_id, at, *turn = row
    of_dossier, of_look_up = turn[: len(_OF_DOSSIER)], turn[len(_OF_DOSSIER) :]
    is_look_up = of_look_up[0] is not None
    return Happening(
        cursor=seq,
        id=id_,
        kind=EventKind(kind),
        dossier_id=dossier_id,
        dossier_code=code,
        agency_id=agency_id,
        turn=LookUpTurn(**dict(zip(_OF_LOOK_UP, of_look_up, strict=True)))
        if is_look_up
        else DossierTurn(**dict(zip(_OF_DOSSIER, of_dossier, strict=True))),
        at=at,
    )
