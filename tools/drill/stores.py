"""Looking into the stores of a drill, and saying what is wrong there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from tools.drill.scene import Scene

_SHOWN = 3


def outside(scene: Scene, system: str, query: str) -> list[tuple[object, ...]]:
    """The rows of one query in the store of a system outside."""
    store = scene.var / "sandbox" / f"{system}.sqlite3"
    with closing(sqlite3.connect(store, timeout=10)) as connection:
        return connection.execute(query).fetchall()


def first_column(scene: Scene, query: str) -> set[str]:
    """The first column of one query in the store of the house."""
    return {str(row[0]) for row in scene.store.rows(query)}


def complaint(what: str, which: set[str]) -> Iterator[str]:
    """One violation with some of those it meets; nothing where there are none."""
    if which:
        shown = ", ".join(sorted(which)[:_SHOWN])
        yield f"{len(which)} {what}: {shown}{', …' if len(which) > _SHOWN else ''}"
