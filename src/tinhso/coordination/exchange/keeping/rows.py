"""Reading dossiers from their rows and writing back what a step changed, many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.coordination.exchange.conflict_types import Met
from tinhso.coordination.exchange.keeping import conflicts
from tinhso.coordination.exchange.keeping.agreement import AGREEMENT, core_for
from tinhso.coordination.exchange.rules.codec import parts_from_json, parts_to_json
from tinhso.coordination.exchange.rules.national_words import may_be_synced
from tinhso.coordination.exchange.rules.overruling import met_in_log
from tinhso.coordination.exchange.types import (
    HOUSE,
    NATIONAL,
)
from tinhso.engines.sync.service import (
    Announce,
    Change,
    Dossier,
    DossierKey,
    Input,
    Line,
    Output,
    Store,
    System,
    digest,
    format_of,
    loaded,
)
from tinhso.foundation.clock.service import VIETNAM, legal_day, legal_now, new_id, real_now
from tinhso.foundation.crypto.service import open_json, seal_json

_PARTS = "exchange_change.sealed_parts"

COMPARE_AFTER = timedelta(minutes=1)
"""So long after it was told of a change a peer is asked what it shows (real time)."""
LATE_AFTER = timedelta(minutes=1)
"""Who waits longer to be told is noted as late: told at once, it takes seconds."""


@dataclass(slots=True, kw_only=True)
class Kept:
    """A dossier in memory beside what the tables say of it."""

    id: UUID
    house_id: UUID | None
    told_version: int
    problem: str
    peers: tuple[System, ...]
    dossier: Dossier
    stored: Dossier
    order: list[Change] = field(default_factory=list)
    is_new: bool = False
    is_touched: bool = False
    met: list[Met] = field(default_factory=list)

    @property
    def key(self) -> DossierKey:
        """The dossier by its creator and its code there."""
        return self.dossier.key

    def step(self, input_: Input, *, now: datetime) -> tuple[Output, ...]:
        """Give the engine one input; what it wants stored is written by ``save``."""
        self.dossier, outputs = core_for(self.peers).step(self.dossier, input_, now)
        for output in outputs:
            if isinstance(output, Store):
                self.order += output.added
            elif isinstance(output, Announce):
                self.met += [met_in_log(each, self.dossier, AGREEMENT) for each in output.conflicts]
        return outputs

    def forget(self, peer: System) -> None:
        """The peer does not show what it acknowledged: whatever is not its own is told again."""
        own = self.dossier.seen.get(peer, 0)
        line = Line({peer: own} if own else {})
        self.dossier = replace(self.dossier, lines={**self.dossier.lines, peer: line})
        self.is_touched = True

    def is_behind(self, peer: System) -> bool:
        """Whether the peer has not acknowledged something that is not its own."""
        acknowledged = self.dossier.lines.get(peer, Line()).acknowledged
        return any(
            seq > acknowledged.get(origin, 0) for origin, seq in self.dossier.seen.items() if origin != peer
        )


def begin(key: DossierKey, *, house_id: UUID | None, peers: tuple[System, ...]) -> Kept:
    """A dossier that nobody has opened yet."""
    nothing = Dossier(key=key)
    return Kept(
        id=new_id(),
        house_id=house_id,
        told_version=0,
        problem="",
        peers=peers,
        dossier=nothing,
        stored=nothing,
        is_new=True,
    )


def find_id(key: DossierKey) -> UUID | None:
    """The dossier of this creator and code."""
    return _one("select id from exchange_dossier where creator = %s and code = %s", [key.creator, key.code])


def find_id_of_house(house_id: UUID) -> UUID | None:
    """The dossier that the house handles under this id."""
    return _one("select id from exchange_dossier where house_dossier_id = %s", [house_id])


def told_version_of(house_id: UUID) -> int:
    """Up to which version the house's dossier stands here; 0 when it does not."""
    with connection.cursor() as cursor:
        cursor.execute("select told_version from exchange_dossier where house_dossier_id = %s", [house_id])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _one(statement: str, parameters: list[Any]) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
    return row[0] if row else None


_HEADS = """
select id, creator, code, house_dossier_id, told_version, problem, agency_code from exchange_dossier
where id = any(%s) order by id"""
_HEADS_LOCKED = _HEADS + " for update"


