"""A million simulated steps break nothing, every planted defect is caught, and a failure replays exactly."""

import subprocess
import sys
from json import loads

import pytest

from tools.simulation.plan import Plan
from tools.simulation.planted import CORES, PLANTED
from tools.simulation.running import plans, run, shortened, sought
from tools.simulation.world import World

STEPS = 1_000_000
PARTS = 4
BOUND = 400_000


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_a_million_steps_break_nothing(part: int) -> None:
    steps = 0
    coming = plans(part * 10_000)
    while steps < STEPS // PARTS:
        taken, failure = run(next(coming))
        steps += taken
        assert failure is None, f"\n{shortened(failure)}"


@pytest.mark.slow
@pytest.mark.parametrize("core", PLANTED)
def test_a_planted_defect_is_caught(core: str) -> None:
    steps, failure = sought(core, first_seed=0, most=BOUND)

    assert failure is not None, f"{core} was not caught in {steps} steps"


def test_a_failure_replays_exactly_from_its_seed() -> None:
    _, first = sought("StatusNotChecked", first_seed=0, most=BOUND)
    assert first is not None
    steps, again = run(first.plan)

    assert again is not None
    assert (str(again), again.violation.step) == (str(first), first.violation.step)
    assert run(first.plan)[0] == steps


def test_a_failure_is_made_short_and_still_fails_alike() -> None:
    _, failure = sought("StatusNotChecked", first_seed=0, most=BOUND)
    assert failure is not None
    short = shortened(failure)

    assert short.violation.invariant == failure.violation.invariant
    assert short.violation.step <= failure.violation.step
    assert len(short.plan.faults) < len(failure.plan.faults)
    assert run(short.plan)[1] is not None


def test_runs_meet_every_fault_and_every_answer_to_it() -> None:
    counted: dict[str, int] = {}
    for plan, _ in zip(plans(0), range(20), strict=False):
        world = World(plan, CORES["sound"])
        world.run()
        for what, times in world.counted.items():
            counted[what] = counted.get(what, 0) + times

    assert {
        "crash",
        "lie",
        "damage",
        "forgery",
        "handover",
        "Announce",
        "Refuse",
        "SetApart",
        "Mended",
    } <= counted.keys()


def test_the_command_ends_with_its_figures() -> None:
    command = [sys.executable, "-m", "bench.simulate", "--steps", "1", "--seed", "7"]
    plan = Plan(seed=7, steps=250)
    shown = subprocess.run([*command, "--run", "250"], capture_output=True, text=True, check=True)
    assert f"{run(plan)[0]:,} steps without a violation" in shown.stdout

    run_ = subprocess.run(
        [*command, "--only", "StatusNotChecked"], capture_output=True, text=True, check=True
    )
    figures = loads(run_.stdout.splitlines()[-1])["simulate"]
    assert figures.keys() >= {"steps", "seeds", "violations", "planted", "caught"}
    assert (figures["violations"], figures["planted"], figures["caught"]) == (0, 1, 1)
