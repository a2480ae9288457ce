"""What makes one run: a seed, its length, and the faults that may occur. The same plan gives the same run."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What goes wrong."""

    LOSS = "loss"
    DUPLICATION = "duplication"
    REORDERING = "reordering"
    PARTITION = "partition"
    CRASH = "crash"
    SKEW = "skew"
    LIE = "lie"
    PARTIAL = "partial"
    DAMAGE = "damage"
    FORGERY = "forgery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One run: ``steps`` with faults, then healed until nothing moves; ``core`` may name a planted defect."""

    seed: int
    steps: int
    dossiers: int = 6
    faults: frozenset[Fault] = frozenset(Fault)
    core: str = "sound"

    def command(self) -> str:
        """How to see it again."""
        faults = ",".join(sorted(self.faults)) or "none"
        return (
            f"python -m bench.simulate --seed {self.seed} --run {self.steps}"
            f" --dossiers {self.dossiers} --faults {faults} --core {self.core}"
        )


class Violation(Exception):
    """Something that may never be, has been; ``step`` says when."""

    def __init__(self, invariant: str, detail: str) -> None:
        super().__init__(invariant, detail)
        self.invariant, self.detail = invariant, detail
        self.step = 0

    def __str__(self) -> str:
        return f"{self.invariant}: {self.detail}"
