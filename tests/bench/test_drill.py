"""A small drill on the real processes: faults under load leave nothing lost, doubled or different.

The whole set of faults, and each planted defect, runs by ``make drill``: a defect shows only where its fault
meets the worst moment, which takes more patience than a test has.
"""

from collections.abc import Iterator

import pytest

from tools.drill.plan import ALL_FAULTS, Fault, Kind, chosen, drawn
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
        Fault(kind=Kind.KILL, target="gateway", seconds=0.5),
        Fault(kind=Kind.CUT, target="essential_portal", seconds=1.5),
    ]
    where = ("house", "national_portal", "licence", "essential_portal", "house")

    outcome = run(stage, chosen(seed=1, acked=20, where=where, faults=faults))

    assert outcome.violations == (), outcome.violations
    assert (outcome.acked, outcome.faults) == (20, 6)
    assert min(outcome.steps, outcome.look_ups, outcome.payments, outcome.sign_ins) > 0


def test_a_plan_is_the_same_for_the_same_seed_and_meets_every_fault() -> None:
    plan = drawn(seed=7, acked=60, faults=len(ALL_FAULTS), bound_s=1)

    assert plan == drawn(seed=7, acked=60, faults=len(ALL_FAULTS), bound_s=1)
    assert {(fault.kind, fault.target) for fault in plan.faults} == set(ALL_FAULTS)
    assert len(plan.filings) == 60
