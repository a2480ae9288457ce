"""Check of the whole log against the heads kept outside: what was changed, removed, added or rebuilt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.audit.canonical import canonical_bytes
from tinhso.foundation.audit.heads import TreeHead, UnableToReadTreeHeads, read_heads
from tinhso.foundation.audit.merkle import CompactRange, leaf_hash
from tinhso.foundation.audit.reading import COLUMNS, entry_of
from tinhso.foundation.audit.scope import as_system
from tinhso.foundation.audit.sequencer import SUBTREE_STEP

SEALED_WITHIN = timedelta(seconds=60)
_LISTED = 1_000


class FindingKind(StrEnum):
    """What can be wrong with the log."""

    ENTRY_CHANGED = "entry_changed"
    ENTRY_MISSING = "entry_missing"
    GAP = "gap"
    SUBTREE_CHANGED = "subtree_changed"
    ROOT_DIFFERS = "root_differs"
    SIGNATURE_WRONG = "signature_wrong"
    LOG_CUT = "log_cut"
    HEAD_MISSING = "head_missing"
    HEAD_CHANGED = "head_changed"
    HEAD_UNPUBLISHED = "head_unpublished"
    HEADS_UNREADABLE = "heads_unreadable"
    NO_OUTSIDE_HEADS = "no_outside_heads"
    LEAVES_WITHOUT_HEAD = "leaves_without_head"
    NEVER_SEALED = "never_sealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, in Vietnamese, with the leaf, head size or entry it concerns."""

    kind: FindingKind
    message: str
    at: int | None = None
    entry_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationReport:
    """Result of a check: ``findings`` is empty when the log is proved unchanged since the outside heads.

    At most 1,000 findings of the leaves are listed; ``total_findings`` counts all.
    """

    leaves: int
    waiting: int
    inside_heads: int
    outside_heads: int
    findings: tuple[Finding, ...]
    total_findings: int

    @property
    def is_sound(self) -> bool:
        """Nothing is wrong."""
        return self.total_findings == 0


@dataclass(slots=True)
class _Check:
    """Collects findings, listing the first thousand."""

    findings: list[Finding] = field(default_factory=list)
    total: int = 0

    def add(
        self, kind: FindingKind, message: str, *, at: int | None = None, entry: UUID | None = None
    ) -> None:
        self.total += 1
        if len(self.findings) < _LISTED:
            self.findings.append(Finding(kind=kind, message=message, at=at, entry_id=entry))


@dataclass(frozen=True, slots=True, kw_only=True)
class _InsideHead:
    head: TreeHead
    frontier: bytes


def verify(*, heads_file: Path, now: datetime, public_pem: bytes | None = None) -> VerificationReport:
    """Recompute every leaf from its entry and compare the roots with each signed head, inside and outside.

    ``heads_file`` should be a copy that the database's owner cannot write, ``public_pem`` the public key as
    kept outside. ``now`` is real time: an entry older than 60 s must be sealed. Reads the log once, in
    a stream, while others go on writing.
    """
    check = _Check()
    # Outside before inside: whatever is published was committed before.
    outside = _outside_heads(heads_file, check)
    with as_system():
        inside = _inside_heads()
        trees = _recompute({head.size for head in outside} | inside.keys(), check)
        _check_outside(outside, inside, trees, check, public_pem)
        _check_inside(outside, inside, trees, check, public_pem, now)
        leaves = _count_leaves(check)
        waiting = _count_unsealed(now, check)
    if leaves and not outside:
        check.add(FindingKind.NO_OUTSIDE_HEADS, "Không có đầu cây giữ bên ngoài: chưa chứng minh được gì.")
    return VerificationReport(
        leaves=leaves,
        waiting=waiting,
        inside_heads=len(inside),
        outside_heads=len(outside),
        findings=tuple(check.findings),
        total_findings=check.total,
    )


def _outside_heads(file: Path, check: _Check) -> list[TreeHead]:
    try:
        heads = read_heads(file)
    except UnableToReadTreeHeads as error:
        check.add(FindingKind.HEADS_UNREADABLE, error.message)
        return []
    if any(later.size <= earlier.size for earlier, later in pairwise(heads)):
        check.add(FindingKind.HEADS_UNREADABLE, "Các đầu cây giữ bên ngoài không còn theo thứ tự tăng dần.")
    return heads


def _inside_heads() -> dict[int, _InsideHead]:
    with connection.cursor() as cursor:
        cursor.execute("select size, root, at, signature, frontier from audit_tree_head order by size")
        return {
            size: _InsideHead(
                head=TreeHead(size=size, root=bytes(root), at=at, signature=bytes(signature)),
                frontier=bytes(frontier),
            )
            for size, root, at, signature, frontier in cursor.fetchall()
        }


