"""Merkle tree of RFC 6962 (section 2.1): roots, proofs, and growing without reading old leaves. Pure."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

EMPTY_ROOT = hashlib.sha256(b"").digest()
_HASH_BYTES = 32

NodeReader = Callable[[int, int], bytes]
"""``(height, position) -> root`` of the complete subtree over leaves position·2^height and on."""


def leaf_hash(content: bytes) -> bytes:
    """Hash of a leaf: 0x00 before the content keeps leaves and nodes apart."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: 0x01, then both children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class CompactRange:
    """The roots of the complete subtrees that make up a tree of ``size`` leaves, largest first.

    Enough to append and to compute the root in O(log n); its bytes are stored with each head.
    """

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    @classmethod
    def from_bytes(cls, size: int, frontier: bytes) -> "CompactRange":
        """Take up again what ``to_bytes`` wrote; refuses a frontier that does not fit the size."""
        if len(frontier) != size.bit_count() * _HASH_BYTES:
            raise ValueError("the frontier does not fit the size of the tree")
        return cls(size, [frontier[at : at + _HASH_BYTES] for at in range(0, len(frontier), _HASH_BYTES)])

    def to_bytes(self) -> bytes:
        """The hashes, one after the other."""
        return b"".join(self.hashes)

    def append(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Add one leaf hash; gives (height, position, root) of each subtree that it completes."""
        node, height, position = leaf, 0, self.size
        while position & 1:
            node, height, position = node_hash(self.hashes.pop(), node), height + 1, position >> 1
            yield height, position, node
        self.hashes.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Root of the whole tree."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root


def _split(size: int) -> int:
    """Largest power of two smaller than ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def range_root(start: int, end: int, read: NodeReader) -> bytes:
    """Root over the leaves start…end-1, where ``start`` is a multiple of the subtree's width."""
    size = end - start
    if size.bit_count() == 1:
        height = size.bit_length() - 1
        return read(height, start >> height)
    middle = start + _split(size)
    return node_hash(range_root(start, middle, read), range_root(middle, end, read))


def inclusion_path(index: int, size: int, read: NodeReader) -> list[bytes]:
    """Audit path of leaf ``index`` in a tree of ``size`` leaves, lowest sibling first (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError("no such leaf in a tree of this size")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_root(middle, end, read))
            end = middle
        else:
            path.append(range_root(start, middle, read))
            start = middle
    return path[::-1]


def is_included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Whether ``path`` proves that ``leaf`` is leaf number ``index`` under ``root`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, place, last = leaf, index, size - 1
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def consistency_path(old: int, new: int, read: NodeReader) -> list[bytes]:
    """Proof that the tree of ``new`` leaves begins with the tree of ``old`` leaves (RFC 6962, 2.1.2)."""
    if not 0 < old <= new:
        raise ValueError("a consistency proof goes from a tree that is not empty to a later one")
    return [] if old == new else _consistency(old, 0, new, read, whole=True)


def _consistency(old: int, start: int, end: int, read: NodeReader, *, whole: bool) -> list[bytes]:
    if old == end - start:
        return [] if whole else [range_root(start, end, read)]
    split = _split(end - start)
    middle = start + split
    if old <= split:
        return [*_consistency(old, start, middle, read, whole=whole), range_root(middle, end, read)]
    return [
        *_consistency(old - split, middle, end, read, whole=False),
        range_root(start, middle, read),
    ]


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: list[bytes]) -> bool:
    """Whether ``path`` proves that nothing before ``old`` was changed (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if not 0 < old < new or not path:
        return False
    nodes = [old_root, *path] if old.bit_count() == 1 else path
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_node = new_node = nodes[0]
    for sibling in nodes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_node, new_node = node_hash(sibling, old_node), node_hash(sibling, new_node)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new_node = node_hash(new_node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old_node == old_root and new_node == new_root
