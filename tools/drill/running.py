"""One drill from the first filing to the last look: load, faults, rest, invariants."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice

from tools.drill.actors import Actors
from tools.drill.invariants import count_in, violations, wait_until_empty
from tools.drill.plan import Growth, Plan
from tools.drill.planted import Plant
from tools.drill.scene import Scene, running_scene
from tools.drill.stage import Stage

_PATIENCE_S = 120.0
_LAST_STEPS_S = 3.0
_MOMENT_S = 30.0
_AHEAD = 2
"""So many groups of citizens may not be answered yet when the next fault comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a drill ended. ``recovered_s`` is how long the queues needed after the last fault."""

    acked: int
    steps: int
    faults: int
    recovered_s: float
    violations: tuple[str, ...]
    look_ups: int = 0
    payments: int = 0
    sign_ins: int = 0
    fallen: tuple[str, ...] = ()

    def catches(self, plant: Plant) -> bool:
        """Whether the violation that this defect must lead to was seen, and not only some delay."""
        return any(plant.shows in each for each in self.violations)


def run(
    stage: Stage, plan: Plan, plant: Plant | None = None, say: Callable[[str], None] = lambda text: None
) -> Outcome:
    """Play a plan on a fresh copy of everything; with a planted defect where one is named."""
    with running_scene(stage, plan.processes, plant) as scene:
        actors = Actors(scene, stage.crowd.citizens, stage.crowd.officers)
        _play(scene, actors, plan, say)
        complaints = _wait_for_filings(scene, actors, plan)
        time.sleep(_LAST_STEPS_S)
        actors.finish()
        queues: list[str] = []
        if plant and plant.is_final and (found := _sought(scene, actors, plant)):
            recovered_s = 0.0
        else:
            recovered_s, queues = wait_until_empty(scene, actors.acknowledged, bound_s=plan.bound_s)
            found = _sought(scene, actors, plant) or list(violations(scene, actors.acknowledged))
        return Outcome(
            acked=actors.acknowledged.count,
            steps=len(actors.acknowledged.steps),
            faults=len(plan.faults),
            recovered_s=recovered_s,
            violations=(*complaints, *actors.surprises, *queues, *found),
            look_ups=len(actors.acknowledged.look_ups),
            payments=len(actors.acknowledged.paid),
            sign_ins=len(actors.acknowledged.sessions),
            fallen=tuple(scene.fallen),
        )


def _sought(scene: Scene, actors: Actors, plant: Plant | None) -> list[str]:
    """The violation that a defect must lead to, without looking any further."""
    if plant is None:
        return []
    seen = violations(scene, actors.acknowledged)
    return [*islice((each for each in seen if plant.shows in each), 1)]


def _play(scene: Scene, actors: Actors, plan: Plan, say: Callable[[str], None]) -> None:
    """Citizens come in as many groups as there are faults; each fault hits while a group is at work."""
    chance = random.Random(plan.seed)  # noqa: S311 - a plan, not a secret
    groups, released = max(len(plan.faults), 1), 0
    for number in range(groups):
        share = plan.filings[number::groups]
        before = count_in(scene, plan.when) if plan.when else 0
        actors.release(list(share))
        if plan.faults:
            if when := plan.when:
                _wait_until(partial(_has_grown, scene, when, before))
            else:
                _wait_until(partial(_are_answered, actors, released - _AHEAD * len(share)))
                time.sleep(chance.uniform(*plan.first_wait_s))
            released += len(share)
            say(f"{number + 1}/{groups} {plan.faults[number]}; {actors.acknowledged.count} acknowledged")
            scene.strike(plan.faults[number])


def _has_grown(scene: Scene, when: Growth, before: int) -> bool:
    return count_in(scene, when) > before


def _are_answered(actors: Actors, count: int) -> bool:
    return actors.acknowledged.count >= count


def _wait_until(has_come: Callable[[], bool]) -> None:
    """For a moment or a while: what never comes is seen in the end."""
    deadline = time.monotonic() + _MOMENT_S
    while not has_come() and time.monotonic() < deadline:
        time.sleep(0.05)


def _wait_for_filings(scene: Scene, actors: Actors, plan: Plan) -> list[str]:
    """Whoever has not been answered yet tries on."""
    scene.wait_until_served()
    deadline = time.monotonic() + max(_PATIENCE_S, len(plan.filings) / 5)
    while actors.acknowledged.count < len(plan.filings):
        if time.monotonic() > deadline:
            return [f"{len(plan.filings) - actors.acknowledged.count} filings were never answered"]
        time.sleep(0.1)
    return []
