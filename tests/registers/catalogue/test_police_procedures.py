"""What the law gives for the essential services of the police: times, fees and papers by case."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from tinhso.foundation.process.service import TimeUnit
from tinhso.registers.catalogue.service import (
    KnownFact,
    ProcedureVersion,
    case_for,
    fee_for,
    get_procedure,
    papers_for,
    publish_folder,
)

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
    needs = papers_for(shipped("1.004222"), {"ground": "own"}, known=[KnownFact(fact="land.housing")])
    assert [need.status for need in needs] == ["from_form", "waived"]


def test_without_the_old_card_its_number_is_looked_up(shipped: Shipped) -> None:
    version = shipped("1.012566")
    assert [need.status for need in papers_for(version, {"has_old_card": "no"})] == ["from_form"]
    assert [need.status for need in papers_for(version, {"has_old_card": "yes"})] == ["from_form", "needed"]


@pytest.mark.parametrize(
    ("day", "channel", "kind", "fee"),
    [
        ("2023-06-30", "online", "first", 200_000),
        ("2023-07-17", "online", "first", 160_000),
        ("2023-07-17", "online", "lost", 320_000),
        ("2023-07-17", "post", "damaged", 320_000),
        ("2023-07-17", "counter", "renewal", 200_000),
        ("2023-07-17", "counter", "lost", 400_000),
        ("2023-12-31", "online", "first", 160_000),
        ("2024-01-01", "online", "first", 200_000),
    ],
)
@pytest.mark.django_db
def test_a_passport_costs_less_online_until_the_end_of_2023(
    legal_moment: datetime, day: str, channel: str, kind: str, fee: int
) -> None:
    publish_folder(now=legal_moment)
    answers = {"request_kind": kind}
    case = case_for(get_procedure("1.001456", on=date.fromisoformat(day)), channel=channel, answers=answers)
    assert fee_for(case, answers=answers) == fee
    assert (case.duration.amount, case.duration.unit) == (8, TimeUnit.WORKING_DAY)


@pytest.mark.parametrize(
    ("code", "answers", "fee"),
    [
        ("2.001195", {"reason": "wish"}, 50_000),
        ("2.001195", {"reason": "age"}, 0),
        ("2.001195", {"reason": "error", "error_cause": "agency"}, 0),
        ("2.001195", {"reason": "error", "error_cause": "own"}, 50_000),
        ("2.001194", {"reason": "lost"}, 70_000),
    ],
)
def test_an_identity_card_is_free_where_its_holder_had_no_choice(
    shipped: Shipped, code: str, answers: dict[str, Any], fee: int
) -> None:
    for channel in ("online", "counter"):
        assert fee_for(case_for(shipped(code), channel=channel, answers=answers), answers=answers) == fee


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ({"passport_for": "self", "request_kind": "first"}, {"photo"}),
        ({"passport_for": "self", "request_kind": "renewal"}, {"photo", "old_passport"}),
        ({"passport_for": "self", "request_kind": "lost", "loss_told": "here"}, {"photo"}),
        (
            {"passport_for": "child", "request_kind": "lost", "loss_told": "reported"},
            {"photo", "loss_report", "representative_papers"},
        ),
    ],
)
def test_papers_of_a_passport_follow_what_is_asked_for(
    shipped: Shipped, answers: dict[str, Any], keys: set[str]
) -> None:
    needs = papers_for(shipped("1.001456"), answers)
    assert {need.paper.key for need in needs if need.status == "needed"} == keys
