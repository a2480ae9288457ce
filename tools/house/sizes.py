"""Sizes a reader can hold: files, functions and rooms (shared STYLE: past these, split by verb or noun)."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.house.sources import Room, Tree, Violation

FILE_LINES = 400
FUNCTION_LINES = 60
ROOM_LINES = 2500


def oversized(tree: Tree) -> Iterator[Violation]:
    """Files over 400 lines, functions over 60, rooms or parts of a room over 2,500 (migrations apart)."""
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
        for folder, files in _measured(tree, room):
            total = sum(lengths[file] for file in files)
            if total > ROOM_LINES:
                yield Violation("size", tree.relative(folder), f"room of {total} lines, at most {ROOM_LINES}")


def _measured(tree: Tree, room: Room) -> Iterator[tuple[Path, list[Path]]]:
    """What counts together: the room, or each of its parts and what stands beside them (docs/adr/0003)."""
    left = room.python_files()
    for part in tree.parts(room):
        yield part, [file for file in left if file.is_relative_to(part)]
        left = [file for file in left if not file.is_relative_to(part)]
    yield room.folder, left
