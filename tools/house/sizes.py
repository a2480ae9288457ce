"""Sizes a reader can hold: files, functions and rooms (shared STYLE: past these, split by verb or noun)."""

import ast
from collections.abc import Iterator

from tools.house.sources import Tree, Violation

FILE_LINES = 400
FUNCTION_LINES = 60
ROOM_LINES = 2500
ASKING_TO_BE_TWO = {"src/tinhso/casework/dossiers": 4800}
"""Rooms known to be too large, held where they are until they are cut (docs/adr/0003)."""


def oversized(tree: Tree) -> Iterator[Violation]:
    """Files over 400 lines, functions over 60, rooms over 2,500 (migrations and tests of a room apart)."""
    lengths = {}
    for file in tree.python_files:
        text = file.read_text(encoding="utf-8")
        lengths[file] = lines = text.count("\n") + 1
        if lines > FILE_LINES:
            yield Violation("size", tree.relative(file), f"{lines} lines, at most {FILE_LINES}")
        for node in tree.nodes(file):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                if length > FUNCTION_LINES:
                    place = f"{tree.relative(file)}:{node.lineno}"
                    yield Violation(
                        "size", place, f"{node.name}() has {length} lines, at most {FUNCTION_LINES}"
                    )
    for room in tree.rooms:
        total = sum(lengths[file] for file in room.python_files())
        limit = ASKING_TO_BE_TWO.get(str(tree.relative(room.folder)), ROOM_LINES)
        if total > limit:
            yield Violation("size", tree.relative(room.folder), f"room of {total} lines, at most {limit}")
