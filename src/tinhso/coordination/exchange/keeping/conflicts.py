"""What two systems said differently of one field: kept with both values sealed, and shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.coordination.exchange.conflict_types import (
    ConflictRow,
    DossierConflict,
    Met,
    Why,
)
from tinhso.coordination.exchange.rules.overruling import scalar_of
from tinhso.coordination.exchange.types import (
    HOUSE,
    InboundState,
)
from tinhso.foundation.clock.service import VIETNAM, legal_now, new_id
from tinhso.foundation.crypto.service import open_json, seal_json

_VALUES = "exchange_conflict.sealed_values"

# Judged again, a message meets the same dossier in the same field: what was kept first stays.
_KEEP = """
insert into exchange_conflict (id, dossier_id, field, kept_system, kept_seq, overruled_system, overruled_seq,
  at, message_id, why, said_at, held_at, sealed_values)
select id, dossier_id, field, kept_system, kept_seq, overruled_system, overruled_seq, at, message_id, why,
  said_at, held_at, decode(sealed, 'hex')
from jsonb_to_recordset(%s::jsonb) as c(id uuid, dossier_id uuid, field text, kept_system text,
  kept_seq int, overruled_system text, overruled_seq int, at timestamptz, message_id uuid, why text,
  said_at timestamptz, held_at timestamptz, sealed text)
on conflict (message_id, field) where message_id is not null do nothing"""

# The other system is the one that is not the house. What it said lasts until it is seen to show what counts,
# or, where its message waits apart, until that has ended. Of a file that changed there is nothing to end.
_FOUND = """
select c.id, d.code, c.field, c.kept_system, c.overruled_system, c.why, c.at, c.said_at, c.held_at,
  c.sealed_values, i.state,
  case c.overruled_system when %(house)s then c.kept_system else c.overruled_system end,
  case when c.why in ('process', 'paper') then i.state in ('waiting', 'apart')
    when c.why = 'first' then false
    else l.dossier_id is not null and not l.is_agreed end
from exchange_conflict c join exchange_dossier d on d.id = c.dossier_id
left join exchange_inbound i on i.id = c.message_id
left join exchange_line l on l.dossier_id = c.dossier_id
  and l.peer = case c.overruled_system when %(house)s then c.kept_system else c.overruled_system end"""
_OF_DOSSIER = _FOUND + " where d.house_dossier_id = %(house_id)s order by c.at, c.id"
_LATEST = _FOUND + " order by c.at desc, c.id desc limit %(limit)s"


def keep(met: Iterable[tuple[UUID, Iterable[Met]]], *, message_id: UUID | None = None) -> None:
    """Keep what was met in these dossiers; what came with one message only once for a field."""
    rows = [_row(dossier_id, each, message_id) for dossier_id, found in met for each in found]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [msgspec.json.encode(rows).decode()])


def _row(dossier_id: UUID, met: Met, message_id: UUID | None) -> dict[str, Any]:
    row_id = new_id()
    values = {"held": met.held, "said": met.said, "papers": list(met.papers)}
    return {
        "id": row_id,
        "dossier_id": dossier_id,
        "field": met.field,
        "kept_system": met.kept,
        "kept_seq": met.kept_seq,
        "overruled_system": met.overruled,
        "overruled_seq": met.overruled_seq,
        "at": legal_now(),
        "message_id": message_id,
        "why": met.why.value,
        "said_at": met.said_at,
        "held_at": met.held_at,
        "sealed": seal_json(values, owner=row_id, field=_VALUES).hex(),
    }


def of_dossier(house_id: UUID) -> tuple[DossierConflict, ...]:
    """Every conflict of a dossier of the house, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_DOSSIER, {"house": HOUSE, "house_id": house_id})
        return tuple(_conflict(row) for row in cursor.fetchall())


def _conflict(row: tuple[Any, ...]) -> DossierConflict:
    row_id, _, field, kept, overruled, why, at, said_at, held_at, sealed, state, other, is_lasting = row
    values = open_json(sealed, owner=row_id, field=_VALUES) if sealed is not None else {}
    return DossierConflict(
        field=field,
        kept=kept,
        overruled=overruled,
        with_whom=other,
        held=scalar_of(values.get("held")),
        said=scalar_of(values.get("said")),
        papers=tuple(str(name) for name in values.get("papers", ())),
        held_at=held_at.astimezone(VIETNAM) if held_at else None,
        said_at=(said_at or at).astimezone(VIETNAM),
        why=Why(why or Why.OWNER),
        message=InboundState(state) if state else None,
        is_lasting=bool(is_lasting),
        is_known=sealed is not None,
    )


def latest(limit: int) -> list[ConflictRow]:
    """The newest conflicts of all dossiers; not what was said."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, {"house": HOUSE, "limit": limit})
        return [
            ConflictRow(
                code=row[1],
                field=row[2],
                kept=row[3],
                overruled=row[4],
                why=Why(row[5] or Why.OWNER),
                at=row[6],
                is_lasting=bool(row[12]),
            )
            for row in cursor.fetchall()
        ]