def load(ids: Collection[UUID], *, peers_of: Any, lock: bool = True) -> dict[UUID, Kept]:
    """Dossiers by their ids, locked until the transaction ends unless ``lock`` is False."""
    wanted = sorted(ids)
    with connection.cursor() as cursor:
        cursor.execute(
            _HEADS_LOCKED if lock else _HEADS,
            [wanted],
        )
        heads = cursor.fetchall()
        cursor.execute(
            "select dossier_id, origin, seq, after, at, sealed_parts from exchange_change"
            " where dossier_id = any(%s) order by dossier_id, place",
            [wanted],
        )
        changes = cursor.fetchall()
        cursor.execute(
            "select dossier_id, peer, acknowledged, is_agreed from exchange_line where dossier_id = any(%s)",
            [wanted],
        )
        lines = cursor.fetchall()
    keys = {row[0]: DossierKey(row[1], row[2]) for row in heads}
    orders: dict[UUID, list[Change]] = {dossier_id: [] for dossier_id in keys}
    for row in changes:
        orders[row[0]].append(_change(row, keys[row[0]]))
    cursors: dict[UUID, dict[System, Line]] = {dossier_id: {} for dossier_id in keys}
    for dossier_id, peer, acknowledged, is_agreed in lines:
        cursors[dossier_id][peer] = Line(_plain(acknowledged), is_agreed)
    kept = {}
    for row in heads:
        dossier = loaded(keys[row[0]], changes=orders[row[0]], agreement=AGREEMENT, lines=cursors[row[0]])
        kept[row[0]] = Kept(
            id=row[0],
            house_id=row[3],
            told_version=row[4],
            problem=row[5],
            peers=peers_of(agency_code=row[6], creator=row[1]),
            dossier=dossier,
            stored=dossier,
            order=orders[row[0]],
        )
    return kept


def _change(row: tuple[Any, ...], key: DossierKey) -> Change:
    dossier_id, origin, seq, after, at, sealed = row
    parts = parts_from_json(open_json(sealed, owner=_owner(dossier_id, origin, seq), field=_PARTS))
    return Change(
        dossier=key,
        origin=origin,
        seq=seq,
        after=_plain(after),
        at=at.astimezone(VIETNAM),
        parts=parts,
        format=format_of(parts),
    )


def _plain(value: Any) -> dict[str, int]:
    return msgspec.json.decode(value, type=dict[str, int]) if isinstance(value, str | bytes) else value


def _owner(dossier_id: UUID, origin: System, seq: int) -> str:
    return f"{dossier_id}/{origin}/{seq}"


_SAVE_HEADS = """
insert into exchange_dossier (id, creator, code, house_dossier_id, owner, agency_code, procedure_code, status,
  changes, told_version, opened_on, digest, problem, changed_at)
select id, creator, code, house_id, owner, agency_code, procedure_code, status, changes, told_version,
  opened_on, decode(digest, 'hex'), problem, now()
from jsonb_to_recordset(%(rows)s::jsonb) as d(id uuid, creator text, code text, house_id uuid, owner text,
  agency_code text, procedure_code text, status smallint, changes int, told_version int, opened_on date,
  digest text, problem text)
on conflict (id) do update set house_dossier_id = excluded.house_dossier_id, owner = excluded.owner,
  agency_code = excluded.agency_code, procedure_code = excluded.procedure_code, status = excluded.status,
  changes = excluded.changes, told_version = excluded.told_version, digest = excluded.digest,
  problem = excluded.problem, changed_at = excluded.changed_at"""

_SAVE_CHANGES = """
insert into exchange_change (dossier_id, origin, seq, place, after, at, sealed_parts)
select dossier_id, origin, seq, place, after, at, decode(sealed, 'hex')
from jsonb_to_recordset(%(rows)s::jsonb) as c(dossier_id uuid, origin text, seq int, place int, after jsonb,
  at timestamptz, sealed text)"""

# Beside the lines: buckets to be hashed again, and who was told late (their agency as it was till now). Each
# marks its buckets in one order, so that two who mark the same wait for each other and never in a ring.
_SAVE_LINES = """
with told as (
  select * from jsonb_to_recordset(%(rows)s::jsonb) as l(dossier_id uuid, peer text, peer_code text,
    is_expected boolean, acknowledged jsonb, is_agreed boolean, behind_since timestamptz, due_at timestamptz,
    day date, agency text, left_agency text)
), stale as (
  insert into exchange_bucket (peer, day, agency_code, dossiers_here, dossiers_there, is_stale)
  select peer, day, agency, 0, 0, true from (select peer, day, agency from told
    union select peer, day, left_agency from told where left_agency is not null) as marked
  order by peer, day, agency
  on conflict (peer, day, agency_code) do update set is_stale = true where not exchange_bucket.is_stale
), known as (
  update exchange_shown s set is_known = true from told
  where not s.is_known and s.peer = told.peer and s.code = told.peer_code
), late as (
  insert into exchange_delay (dossier_id, peer, agency_code, waited_from, told_at)
  select l.dossier_id, l.peer, told.agency, %(legal)s::timestamptz - (%(now)s - l.behind_since), %(legal)s
  from told join exchange_line l using (dossier_id, peer)
  where told.behind_since is null and l.behind_since < %(late)s
  on conflict do nothing
)
insert into exchange_line (dossier_id, peer, peer_code, is_expected, acknowledged, is_agreed, behind_since,
  due_at, tries, reason)
select dossier_id, peer, peer_code, is_expected, acknowledged, is_agreed, behind_since, due_at, 0, ''
from told
on conflict (dossier_id, peer) do update set acknowledged = excluded.acknowledged,
  peer_code = excluded.peer_code, is_expected = excluded.is_expected,
  is_agreed = excluded.is_agreed, due_at = excluded.due_at,
  behind_since = case when excluded.behind_since is null then null
    else coalesce(exchange_line.behind_since, excluded.behind_since) end,
  tries = case when excluded.behind_since is null then 0 else exchange_line.tries end,
  reason = case when excluded.behind_since is null then '' else exchange_line.reason end"""


