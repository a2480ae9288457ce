"""The shape of a room: apps.py, a door, a README; and a door whose every function says what it promises."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.house.sources import Room, Tree, Violation

# Nobody stands above the sites: they may have pages instead of a door. Engines are not Django apps.
REQUIRED = {"apps.py", "service.py", "README.md", "__init__.py"}
WITHOUT_DOOR = {"sites"}
WITHOUT_APPS = {"engines"}


def incomplete_rooms(tree: Tree) -> Iterator[Violation]:
    """Rooms that lack apps.py, service.py (also as a folder) or README.md."""
    for room in tree.rooms:
        for name in sorted(_required(room)):
            if not (room.folder / name).exists() and not (room.folder / name.removesuffix(".py")).is_dir():
                yield Violation("room-shape", tree.relative(room.folder), f"has no {name}")


def undocumented_doors(tree: Tree) -> Iterator[Violation]:
    """Public functions and classes that a door offers without a docstring, wherever they are defined."""
    for room in tree.rooms:
        door = _door(room.folder)
        if door is None:
            continue
        module = tree.module(door)
        if ast.get_docstring(module) is None:
            yield Violation("door-docstring", tree.relative(door), "the door has no docstring")
        if _offered(module) is None:
            yield Violation("door-docstring", tree.relative(door), "the door has no literal __all__")
        for name in sorted(_offered(module) or ()):
            place = _find(tree, module, door, name)
            if place is not None and ast.get_docstring(place[1]) is None:
                yield Violation(
                    "door-docstring", f"{tree.relative(place[0])}:{place[1].lineno}", f"{name} has none"
                )


def _required(room: Room) -> set[str]:
    missing_here = set()
    if room.floor in WITHOUT_DOOR:
        missing_here.add("service.py")
    if room.floor in WITHOUT_APPS:
        missing_here.add("apps.py")
    return REQUIRED - missing_here


def _door(folder: Path) -> Path | None:
    for candidate in (folder / "service.py", folder / "service" / "__init__.py"):
        if candidate.exists():
            return candidate
    return None


def _offered(module: ast.Module) -> set[str] | None:
    for node in module.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
                return set(ast.literal_eval(node.value)) if node.value is not None else set()
    return None


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _find(
    tree: Tree, module: ast.Module, file: Path, name: str, depth: int = 0
) -> tuple[Path, Definition] | None:
    """Where ``name`` is defined: here, or where this module imports it from inside the house."""
    for node in module.body:
        if isinstance(node, Definition) and node.name == name:
            return file, node
    for node in module.body:
        if not isinstance(node, ast.ImportFrom) or depth > 4:
            continue
        for alias in node.names:
            if (alias.asname or alias.name) == name:
                source = _module_file(tree, file, node)
                if source is not None:
                    inner = tree.module(source)
                    return _find(tree, inner, source, alias.name, depth + 1)
    return None


def _module_file(tree: Tree, file: Path, node: ast.ImportFrom) -> Path | None:
    parts = (node.module or "").split(".") if node.module else []
    base = tree.root / "src" if node.level == 0 else file.parents[node.level - 1]
    target = base.joinpath(*parts)
    for candidate in (target.with_suffix(".py"), target / "__init__.py"):
        if candidate.exists():
            return candidate
    return None