def _recompute(sizes: set[int], check: _Check) -> dict[int, tuple[bytes, bytes]]:
    """Root and frontier at each of ``sizes`` that the log reaches, from the entries themselves."""
    stored = _stored_subtrees()
    tree = CompactRange()
    trees: dict[int, tuple[bytes, bytes]] = {}
    for seq, entry_id, leaf, row in _leaves(max(sizes, default=0)):
        if seq != tree.size:
            check.add(FindingKind.GAP, f"Chuỗi nhật ký đứt ở vị trí {tree.size}.", at=tree.size)
        for height, position, root in tree.append(_checked_leaf(seq, entry_id, leaf, row, check)):
            if height % SUBTREE_STEP == 0 and stored.get((height, position)) != root:
                check.add(FindingKind.SUBTREE_CHANGED, f"Nút cây ({height}, {position}) đã bị sửa.", at=seq)
        if tree.size in sizes:
            trees[tree.size] = (tree.root(), tree.to_bytes())
    return trees


def _stored_subtrees() -> dict[tuple[int, int], bytes]:
    with connection.cursor() as cursor:
        cursor.execute("select height, position, hash from audit_subtree")
        return {(height, position): bytes(root) for height, position, root in cursor.fetchall()}


def _leaves(size: int) -> Iterator[tuple[int, UUID, bytes, Sequence[Any]]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"""select seq, entry_id, leaf_hash, {COLUMNS}
                from audit_leaf left join audit_entry on id = entry_id
                where seq < %s order by seq""",  # noqa: S608 - constants only
            [size],
        )
        while rows := cursor.fetchmany(2_000):
            for row in rows:
                yield row[0], row[1], bytes(row[2]), row[3:]


def _checked_leaf(seq: int, entry_id: UUID, leaf: bytes, row: Sequence[Any], check: _Check) -> bytes:
    if row[0] is None:
        check.add(
            FindingKind.ENTRY_MISSING, f"Dòng nhật ký ở vị trí {seq} đã bị xóa.", at=seq, entry=entry_id
        )
        return leaf
    computed = leaf_hash(canonical_bytes(entry_of(row)))
    if computed != leaf:
        check.add(
            FindingKind.ENTRY_CHANGED, f"Dòng nhật ký ở vị trí {seq} đã bị sửa.", at=seq, entry=entry_id
        )
    return computed


def _check_outside(
    outside: list[TreeHead],
    inside: dict[int, _InsideHead],
    trees: dict[int, tuple[bytes, bytes]],
    check: _Check,
    public_pem: bytes | None,
) -> None:
    for head in outside:
        if not head.is_signed(public_pem=public_pem):
            check.add(FindingKind.SIGNATURE_WRONG, f"Đầu cây ngoài {head.size} sai chữ ký.", at=head.size)
        if head.size not in trees:
            check.add(
                FindingKind.LOG_CUT, f"Nhật ký không còn đủ {head.size} dòng như đã công bố.", at=head.size
            )
        elif trees[head.size][0] != head.root:
            check.add(FindingKind.ROOT_DIFFERS, f"Nhật ký khác với đầu cây ngoài {head.size}.", at=head.size)
        if head.size not in inside:
            check.add(
                FindingKind.HEAD_MISSING, f"Đầu cây {head.size} đã công bố bị xóa bên trong.", at=head.size
            )
        elif inside[head.size].head != head:
            check.add(FindingKind.HEAD_CHANGED, f"Đầu cây {head.size} khác với bản đã công bố.", at=head.size)


def _check_inside(
    outside: list[TreeHead],
    inside: dict[int, _InsideHead],
    trees: dict[int, tuple[bytes, bytes]],
    check: _Check,
    public_pem: bytes | None,
    now: datetime,
) -> None:
    published = {head.size for head in outside}
    newest = max(published, default=0)
    for size, kept in inside.items():
        if not kept.head.is_signed(public_pem=public_pem):
            check.add(FindingKind.SIGNATURE_WRONG, f"Đầu cây {size} sai chữ ký.", at=size)
        if trees.get(size) != (kept.head.root, kept.frontier):
            check.add(FindingKind.ROOT_DIFFERS, f"Nhật ký khác với đầu cây {size}.", at=size)
        if size not in published and (size < newest or kept.head.at < now - SEALED_WITHIN):
            check.add(FindingKind.HEAD_UNPUBLISHED, f"Đầu cây {size} không có ở bên ngoài.", at=size)


def _count_leaves(check: _Check) -> int:
    """One statement, so that a batch sealed meanwhile is seen whole or not at all."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select (select count(*) from audit_leaf),
                      coalesce((select max(seq) + 1 from audit_leaf), 0),
                      coalesce((select max(size) from audit_tree_head), 0)"""
        )
        leaves, end, covered = cursor.fetchone()
    if end > covered:
        check.add(
            FindingKind.LEAVES_WITHOUT_HEAD, f"Có lá sau vị trí {covered} mà không có đầu cây.", at=covered
        )
    return int(leaves)


def _count_unsealed(now: datetime, check: _Check) -> int:
    """How many entries wait; those that wait longer than allowed are findings."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, recorded_at < %s from audit_entry
               where not exists (select from audit_leaf where entry_id = id) order by id limit %s""",
            [now - SEALED_WITHIN, 100_000],
        )
        rows = cursor.fetchall()
    for entry_id, is_late in rows:
        if is_late:
            check.add(FindingKind.NEVER_SEALED, "Dòng nhật ký quá 60 giây chưa niêm phong.", entry=entry_id)
    return len(rows)
