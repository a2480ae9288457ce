"""The systems of the province and the national statuses, as the simulated cores agree on them."""

from __future__ import annotations

import csv
from pathlib import Path

from tinhso.engines.sync.service import FIELDS, ITEMS, Agreement

HOUSE, OLD_ONE_STOP, ESSENTIAL, NATIONAL = "house", "old_one_stop", "essential", "national"
SYSTEMS = (HOUSE, OLD_ONE_STOP, ESSENTIAL, NATIONAL)
_TRANSITIONS = Path(__file__).with_name("dossier_transitions.csv")


def national_transitions() -> dict[int, frozenset[int]]:
    """Which status may follow which (dossier_transitions.csv); 0 is nothing yet."""
    with _TRANSITIONS.open(encoding="utf-8") as rows:
        pairs = [(int(row["from"]), int(row["to"])) for row in csv.DictReader(rows)]
    return {start: frozenset(to for from_, to in pairs if from_ == start) for start, _ in pairs}


AGREEMENT = Agreement(
    systems=SYSTEMS,
    owners=frozenset({HOUSE, OLD_ONE_STOP}),
    citizen_side=frozenset({HOUSE, ESSENTIAL, NATIONAL}),
    transitions=national_transitions(),
    fields=FIELDS,
    items=ITEMS,
)
