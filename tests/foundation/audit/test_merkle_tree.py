"""The tree is that of RFC 6962; an independent implementation agrees, and no wrong proof passes."""

import hashlib

import pymerkle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.foundation.audit.merkle import (
    EMPTY_ROOT,
    CompactRange,
    consistency_path,
    inclusion_path,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
)

LARGEST = 130
LEAVES = [leaf_hash(str(number).encode()) for number in range(LARGEST)]


def read_node(height: int, position: int) -> bytes:
    if height == 0:
        return LEAVES[position]
    return node_hash(read_node(height - 1, 2 * position), read_node(height - 1, 2 * position + 1))


def roots() -> list[bytes]:
    tree, found = CompactRange(), [EMPTY_ROOT]
    for leaf in LEAVES:
        list(tree.append(leaf))
        found.append(tree.root())
    return found


ROOTS = roots()


@pytest.fixture(scope="module")
def peer() -> pymerkle.InmemoryTree:
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for number in range(LARGEST):
        tree.append_entry(str(number).encode())
    return tree


def test_empty_tree_and_first_leaf_are_those_of_the_standard() -> None:
    assert hashlib.sha256().digest() == EMPTY_ROOT
    assert leaf_hash(b"") == bytes.fromhex("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
    assert ROOTS[1] == LEAVES[0]


def test_every_root_equals_that_of_an_independent_implementation(peer: pymerkle.InmemoryTree) -> None:
    assert [peer.get_root(size) for size in range(1, LARGEST + 1)] == ROOTS[1:]


def test_every_inclusion_proof_holds_and_equals_the_peers(peer: pymerkle.InmemoryTree) -> None:
    for size in (1, 2, 3, 7, 8, 9, 64, 100, LARGEST):
        for index in range(size):
            path = inclusion_path(index, size, read_node)

            assert is_included(LEAVES[index], index, size, path, ROOTS[size])
            theirs = [
                bytes.fromhex(node) for node in peer.prove_inclusion(index + 1, size).serialize()["path"]
            ]
            assert set(path) <= set(theirs)


def test_every_consistency_proof_holds() -> None:
    for new in range(1, LARGEST + 1, 3):
        for old in range(1, new + 1):
            path = consistency_path(old, new, read_node)

            assert is_consistent(old, new, ROOTS[old], ROOTS[new], path)


@settings(max_examples=200)
@given(st.data())
def test_proofs_of_something_else_never_pass(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, LARGEST))
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_path(index, size, read_node)
    wrong = data.draw(st.sampled_from(["leaf", "index", "root", "shorter", "longer", "node"]))

    other = (index + 1) % size
    arguments = {"leaf": LEAVES[index], "index": index, "size": size, "path": list(path), "root": ROOTS[size]}
    if wrong == "leaf":
        arguments["leaf"] = LEAVES[other]
    elif wrong == "index":
        arguments["index"] = other
    elif wrong == "root":
        arguments["root"] = ROOTS[size - 1]
    elif wrong == "shorter":
        arguments["path"] = path[:-1]
    elif wrong == "longer":
        arguments["path"] = [*path, EMPTY_ROOT]
    else:
        place = data.draw(st.integers(0, len(path) - 1))
        arguments["path"] = [*path[:place], EMPTY_ROOT, *path[place + 1 :]]

    assert not is_included(**arguments)  # type: ignore[arg-type]


@given(st.integers(1, LARGEST - 1), st.data())
def test_consistency_with_a_changed_past_never_passes(old: int, data: st.DataObject) -> None:
    new = data.draw(st.integers(old + 1, LARGEST))
    path = consistency_path(old, new, read_node)

    assert not is_consistent(old, new, ROOTS[old - 1], ROOTS[new], path)
    assert not is_consistent(old, new, ROOTS[old], ROOTS[new - 1], path)
    assert not is_consistent(old, new, ROOTS[old], ROOTS[new], path[:-1])
    assert not is_consistent(old, new, ROOTS[old], ROOTS[new], [*path, EMPTY_ROOT])


@given(st.integers(0, LARGEST), st.integers(0, LARGEST))
def test_tree_goes_on_from_its_stored_frontier(first: int, second: int) -> None:
    first, second = sorted((first, second))
    tree = CompactRange()
    for leaf in LEAVES[:first]:
        list(tree.append(leaf))
    again = CompactRange.from_bytes(first, tree.to_bytes())
    for leaf in LEAVES[first:second]:
        list(again.append(leaf))

    assert again.root() == ROOTS[second]
    with pytest.raises(ValueError, match="frontier"):
        CompactRange.from_bytes(first + 1, tree.to_bytes() + b"\0")
