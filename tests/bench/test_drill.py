"""A small drill on the real processes: faults under load leave nothing lost, doubled or different.

The whole set of faults and planted defects runs by ``make drill``.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tools.drill.plan import ALL_FAULTS, Fault, Kind, chosen, drawn
from tools.drill.planted import PLANTED
from tools.drill.running import run
from tools.drill.stage import Stage, prepared_stage


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with prepared_stage(people=30) as prepared:
        yield prepared


def test_nothing_acknowledged_is_lost_doubled_or_different(stage: Stage) -> None:
    faults = [
        Fault(kind=Kind.LOST_ANSWERS, target="web", seconds=1.0),
        Fault(kind=Kind.KILL, target="national_portal", seconds=0.5),
        Fault(kind=Kind.DISK_FULL, target="web", seconds=1.0),
        Fault(kind=Kind.KILL, target="web", seconds=0.3),
        Fault(kind=Kind.CUT, target="essential_portal", seconds=1.5),
    ]
    where = ("house", "national_portal", "house", "essential_portal")

    outcome = run(stage, chosen(seed=1, acked=20, where=where, faults=faults))

    assert outcome.violations == (), outcome.violations
    assert (outcome.acked, outcome.faults) == (20, 5)
    assert outcome.steps > 0


def test_a_house_without_idempotency_keys_is_caught(stage: Stage) -> None:
    plant = PLANTED["no_idempotency_key"]
    plan = chosen(
        seed=1,
        acked=plant.acked,
        where=plant.where,
        faults=plant.faults,
        first_wait_s=plant.first_wait_s,
        bound_s=0,
    )

    outcome = run(stage, replace(plan, processes=()), plant)

    assert outcome.catches(plant), outcome


def test_a_plan_is_the_same_for_the_same_seed_and_meets_every_fault() -> None:
    plan = drawn(seed=7, acked=60, faults=len(ALL_FAULTS))

    assert plan == drawn(seed=7, acked=60, faults=len(ALL_FAULTS))
    assert {(fault.kind, fault.target) for fault in plan.faults} == set(ALL_FAULTS)
    assert len(plan.filings) == 60
