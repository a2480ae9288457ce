"""Differences in time: when a reconciliation first found one, and when no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import connection

from tinhso.coordination.exchange.types import Convergence, DifferenceRow
from tinhso.engines.sync.service import System
from tinhso.foundation.clock.service import new_id, real_now

PATIENCE = timedelta(minutes=10)
"""So long what comes by itself is waited for, before somebody is asked for it (real time)."""
_ASKED_AGAIN_AFTER = timedelta(hours=1)

_BEGIN = """
insert into exchange_difference (id, peer, code, kind, first_seen_at)
select id, %(peer)s, code, kind, %(now)s
from jsonb_to_recordset(%(found)s::jsonb) as f(id uuid, code text, kind text)
on conflict (peer, code) where ended_at is null do nothing
returning code"""

# While a dossier is being told again nothing shows it as different; it is no less so.
_END = """
update exchange_difference x set ended_at = %(now)s
where x.peer = %(peer)s and x.ended_at is null
  and x.code not in (select code from jsonb_to_recordset(%(found)s::jsonb) as f(code text))
  and not exists (select 1 from exchange_line l
    where l.peer = x.peer and l.peer_code = x.code and l.behind_since is not null)"""

_TO_ASK = """
with due as (
  select id from exchange_difference x
  where x.peer = %(peer)s and x.ended_at is null and x.code = any(%(codes)s)
    and x.first_seen_at <= %(since)s and (x.asked_at is null or x.asked_at < %(lately)s)
    and not exists (select 1 from exchange_inbound i
      where i.system = x.peer and i.dossier_code = x.code and i.state in ('waiting', 'apart'))
  order by x.asked_at nulls first, x.first_seen_at limit %(limit)s for update skip locked
)
update exchange_difference x set asked_at = %(now)s from due where x.id = due.id returning x.code"""

_CONVERGED = """
select count(*) filter (where ended_at is not null), count(*) filter (where ended_at is null),
  percentile_cont(0.5) within group (order by extract(epoch from ended_at - first_seen_at)),
  max(extract(epoch from ended_at - first_seen_at)),
  max(extract(epoch from %(now)s - first_seen_at)) filter (where ended_at is null)
from exchange_difference where peer = %(peer)s and (ended_at is null or ended_at > %(since)s)"""


def note(peer: System, found: Sequence[DifferenceRow], *, is_whole: bool) -> frozenset[str]:
    """Keep what a reconciliation found; where that is all there is, whatever is not among it has ended.

    Returns the codes of those that none had found before.
    """
    begun: frozenset[str] = frozenset()
    rows = [{"id": new_id(), "code": row.code, "kind": row.kind.value} for row in found]
    parameters: dict[str, Any] = {
        "peer": peer,
        "now": real_now(),
        "found": msgspec.json.encode(rows).decode(),
    }
    with connection.cursor() as cursor:
        if rows:
            cursor.execute(_BEGIN, parameters)
            begun = frozenset(row[0] for row in cursor.fetchall())
        if is_whole:
            cursor.execute(_END, parameters)
    return begun


def to_ask(peer: System, codes: Sequence[str], *, limit: int) -> list[str]:
    """Of these what has differed for a while, was not asked for lately, and has no message waiting here.

    They count as asked for from now on.
    """
    now = real_now()
    said: dict[str, Any] = {
        "peer": peer, "codes": list(codes), "limit": limit, "now": now,
        "since": now - PATIENCE, "lately": now - _ASKED_AGAIN_AFTER,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_TO_ASK, said)
        return [row[0] for row in cursor.fetchall()]


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
