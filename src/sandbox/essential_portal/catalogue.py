"""The essential services this portal offers, and the moves of a status that the law knows."""

import csv
from functools import cache
from importlib.resources import files


def _rows(name: str) -> list[dict[str, str]]:
    source = files("sandbox.essential_portal") / "data" / name
    return list(csv.DictReader(source.read_text("utf-8").splitlines()))


@cache
def services() -> dict[str, str]:
    """Titles of the essential services, by the codes of their procedures."""
    return {row["code"]: row["title"] for row in _rows("services.csv")}


@cache
def allowed_moves() -> frozenset[tuple[str, str]]:
    """Which status may follow which."""
    return frozenset((row["from"], row["to"]) for row in _rows("dossier_transitions.csv"))
