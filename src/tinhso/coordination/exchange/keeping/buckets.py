"""Days and agencies hashed as the house expects them and as a peer shows them: equal ones are never entered.

A bucket is one agency's dossiers opened on one day. Whoever changes a dossier or reads a list marks its
bucket; only marked ones are hashed again, many at once, and only unequal ones are looked into. The hash
(64 bits for each dossier, in no order, so that nothing is sorted) finds faults, it does not resist a forger.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import connection

from tinhso.coordination.exchange.types import DifferenceKind, DifferenceRow, EqualityRow
from tinhso.engines.sync.service import System
from tinhso.foundation.clock.service import legal_day, legal_now, real_now

Bucket = tuple[date, str]
Hashed = tuple[int, int, bytes, bytes]
_EMPTY: Hashed = (0, 0, b"", b"")

_KEEP_LIST = """
with told as (
  select * from jsonb_to_recordset(%(rows)s::jsonb) as t(code text, status smallint)
), before as (
  select code, status from exchange_shown where peer = %(peer)s and day = %(day)s
), gone as (
  delete from exchange_shown s using before b
  where s.peer = %(peer)s and s.day = %(day)s and s.code = b.code and b.code not in (select code from told)
), kept as (
  insert into exchange_shown (peer, code, day, status, seen_at, is_known)
  select %(peer)s, code, %(day)s, status, %(now)s,
    exists (select 1 from exchange_line l where l.peer = %(peer)s and l.peer_code = told.code) from told
  on conflict (peer, code) do update set day = excluded.day, status = excluded.status,
    seen_at = excluded.seen_at, is_known = excluded.is_known
), changed as (
  select code from told full join before using (code) where told.status is distinct from before.status
)
update exchange_bucket k set is_stale = true
from exchange_line l join exchange_dossier d on d.id = l.dossier_id
where l.peer = %(peer)s and l.peer_code in (select code from changed)
  and k.peer = l.peer and k.day = d.opened_on and k.agency_code = d.agency_code"""

# Whoever marks a bucket from here on waits, and marks it again when it was hashed.
_MARKED = """
select day, agency_code from exchange_bucket where peer = %s and is_stale
order by day, agency_code limit %s for update"""

AT_ONCE = 4_000
"""So many buckets are hashed in one transaction: whoever changes a dossier of theirs waits for its end."""

_HASHES = """
select d.opened_on, d.agency_code, count(*), count(s.code),
  int8send(bit_xor(hashtextextended(l.peer_code || ':' || d.status, 0))),
  coalesce(int8send(bit_xor(hashtextextended(s.code || ':' || s.status, 0))), '')
from {marked}exchange_dossier d
join exchange_line l on l.dossier_id = d.id and l.peer = %(peer)s
left join exchange_shown s on s.peer = %(peer)s and s.code = l.peer_code
where l.is_expected and l.behind_since is null{among}
group by d.opened_on, d.agency_code"""
_HASHES_OF_DAYS = _HASHES.format(marked="", among=" and d.opened_on between %(first)s and %(last)s")
_HASHES_OF_FEW = _HASHES.format(
    marked="unnest(%(days)s::date[], %(agencies)s::text[]) as k(day, agency_code), ",
    among=" and d.opened_on = k.day and d.agency_code = k.agency_code",
)

_KEEP_HASHES = """
update exchange_bucket b set is_stale = false, hashed_at = %(now)s, dossiers_here = h.number_here,
  dossiers_there = h.number_there, here = h.here, there = h.there
from unnest(%(days)s::date[], %(agencies)s::text[], %(numbers_here)s::int[], %(numbers_there)s::int[],
  %(here)s::bytea[], %(there)s::bytea[]) as h(day, agency_code, number_here, number_there, here, there)
where b.peer = %(peer)s and b.day = h.day and b.agency_code = h.agency_code"""

_MANY = 300
"""From so many buckets on it is quicker to read their days once than to look each bucket up."""

_UNEQUAL_BUCKETS = """
select day, agency_code from exchange_bucket
where peer = %s and here <> there and not is_stale order by day, agency_code limit %s"""

# The buckets are told as values: few, so that each is looked up and no table is read whole.
_UNEQUAL = """
select l.peer_code, d.status, s.status, d.owner = l.peer, d.id
from jsonb_to_recordset(%(buckets)s::jsonb) as b(day date, agency_code text)
join exchange_dossier d on d.opened_on = b.day and d.agency_code = b.agency_code
join exchange_line l on l.dossier_id = d.id and l.peer = %(peer)s
left join exchange_shown s on s.peer = l.peer and s.code = l.peer_code
where l.is_expected and l.behind_since is null and s.status is distinct from d.status
order by l.peer_code limit %(limit)s"""

_UNKNOWN = """
select s.code, s.status from exchange_shown s
where s.peer = %(peer)s and not s.is_known order by s.code limit %(limit)s"""

_TOTALS = """
select coalesce(sum(dossiers_here), 0), coalesce(sum(dossiers_there), 0), count(*),
  count(*) filter (where here <> there and not is_stale), count(*) filter (where is_stale),
  encode(sha256(string_agg(coalesce(here, ''), '' order by day, agency_code)), 'hex'),
  encode(sha256(string_agg(coalesce(there, ''), '' order by day, agency_code)), 'hex')
from exchange_bucket where peer = %s"""

_BESIDE = """
select (select count(*) from exchange_shown where peer = %(peer)s and not is_known),
  (select count(*) from exchange_line where peer = %(peer)s and behind_since is not null)"""

_UNREAD = """
select greatest(%(today)s - first + 1, 0) - (select count(*) from exchange_scan
  where peer = %(peer)s and day between first and %(today)s)