def save(kept: Iterable[Kept]) -> None:
    """Write what changed since these dossiers were read: few statements for all of them."""
    now = real_now()
    changed = [each for each in kept if each.dossier is not each.stored or each.is_touched or each.is_new]
    heads = [_head(each) for each in changed]
    added = [row for each in changed for row in _added(each)]
    lines = [row for each in changed for row in _lines(each, now)]
    said: dict[str, Any] = {"legal": legal_now(), "now": now, "late": now - LATE_AFTER}
    with connection.cursor() as cursor:
        for statement, rows in (
            (_SAVE_HEADS, heads),
            (_SAVE_CHANGES, added),
            (_SAVE_LINES, lines),
        ):
            if rows:
                cursor.execute(statement, {**said, "rows": msgspec.json.encode(rows).decode()})
    conflicts.keep((each.id, each.met) for each in changed)
    for each in changed:
        each.met.clear()
        each.stored, each.is_new, each.is_touched = each.dossier, False, False


def _head(kept: Kept) -> dict[str, Any]:
    dossier = kept.dossier
    fields = dossier.replica.fields
    opened = kept.order[0].at
    return {
        "id": kept.id,
        "creator": kept.key.creator,
        "code": kept.key.code,
        "house_id": kept.house_id,
        "owner": dossier.replica.owner,
        "agency_code": _agency(kept.dossier),
        "procedure_code": fields["procedure_code"].value if "procedure_code" in fields else "",
        "status": dossier.replica.status,
        "changes": sum(dossier.seen.values()),
        "told_version": kept.told_version,
        "opened_on": legal_day(opened),
        "digest": digest(dossier.replica),
        "problem": kept.problem,
    }


def _agency(dossier: Dossier) -> str:
    field = dossier.replica.fields.get("agency")
    return str(field.value) if field and field.value else ""


def _must_show(kept: Kept, peer: System) -> bool:
    replica = kept.dossier.replica
    if replica.ending and peer == replica.owner:
        return False
    return peer != NATIONAL or kept.key.creator == NATIONAL or may_be_synced(replica)


def _added(kept: Kept) -> list[dict[str, Any]]:
    first = sum(len(changes) for changes in kept.stored.log.values())
    return [
        {
            "dossier_id": kept.id,
            "origin": change.origin,
            "seq": change.seq,
            "place": first + number,
            "after": dict(change.after),
            "at": change.at,
            "sealed": seal_json(
                parts_to_json(change.parts), owner=_owner(kept.id, change.origin, change.seq), field=_PARTS
            ).hex(),
        }
        for number, change in enumerate(kept.order[first:], 1)
    ]


def _lines(kept: Kept, now: datetime) -> list[dict[str, Any]]:
    rows = []
    left = None if kept.is_new else _agency(kept.stored)
    for peer in kept.peers:
        line, before = kept.dossier.lines.get(peer, Line()), kept.stored.lines.get(peer)
        is_same = before == Line(line.acknowledged, line.is_agreed)
        if is_same and kept.dossier.seen == kept.stored.seen:
            continue
        behind = kept.is_behind(peer)
        due = now if behind else (None if line.is_agreed else now + COMPARE_AFTER)
        rows.append(
            {
                "dossier_id": kept.id,
                "peer": peer,
                "peer_code": code_for(kept, peer),
                "is_expected": _must_show(kept, peer),
                "day": legal_day(kept.order[0].at),
                "agency": _agency(kept.dossier),
                "left_agency": left if left != _agency(kept.dossier) else None,
                "acknowledged": dict(line.acknowledged),
                "is_agreed": line.is_agreed,
                "behind_since": now if behind else None,
                "due_at": due,
            }
        )
    return rows


def code_for(kept: Kept, peer: System) -> str:
    """The number by which a peer knows the dossier: its own, else the house's, else the creator's."""
    if kept.key.creator in (peer, HOUSE):
        return kept.key.code
    receipt = kept.dossier.replica.fields.get("receipt_number")
    return str(receipt.value) if receipt and receipt.value else kept.key.code


def news_for(kept: Kept, peer: System) -> Sequence[Change]:
    """What the peer has not acknowledged, in the order in which it came, without its own."""
    acknowledged = kept.dossier.lines.get(peer, Line()).acknowledged
    return [
        change
        for change in kept.order
        if change.origin != peer and change.seq > acknowledged.get(change.origin, 0)
    ]
