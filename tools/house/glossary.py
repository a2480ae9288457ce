"""The glossary against the code: every model and enum is a word of docs/glossary.md, and the other way round.

A row of the glossary is ``| Vietnamese | English (with `ClassName`s) | room | law or source |``.
"""

import ast
import re
from collections.abc import Iterator

from tools.house.sources import Room, Tree, Violation

GLOSSARY = "docs/glossary.md"
_NOUN_BASES = {
    "Enum",
    "StrEnum",
    "IntEnum",
    "Flag",
    "TextChoices",
    "IntegerChoices",
    "Model",
    "AbstractBaseUser",
}
_CLASS_NAME = re.compile(r"`([A-Z][A-Za-z0-9]*)`")


def undefined_words(tree: Tree) -> Iterator[Violation]:
    """Models and enums without a row for their room, and rows whose class no longer exists in its room."""
    glossary = tree.root / GLOSSARY
    if not glossary.exists():
        yield Violation("glossary", GLOSSARY, "is missing")
        return
    words = _words(glossary.read_text(encoding="utf-8"))
    for room in tree.rooms:
        defined = words.get(f"{room.floor}/{room.name}", set())
        classes = _classes(tree, room)
        for name, (file, bases) in sorted(classes.items()):
            is_private = name.startswith("_")
            if bases & _NOUN_BASES and not is_private and name not in defined:
                yield Violation(
                    "glossary", f"{room.floor}/{room.name}", f"{name} ({file}) is not in {GLOSSARY}"
                )
        for name in sorted(defined - set(classes)):
            yield Violation("glossary", GLOSSARY, f"`{name}` does not exist in {room.floor}/{room.name}")


def _words(text: str) -> dict[str, set[str]]:
    words: dict[str, set[str]] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) >= 3 and "/" in cells[2]:
            for room in re.findall(r"[a-z_]+/[a-z_]+", cells[2]):
                words.setdefault(room, set()).update(_CLASS_NAME.findall(cells[1]))
    return words


def _classes(tree: Tree, room: Room) -> dict[str, tuple[str, set[str]]]:
    found: dict[str, tuple[str, set[str]]] = {}
    for file in room.python_files():
        for node in tree.module(file).body:
            if isinstance(node, ast.ClassDef):
                # A model and the dataclass that crosses the door for it share one name.
                _, known = found.get(node.name, ("", set()))
                bases = known | {_last_name(base) for base in node.bases}
                found[node.name] = (file.relative_to(room.folder).as_posix(), bases)
    return found


def _last_name(base: ast.expr) -> str:
    if isinstance(base, ast.Attribute):
        return base.attr
    return base.id if isinstance(base, ast.Name) else ""
