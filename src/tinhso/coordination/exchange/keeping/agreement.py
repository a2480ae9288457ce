"""What all systems hold alike, and which of them a dossier concerns."""

from __future__ import annotations

from functools import lru_cache

from tinhso.coordination.exchange.types import ESSENTIAL, HOUSE, NATIONAL, OLD_ONE_STOP
from tinhso.engines.sync.service import FIELDS, ITEMS, Agreement, Core, Station, System
from tinhso.registers.catalogue.service import ALLOWED_STATUS_MOVES, NATIONAL_STATUSES

_NOTHING_YET = 0

AGREEMENT = Agreement(
    systems=(HOUSE, OLD_ONE_STOP, ESSENTIAL, NATIONAL),
    owners=frozenset({HOUSE, OLD_ONE_STOP}),
    citizen_side=frozenset({HOUSE, ESSENTIAL, NATIONAL}),
    transitions={
        **{
            before: frozenset(after for start, after in ALLOWED_STATUS_MOVES if start == before)
            for before, _ in ALLOWED_STATUS_MOVES
        },
        # A dossier that another system had long before it was connected begins here where it stands there.
        _NOTHING_YET: frozenset(NATIONAL_STATUSES),
    },
    fields=FIELDS,
    items=ITEMS,
)


@lru_cache(maxsize=16)
def core_for(peers: tuple[System, ...]) -> Core:
    """The house's core towards these peers: a hub, which passes on what others changed."""
    return Core(Station(me=HOUSE, peers=peers, is_hub=True, agreement=AGREEMENT))
