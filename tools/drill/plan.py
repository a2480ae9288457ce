"""What makes one drill: how much is filed, which faults hit whom, in which order; drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

SYSTEMS = (
    "national_portal",
    "essential_portal",
    "old_one_stop",
    "population",
    "messages",
    "gateway",
    "vneid",
    "payment",
)
"""The systems outside that the drill's people meet; each is a process behind a line of its own."""

PORTALS = ("national_portal", "essential_portal")


class Kind(StrEnum):
    """What goes wrong."""

    KILL = "kill"
    CUT = "cut"
    SLOW = "slow"
    LOST_ANSWERS = "lost answers"
    DISK_FULL = "disk full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: whom it hits, and how many seconds it lasts (of a kill: until it is started again)."""

    kind: Kind
    target: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.kind} {self.target} {self.seconds:.1f} s"


ALL_FAULTS = (
    *((Kind.KILL, target) for target in ("web", "worker", "postgres", *SYSTEMS)),
    *((Kind.CUT, target) for target in ("web", *SYSTEMS)),
    *((Kind.SLOW, target) for target in ("web", *SYSTEMS)),
    *((Kind.LOST_ANSWERS, target) for target in ("web", *SYSTEMS)),
    *((Kind.DISK_FULL, target) for target in ("web", "worker")),
)
WHERE = ("house", "house", "house", "licence", "national_portal", "essential_portal", "old_one_stop")
"""Where dossiers are filed, by their shares; a licence is filed at the house as well, and its fee is paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """The moment in which a count grows: ``query`` in the store of the house, or of a system outside."""

    store: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One drill. ``bound_s`` is the time in which every queue must be empty after the last fault."""

    seed: int
    filings: Sequence[str]
    faults: Sequence[Fault]
    bound_s: float
    processes: Sequence[tuple[str, ...]] = tuple((system,) for system in SYSTEMS)
    """Which systems outside are one process, behind one line."""
    first_wait_s: tuple[float, float] = (0.05, 0.6)
    """Between these a fault comes after a group of citizens has begun."""
    when: Growth | None = None
    """What a fault waits for instead."""


def drawn(*, seed: int, acked: int, faults: int, bound_s: float) -> Plan:
    """A plan of so many dossiers and faults; every fault comes before one comes again."""
    chance = random.Random(seed)  # noqa: S311 - a plan, not a secret
    hits: list[tuple[Kind, str]] = []
    while len(hits) < faults:
        hits += chance.sample(ALL_FAULTS, len(ALL_FAULTS))
    return Plan(
        seed=seed,
        filings=_filings(chance, acked),
        faults=[
            Fault(kind=kind, target=target, seconds=chance.uniform(0.3, 2.5))
            for kind, target in hits[:faults]
        ],
        bound_s=bound_s,
    )


FEW_PROCESSES = (
    *((portal,) for portal in PORTALS),
    tuple(system for system in SYSTEMS if system not in PORTALS),
)
"""For small drills: the two portals alone, everybody else together."""


def chosen(
    *,
    seed: int,
    acked: int,
    where: Sequence[str],
    faults: Sequence[Fault],
    first_wait_s: tuple[float, float] = (0.0, 0.1),
    when: Growth | None = None,
    bound_s: float = 150,
) -> Plan:
    """A small plan: these faults, in this order, and filings where they matter."""
    filings = [where[number % len(where)] for number in range(acked)]
    return Plan(
        seed=seed,
        filings=filings,
        faults=faults,
        bound_s=bound_s,
        processes=FEW_PROCESSES,
        first_wait_s=first_wait_s,
        when=when,
    )


def _filings(chance: random.Random, acked: int) -> list[str]:
    filings = [WHERE[number % len(WHERE)] for number in range(acked)]
    chance.shuffle(filings)
    return filings
