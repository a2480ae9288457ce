"""Many runs from one seed, one failure made short, planted defects sought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tools.simulation.plan import Fault, Plan, Violation
from tools.simulation.planted import CORES
from tools.simulation.world import World

STEPS_OF_A_RUN = 2_000


@dataclass(frozen=True, slots=True)
class Failure:
    """A plan that ends in a violation."""

    plan: Plan
    violation: Violation

    def __str__(self) -> str:
        return f"{self.violation} (step {self.violation.step})\n  {self.plan.command()}"


def run(plan: Plan) -> tuple[int, Failure | None]:
    """One run: how many steps it took, and where it failed."""
    world = World(plan, CORES[plan.core])
    try:
        world.run()
    except Violation as violation:
        return world.steps, Failure(plan, violation)
    return world.steps, None


def plans(first_seed: int, *, core: str = "sound", steps: int = STEPS_OF_A_RUN) -> Iterator[Plan]:
    """Runs without end, each from the next seed; every eighth is long, every eighth short."""
    seed = first_seed
    while True:
        length = {0: steps * 4, 1: steps // 8}.get(seed % 8, steps)
        yield Plan(seed=seed, steps=length, core=core)
        seed += 1


def shortened(failure: Failure) -> Failure:
    """The same violation by fewer faults, dossiers and steps, as far as leaving out by halves leads."""
    best = failure
    for fault in Fault:
        best = _if_it_still_fails(best, replace(best.plan, faults=best.plan.faults - {fault}))
    for dossiers in (1, 2, 3):
        if dossiers < best.plan.dossiers:
            best = _if_it_still_fails(best, replace(best.plan, dossiers=dossiers))
    low, high = 0, min(best.plan.steps, best.violation.step)
    while high - low > 1:
        middle = (low + high) // 2
        shorter = _if_it_still_fails(best, replace(best.plan, steps=middle))
        low, high = (low, middle) if shorter is not best else (middle, high)
        best = shorter
    return best


def _if_it_still_fails(known: Failure, plan: Plan) -> Failure:
    _, failure = run(plan)
    return failure if failure and failure.violation.invariant == known.violation.invariant else known


def sought(core: str, *, first_seed: int, most: int) -> tuple[int, Failure | None]:
    """Runs a planted core until it is caught, or ``most`` steps have gone by."""
    steps = 0
    for plan in plans(first_seed, core=core):
        taken, failure = run(plan)
        steps += taken
        if failure or steps >= most:
            return steps, failure
    raise AssertionError("plans never end")
