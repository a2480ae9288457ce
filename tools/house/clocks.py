"""Time and chance come in from outside: who may look at a clock, and what of the clock pure code may use."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.house.sources import Tree, Violation

_BANNED_CALLS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("timezone", "now"), ("time", "time"), ("time", "time_ns"), ("uuid", "uuid1"), ("uuid", "uuid4"),
    ("os", "urandom"),
}  # fmt: skip
_BANNED_MODULES = {"random", "secrets"}
_BANNED_NAMES = {"uuid": {"uuid1", "uuid4"}, "time": {"time", "time_ns"}, "os": {"urandom"}}
_MAY_LOOK = ("foundation/clock/", "foundation/postgres/", "foundation/crypto/", "sites/")
_CLOCK = "tinhso.foundation.clock"
_PURE_OF_THE_CLOCK = {"VIETNAM", "months_later"}


def looked_at_a_clock(tree: Tree) -> Iterator[Violation]:
    """Calls of a clock or of chance below the sites, outside the clock (and the making of keys)."""
    for file in tree.product_files:
        inside = file.relative_to(tree.root / "src" / "tinhso").as_posix()
        if inside.startswith(_MAY_LOOK):
            continue
        for node in tree.nodes(file):
            found = _banned(node)
            if found:
                yield Violation(
                    "clock", f"{tree.relative(file)}:{getattr(node, 'lineno', 0)}", f"uses {found}"
                )


def clock_in_rules(tree: Tree) -> Iterator[Violation]:
    """Rules and engines that take more of the clock than our time zone and counting in months."""
    for file in tree.product_files:
        if not _is_pure(tree, file):
            continue
        for node in tree.nodes(file):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_CLOCK):
                for alias in node.names:
                    if alias.name not in _PURE_OF_THE_CLOCK:
                        place = f"{tree.relative(file)}:{node.lineno}"
                        yield Violation("clock", place, f"pure code takes '{alias.name}' from the clock")


def _is_pure(tree: Tree, file: Path) -> bool:
    parts = file.relative_to(tree.root / "src" / "tinhso").with_suffix("").parts
    return parts[0] == "engines" or "rules" in parts


def _banned(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        owner = node.func.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        return f"{name}.{node.func.attr}()" if (name, node.func.attr) in _BANNED_CALLS else None
    if isinstance(node, ast.Import):
        return next((alias.name for alias in node.names if alias.name in _BANNED_MODULES), None)
    if isinstance(node, ast.ImportFrom):
        if node.module in _BANNED_MODULES:
            return node.module
        named = _BANNED_NAMES.get(node.module or "", set())
        return next((alias.name for alias in node.names if alias.name in named), None)
    return None
