"""What the law gives for the essential services of the police: times, fees and papers by case."""

from collections.abc import Callable
from typing import Any

import pytest

from tinhso.foundation.process.service import TimeUnit
from tinhso.registers.catalogue.service import ProcedureVersion, case_for, fee_for, papers_for

Shipped = Callable[[str], ProcedureVersion]


@pytest.mark.parametrize(("obligation", "days"), [("none", 1), ("military", 2), ("measure", 2)])
def test_absence_has_two_time_limits_in_the_one_channel(shipped: Shipped, obligation: str, days: int) -> None:
    version = shipped("1.003677")
    assert version.channels == ("online",)
    case = case_for(version, channel="online", answers={"obligation": obligation})
    assert (case.duration.amount, case.duration.unit) == (days, TimeUnit.WORKING_DAY)
    assert "chưa xác minh" in case.vintage.note


def test_a_notice_of_stay_is_decided_within_the_hour_and_costs_nothing(shipped: Shipped) -> None:
    version = shipped("2.001159")
    for channel in ("online", "counter"):
        case = case_for(version, channel=channel, answers={})
        assert (case.duration.amount, case.duration.unit) == (1, TimeUnit.WORKING_HOUR)
        assert fee_for(case, answers={}) == 0


@pytest.mark.parametrize(
    ("channel", "fee_group", "fee"),
    [("online", "none", 10_000), ("counter", "none", 20_000), ("online", "age", 0), ("counter", "merit", 0)],
)
def test_permanent_residence_costs_less_online_and_nothing_to_the_exempt(
    shipped: Shipped, channel: str, fee_group: str, fee: int
) -> None:
    answers = {"fee_group": fee_group}
    case = case_for(shipped("1.004222"), channel=channel, answers=answers)
    assert fee_for(case, answers=answers) == fee


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ({"ground": "own", "household_place": "new"}, {"housing_proof"}),
        ({"ground": "rented", "household_place": "new", "consents_here": True}, {"lease"}),
        ({"ground": "rented", "household_place": "new", "consents_here": False}, {"lease", "consent"}),
        ({"ground": "family", "household_place": "joining", "consents_here": True}, {"kinship_proof"}),
        ({"ground": "care"}, {"care_proof"}),
    ],
)
def test_papers_of_permanent_residence_follow_the_dwelling(
    shipped: Shipped, answers: dict[str, Any], keys: set[str]
) -> None:
    needs = papers_for(shipped("1.004222"), answers)
    assert {need.paper.key for need in needs if need.status == "needed"} == keys


def test_a_dwelling_in_the_land_database_needs_no_proof(shipped: Shipped) -> None:
    needs = papers_for(shipped("1.004222"), {"ground": "own"}, known={"land.housing"})
    assert [need.status for need in needs] == ["from_form", "waived"]


def test_without_the_old_card_its_number_is_looked_up(shipped: Shipped) -> None:
    version = shipped("1.012566")
    assert [need.status for need in papers_for(version, {"has_old_card": "no"})] == ["from_form"]
    assert [need.status for need in papers_for(version, {"has_old_card": "yes"})] == ["from_form", "needed"]
