"""Differences in time: when a reconciliation first found one, and when no more; conflicts of fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.coordination.exchange.types import HOUSE, ConflictRow, Convergence, DifferenceRow, DifferingFields
from tinhso.engines.sync.service import System
from tinhso.foundation.clock.service import new_id, real_now

_BEGIN = """
insert into exchange_difference (id, peer, code, kind, first_seen_at)
select id, %(peer)s, code, kind, %(now)s
from jsonb_to_recordset(%(found)s::jsonb) as f(id uuid, code text, kind text)
on conflict (peer, code) where ended_at is null do nothing"""

# While a dossier is being told again nothing shows it as different; it is no less so.
_END = """
update exchange_difference x set ended_at = %(now)s
where x.peer = %(peer)s and x.ended_at is null
  and x.code not in (select code from jsonb_to_recordset(%(found)s::jsonb) as f(code text))
  and not exists (select 1 from exchange_line l
    where l.peer = x.peer and l.peer_code = x.code and l.behind_since is not null)"""

_CONVERGED = """
select count(*) filter (where ended_at is not null), count(*) filter (where ended_at is null),
  percentile_cont(0.5) within group (order by extract(epoch from ended_at - first_seen_at)),
  max(extract(epoch from ended_at - first_seen_at)),
  max(extract(epoch from %(now)s - first_seen_at)) filter (where ended_at is null)
from exchange_difference where peer = %(peer)s and (ended_at is null or ended_at > %(since)s)"""


def note(peer: System, found: Sequence[DifferenceRow], *, is_whole: bool) -> None:
    """Keep what a reconciliation found; where that is all there is, whatever is not among it has ended."""
    rows = [{"id": new_id(), "code": row.code, "kind": row.kind.value} for row in found]
    parameters: dict[str, Any] = {
        "peer": peer,
        "now": real_now(),
        "found": msgspec.json.encode(rows).decode(),
    }
    with connection.cursor() as cursor:
        if rows:
            cursor.execute(_BEGIN, parameters)
        if is_whole:
            cursor.execute(_END, parameters)


def convergence(peer: System, *, since: datetime) -> Convergence:
    """How long differences lasted that ended since a real moment, and those that have not."""
    with connection.cursor() as cursor:
        cursor.execute(_CONVERGED, {"peer": peer, "now": real_now(), "since": since})
        ended, lasting, median, longest, oldest = cursor.fetchone()
    return Convergence(
        system=peer,
        ended=ended,
        lasting=lasting,
        median=_seconds(median),
        longest=_seconds(longest),
        oldest=_seconds(oldest),
    )


def _seconds(number: float | None) -> timedelta | None:
    return None if number is None else timedelta(seconds=float(number))


def lasting_conflicts(house_id: UUID) -> tuple[DifferingFields, ...]:
    """Fields of a dossier in conflict with systems that have not been seen to show what counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select l.peer, array_agg(distinct c.field order by c.field)
               from exchange_dossier d join exchange_conflict c on c.dossier_id = d.id
               join exchange_line l on l.dossier_id = d.id and not l.is_agreed
                 and l.peer = case c.overruled_system when %s then c.kept_system else c.overruled_system end
               where d.house_dossier_id = %s group by l.peer order by l.peer""",
            [HOUSE, house_id],
        )
        return tuple(DifferingFields(system=row[0], fields=tuple(row[1])) for row in cursor.fetchall())


def latest_conflicts(limit: int) -> list[ConflictRow]:
    """Fields that two systems wrote at once, the newest first; not what they wrote."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select d.code, c.field, c.kept_system, c.overruled_system, c.at
               from exchange_conflict c join exchange_dossier d on d.id = c.dossier_id
               order by c.at desc, c.id desc limit %s""",
            [limit],
        )
        return [
            ConflictRow(code=row[0], field=row[1], kept=row[2], overruled=row[3], at=row[4])
            for row in cursor.fetchall()
        ]
