"""How the lines to the other systems are doing; for whoever may operate them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.coordination.exchange.adapters.registry import ADAPTERS
from tinhso.coordination.exchange.keeping import inbound, operations
from tinhso.coordination.exchange.types import (
    OLD_ONE_STOP,
    SYSTEM_TITLES,
    ApartMessage,
    ApartRow,
    InboundState,
    LineRow,
    OperationRow,
    RefusedRow,
    ToldLate,
)
from tinhso.engines.sync.service import System
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.foundation.ledger.service import BreakerState, Stop, line_state
from tinhso.foundation.unit_of_work.service import unit_of_work

_MOST_ROWS = 200
_JUMPED = "status_may_not_follow"

_LINES = """
select peer, count(*), count(*) filter (where behind_since is not null), min(behind_since),
  count(*) filter (where behind_since is not null and reason <> ''),
  count(*) filter (where behind_since is null and not is_agreed)
from exchange_line group by peer"""

_INBOUND = """
select system, count(*) filter (where state = 'waiting'), count(*) filter (where state = 'apart'),
  min(arrived_at) filter (where state = 'waiting')
from exchange_inbound where state in ('waiting', 'apart') group by system"""

# Who still waits is late too; when they began to is kept in real time. A filing is late by the stop in which
# it was filed and after which it came: the answer that ends the stop may be what brings it. Portals say when
# something was filed in whole seconds.
_LATE = """
with stop as (
  select * from jsonb_to_recordset(%(stops)s::jsonb)
    as s(number int, line text, began_at timestamptz, ended_at timestamptz)
), late as (
  select dossier_id, peer, agency_code, waited_from, told_at, is_arrival from exchange_delay
  where told_at > %(since)s
  union all
  select l.dossier_id, l.peer, d.agency_code, %(legal)s - (%(now)s - l.behind_since), null, false
  from exchange_line l join exchange_dossier d on d.id = l.dossier_id where l.behind_since is not null
)
select number, agency_code, count(distinct dossier_id)
from stop join late on late.peer = stop.line
  and waited_from < coalesce(ended_at, 'infinity') and coalesce(told_at, 'infinity') > began_at
where not is_arrival
  or (waited_from >= date_trunc('second', began_at) and told_at > ended_at - interval '1 minute')
group by number, agency_code order by number, agency_code"""

_APART = """
select i.id, i.system, i.message_id, i.dossier_code, i.reason, i.arrived_at, i.state,
  (select count(*) from exchange_inbound later where later.system = i.system
    and later.dossier_code = i.dossier_code and later.sequence > i.sequence and later.state = 'waiting')
from exchange_inbound i"""


def exchange_lines(*, actor: Actor) -> list[LineRow]:
    """Every system outside, connected or not."""
    with _looking(actor), connection.cursor() as cursor:
        cursor.execute(_LINES)
        told = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(_INBOUND)
        heard = {row[0]: row[1:] for row in cursor.fetchall()}
        return [
            _line(system, told.get(system, (0, 0, None, 0, 0)), heard.get(system, (0, 0, None)))
            for system in ADAPTERS
        ]


def _line(system: System, told: tuple[Any, ...], heard: tuple[Any, ...]) -> LineRow:
    adapter = ADAPTERS[system]
    state = line_state(adapter.line)
    dossiers, behind, behind_since, refused, to_compare = told
    return LineRow(
        system=system,
        title=SYSTEM_TITLES[system],
        is_connected=adapter.is_connected(),
        is_working=state.breaker is BreakerState.CLOSED,
        is_paused=state.paused,
        retry_at=state.retry_at,
        last_answer_at=state.last_answer_at,
        last_failure_at=state.last_failure_at,
        last_error=state.last_error,
        dossiers=dossiers,
        behind=behind,
        behind_since=behind_since,
        refused=refused,
        to_compare=to_compare,
        waiting=heard[0],
        waiting_since=heard[2],
        apart=heard[1],
        used_per_minute=state.used_per_minute,
        read_to=inbound.cursor_of(system) if system == OLD_ONE_STOP else None,
    )


def told_late(stops: Sequence[Stop], *, now: datetime) -> tuple[ToldLate, ...]:
    """Dossiers that were told late, there or here, because a line stood still (legal time), by stop, agency.

    Of every agency, so only for whoever may operate lines: the caller judges that, in a scope of the system.
    """
    if not stops:
        return ()
    told = [
        {"number": number, "line": stop.line, "began_at": stop.began_at, "ended_at": stop.ended_at}
        for number, stop in enumerate(stops)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _LATE,
            {
                "stops": msgspec.json.encode(told).decode(),
                "since": min(stop.began_at for stop in stops),
                "legal": now,
                "now": real_now(),
            },
        )
        return tuple(ToldLate(stop=row[0], agency_code=row[1], dossiers=row[2]) for row in cursor.fetchall())


def apart_messages(*, actor: Actor) -> list[ApartRow]:
    """Messages that need a person, the oldest first."""
    with _looking(actor), connection.cursor() as cursor:
        cursor.execute(_APART + " where i.state = 'apart' order by i.arrived_at limit %s", [_MOST_ROWS])
        return [_apart(row) for row in cursor.fetchall()]


def apart_message(row_id: UUID, *, actor: Actor) -> ApartMessage | None:
    """One message, with what may be put right in it; None where there is none."""
    with _looking(actor), connection.cursor() as cursor:
        cursor.execute(_APART + " where i.id = %s", [row_id])
        row = cursor.fetchone()
        message = inbound.read(row_id)
    if row is None or message is None:
        return None
    parts = (message.body.get(name) for name in ("dossier", "HoSo", "hoSo"))
    dossier = next((part for part in parts if isinstance(part, dict)), {})
    unit = dossier.get("MaDonViXuLy") or message.body.get("MaDonViTiepNhan") or ""
    return ApartMessage(
        row=_apart(row),
        state=InboundState(row[6]),
        procedure=str(dossier.get("MaTTHC") or dossier.get("maThuTuc") or ""),
        unit=str(unit),
        unit_name=str(dossier.get("DonViXuLy") or ""),
        may_jump=message.system == OLD_ONE_STOP and row[4].partition(" ")[0] == _JUMPED,
    )


def _apart(row: tuple[Any, ...]) -> ApartRow:
    reason, _, field = row[4].partition(" ")
    return ApartRow(
        id=row[0],
        system=row[1],
        message_id=row[2],
        dossier_code=row[3],
        reason=reason,
        field=field,
        arrived_at=row[5],
        held_up=row[7],
    )


def refused_dossiers(*, actor: Actor) -> list[RefusedRow]:
    """Dossiers that another system does not take, the longest behind first."""
    with _looking(actor), connection.cursor() as cursor:
        cursor.execute(
            """select l.peer, d.code, l.reason, l.tries, l.due_at
               from exchange_line l join exchange_dossier d on d.id = l.dossier_id
               where l.behind_since is not null and l.reason <> '' order by l.behind_since limit %s""",
            [_MOST_ROWS],
        )
        return [
            RefusedRow(system=row[0], code=row[1], reason=row[2], tries=row[3], due_at=row[4])
            for row in cursor.fetchall()
        ]


def latest_operations(*, actor: Actor, limit: int = 20) -> list[OperationRow]:
    """What operators did lately, and why."""
    with _looking(actor):
        return operations.latest(limit)


@contextmanager
def _looking(actor: Actor) -> Iterator[None]:
    with unit_of_work(actor=actor, now=legal_now(), as_system=True):
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        yield
