"""Proofs that an outsider can check with a signed tree head and nothing else."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from tinhso.foundation.audit.canonical import canonical_bytes
from tinhso.foundation.audit.heads import TreeHead
from tinhso.foundation.audit.merkle import consistency_path, inclusion_path, node_hash
from tinhso.foundation.audit.reading import COLUMNS, entry_of
from tinhso.foundation.audit.scope import as_system
from tinhso.foundation.audit.sequencer import SUBTREE_STEP
from tinhso.foundation.identifiers.service import DomainError


class UnableToProve(DomainError):
    """The entry is not sealed yet, or there is no tree of that size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusionProof:
    """``content`` (the entry's canonical bytes) is leaf ``index`` under ``head``: hash up the path."""

    entry_id: UUID
    content: bytes
    index: int
    path: tuple[bytes, ...]
    head: TreeHead


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyProof:
    """The tree of ``new`` begins with the whole tree of ``old``."""

    old: TreeHead
    new: TreeHead
    path: tuple[bytes, ...]


def prove_inclusion(entry_id: UUID) -> InclusionProof:
    """Prove that an entry stands in the newest signed tree; refuses one that is not sealed yet."""
    with as_system(), connection.cursor() as cursor:
        cursor.execute(
            f"select seq, {COLUMNS} from audit_leaf join audit_entry on id = entry_id where entry_id = %s",  # noqa: S608
            [entry_id],
        )
        row = cursor.fetchone()
        if row is None:
            raise UnableToProve(
                "audit.not_sealed", "Dòng nhật ký này chưa được niêm phong; hãy thử lại sau một phút."
            )
        head = _head(None)
        path = inclusion_path(row[0], head.size, _read_node)
    return InclusionProof(
        entry_id=entry_id,
        content=canonical_bytes(entry_of(row[1:])),
        index=row[0],
        path=tuple(path),
        head=head,
    )


def prove_consistency(*, old_size: int, new_size: int | None = None) -> ConsistencyProof:
    """Prove that nothing was changed between two signed heads; ``new_size`` absent means the newest."""
    with as_system():
        old, new = _head(old_size), _head(new_size)
        if old.size > new.size:
            raise UnableToProve("audit.heads_swapped", "Đầu cây cũ phải nhỏ hơn hoặc bằng đầu cây mới.")
        return ConsistencyProof(
            old=old, new=new, path=tuple(consistency_path(old.size, new.size, _read_node))
        )


def _head(size: int | None) -> TreeHead:
    with connection.cursor() as cursor:
        cursor.execute(
            """select size, root, at, signature from audit_tree_head
               where %s::bigint is null or size = %s::bigint order by size desc limit 1""",
            [size, size],
        )
        row = cursor.fetchone()
    if row is None:
        raise UnableToProve("audit.no_such_head", "Không có đầu cây kiểm toán với kích thước này.")
    return TreeHead(size=row[0], root=bytes(row[1]), at=row[2], signature=bytes(row[3]))


def _read_node(height: int, position: int) -> bytes:
    """Root of a complete subtree from the nearest stored height below it: at most 128 rows."""
    stored = height - height % SUBTREE_STEP
    width = 1 << (height - stored)
    first = position * width
    source = (
        "select leaf_hash from audit_leaf where seq >= %s and seq < %s order by seq"
        if stored == 0
        else "select hash from audit_subtree where position >= %s and position < %s and height = %s"
        " order by position"
    )
    with connection.cursor() as cursor:
        cursor.execute(source, [first, first + width, *([stored] if stored else [])])
        level = [bytes(row[0]) for row in cursor.fetchall()]
    if len(level) != width:
        raise UnableToProve("audit.tree_damaged", "Cây kiểm toán thiếu nút; hãy chạy kiểm tra nhật ký.")
    while len(level) > 1:
        level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level), 2)]
    return level[0]
