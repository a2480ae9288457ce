"""How a benchmark tells what it found: a small table, and one JSON object as the last line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence


def show_table(title: str, rows: Sequence[tuple[str, str]]) -> None:
    """Two columns, aligned."""
    print(f"\n{title}")
    widest = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"  {name:<{widest}}  {value}")


def finish(bench: str, figures: Mapping[str, object]) -> None:
    """The last line, for whoever compares runs."""
    print()
    print(json.dumps({"bench": bench, "figures": dict(figures)}, ensure_ascii=False), flush=True)


def finish_drill(drill: str, figures: Mapping[str, object]) -> None:
    """The last line of a drill or a simulation."""
    print()
    print(json.dumps({drill: dict(figures)}, ensure_ascii=False), flush=True)
