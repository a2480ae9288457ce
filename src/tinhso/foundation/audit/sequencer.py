"""The sequencer: gives committed entries a place in the Merkle tree, signs the head, publishes it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from tinhso.foundation.audit.canonical import canonical_bytes
from tinhso.foundation.audit.heads import TreeHead, append_heads, read_heads, sign_head
from tinhso.foundation.audit.merkle import CompactRange, leaf_hash
from tinhso.foundation.audit.reading import COLUMNS, entry_of
from tinhso.foundation.audit.scope import as_system
from tinhso.foundation.audit.types import Entry

_ONE_SEQUENCER = 6962
SUBTREE_STEP = 8
"""Roots are kept of subtrees of 2^8, 2^16, … leaves."""

_NEXT = f"""
select {COLUMNS} from audit_pending join audit_entry on id = entry_id order by entry_id limit %s
"""  # noqa: S608 - constants only


def seal_pending(now: datetime, *, batch: int = 5_000) -> int:
    """Seal every committed entry that waits; ``now`` is real time. Returns how many were sealed.

    One sequencer works at a time, a second one returns 0 at once. Must not run inside another transaction,
    since a head is published only after its commit. A head that a crash kept from the file is published by
    the next call.
    """
    sealed = 0
    while True:
        with as_system(durable=True):
            count = _seal_batch(now, batch) if _is_only_sequencer() else 0
        sealed += count
        if count < batch:
            break
    publish_heads(Path(settings.TINHSO_TREE_HEADS_FILE))
    return sealed


def publish_heads(file: Path) -> int:
    """Append to the outside file what the database has beyond it; returns the number of heads."""
    with as_system(), connection.cursor() as cursor:
        if not _is_only_sequencer():
            return 0
        published = read_heads(file)
        cursor.execute(
            "select size, root, at, signature from audit_tree_head where size > %s order by size",
            [published[-1].size if published else 0],
        )
        fresh = [
            TreeHead(size=size, root=bytes(root), at=at, signature=bytes(signature))
            for size, root, at, signature in cursor.fetchall()
        ]
        append_heads(file, fresh)
    return len(fresh)


def _is_only_sequencer() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_ONE_SEQUENCER])
        return bool(cursor.fetchone()[0])


def _seal_batch(now: datetime, batch: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [batch])
        entries = [entry_of(row) for row in cursor.fetchall()]
        if not entries:
            return 0
        cursor.execute("select size, frontier from audit_tree_head order by size desc limit 1")
        last = cursor.fetchone()
    tree = CompactRange.from_bytes(last[0], bytes(last[1])) if last else CompactRange()
    _append(tree, entries)
    head = sign_head(size=tree.size, root=tree.root(), at=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_tree_head (size, root, at, signature, frontier) values (%s, %s, %s, %s, %s)",
            [head.size, head.root, head.at, head.signature, tree.to_bytes()],
        )
        cursor.execute(
            "delete from audit_pending where entry_id = any(%s::uuid[])", [[e.id for e in entries]]
        )
    return len(entries)


def _append(tree: CompactRange, entries: Sequence[Entry]) -> None:
    leaves: list[tuple[int, UUID, bytes]] = []
    subtrees: list[tuple[int, int, bytes]] = []
    for entry in entries:
        leaf = leaf_hash(canonical_bytes(entry))
        leaves.append((tree.size, entry.id, leaf))
        subtrees.extend(node for node in tree.append(leaf) if node[0] % SUBTREE_STEP == 0)
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into audit_leaf (seq, entry_id, leaf_hash)
               select * from unnest(%s::bigint[], %s::uuid[], %s::bytea[])""",
            [list(column) for column in zip(*leaves, strict=True)],
        )
        if subtrees:
            cursor.execute(
                """insert into audit_subtree (height, position, hash)
                   select * from unnest(%s::smallint[], %s::bigint[], %s::bytea[])""",
                [list(column) for column in zip(*subtrees, strict=True)],
            )