from (select min(day) - %(before)s::int from exchange_bucket where peer = %(peer)s) as b(first)
where first is not null"""

BEFORE_THE_FIRST = 1
"""From so many days before the day of the first dossier on a peer's list is read."""


def keep_list(peer: System, day: date, statuses: Mapping[str, int]) -> None:
    """What a peer's list shows of one day, in place of what it showed before."""
    rows = [{"code": code, "status": status} for code, status in statuses.items()]
    now = real_now()
    parameters: dict[str, Any] = {
        "peer": peer,
        "day": day,
        "rows": msgspec.json.encode(rows).decode(),
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_LIST, parameters)
        cursor.execute(
            """insert into exchange_scan (peer, day, read_at) values (%s, %s, %s)
               on conflict (peer, day) do update set read_at = excluded.read_at""",
            [peer, day, now],
        )


def days_read(peer: System) -> dict[date, datetime]:
    """The days of a peer's list that were read, and when."""
    with connection.cursor() as cursor:
        cursor.execute("select day, read_at from exchange_scan where peer = %s", [peer])
        return dict(cursor.fetchall())


def unread_days(peer: System) -> int:
    """How many days of a peer's list, up to today (legal), were never read."""
    with connection.cursor() as cursor:
        said: dict[str, Any] = {"peer": peer, "today": legal_day(legal_now()), "before": BEFORE_THE_FIRST}
        cursor.execute(_UNREAD, said)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def first_day(peer: System) -> date | None:
    """The earliest day on which a dossier was opened that the peer should know."""
    with connection.cursor() as cursor:
        cursor.execute("select min(day) from exchange_bucket where peer = %s", [peer])
        found: date | None = cursor.fetchone()[0]
    return found


def hash_stale(peer: System) -> int:
    """Hash what was marked again, the earliest days first; how many buckets that were, up to ``AT_ONCE``."""
    with connection.cursor() as cursor:
        cursor.execute(_MARKED, [peer, AT_ONCE])
        marked: list[Bucket] = cursor.fetchall()
        if not marked:
            return 0
        hashes = _hashes(cursor, peer, marked)
        rows = [hashes.get(bucket, _EMPTY) for bucket in marked]
        cursor.execute(
            _KEEP_HASHES,
            {
                "peer": peer,
                "now": real_now(),
                **_named(marked),
                "numbers_here": [row[0] for row in rows],
                "numbers_there": [row[1] for row in rows],
                "here": [row[2] for row in rows],
                "there": [row[3] for row in rows],
            },
        )
    return len(marked)


def _hashes(cursor: Any, peer: System, marked: list[Bucket]) -> dict[Bucket, Hashed]:
    """Of each bucket: how many dossiers here and there, and their hash on either side."""
    if len(marked) > _MANY:
        cursor.execute("set local work_mem = '64MB'")
        cursor.execute(_HASHES_OF_DAYS, {"peer": peer, "first": marked[0][0], "last": marked[-1][0]})
    else:
        cursor.execute(_HASHES_OF_FEW, {"peer": peer, **_named(marked)})
    found = {(row[0], row[1]): (row[2], row[3], bytes(row[4]), bytes(row[5])) for row in cursor.fetchall()}
    if len(marked) > _MANY:
        cursor.execute("set local work_mem to default")
    return found


def _named(marked: list[Bucket]) -> dict[str, Any]:
    return {"days": [day for day, _ in marked], "agencies": [agency for _, agency in marked]}


def unequal(peer: System, limit: int) -> list[tuple[DifferenceRow, Any]]:
    """Dossiers that the peer does not show as the house does, with their ids here."""
    with connection.cursor() as cursor:
        cursor.execute(_UNEQUAL_BUCKETS, [peer, limit])
        names = [{"day": day, "agency_code": agency_code} for day, agency_code in cursor.fetchall()]
        told = msgspec.json.encode(names).decode()
        cursor.execute(_UNEQUAL, {"peer": peer, "limit": limit, "buckets": told})
        return [
            (
                DifferenceRow(
                    system=peer,
                    code=code,
                    kind=DifferenceKind.MISSING_THERE if there is None else DifferenceKind.DIFFERENT,
                    status_here=here,
                    status_there=there,
                    is_theirs=is_theirs,
                ),
                dossier_id,
            )
            for code, here, there, is_theirs, dossier_id in cursor.fetchall()
        ]


def unknown_here(peer: System, limit: int) -> list[DifferenceRow]:
    """Dossiers that the peer shows and the house does not know."""
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN, {"peer": peer, "limit": limit})
        return [
            DifferenceRow(
                system=peer,
                code=code,
                kind=DifferenceKind.MISSING_HERE,
                status_here=None,
                status_there=status,
            )
            for code, status in cursor.fetchall()
        ]


def totals(peer: System) -> EqualityRow:
    """How many dossiers both show, over how many buckets, and the digest of all on each side."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, [peer])
        here, there, buckets, unequal_buckets, stale, digest_here, digest_there = cursor.fetchone()
        cursor.execute(_BESIDE, {"peer": peer})
        unknown, behind = cursor.fetchone()
    return EqualityRow(
        system=peer,
        dossiers_here=int(here),
        dossiers_there=int(there),
        buckets=buckets,
        unequal_buckets=unequal_buckets,
        stale_buckets=stale,
        unknown_here=unknown,
        behind=behind,
        unread_days=unread_days(peer),
        digest_here=digest_here or "",
        digest_there=digest_there or "",
    )
