"""Seals (services 9 and 10): who must hand in what, and what they cost, through whoever represents them."""

from collections.abc import Callable
from typing import Any

import pytest

from tinhso.foundation.process.service import TimeUnit
from tinhso.registers.catalogue.service import KnownFact, ProcedureVersion, case_for, fee_for, papers_for

Shipped = Callable[[str], ProcedureVersion]
NEW_SEAL, FURTHER_SEAL = "2.001428", "0.000010"
HEAD: dict[str, Any] = {"representative_role": "legal", "seal_emblem": "plain"}


@pytest.mark.parametrize(("code", "when"), [(NEW_SEAL, "unstated"), (FURTHER_SEAL, "none")])
def test_a_seal_takes_pc06_three_working_days_and_no_fee_in_every_channel(
    shipped: Shipped, code: str, when: str
) -> None:
    """No source names a fee for a new seal: none is taken, and the page does not promise that it is free."""
    version = shipped(code)
    assert version.agency.lead == "police_residence_office"
    assert set(version.channels) == {"online", "post", "counter"}
    for channel in version.channels:
        case = case_for(version, channel=channel, answers={})
        assert (case.duration.amount, case.duration.unit) == (3, TimeUnit.WORKING_DAY)
        assert (fee_for(case, answers={}), case.fee.when) == (0, when)


def test_a_seal_without_a_national_code_is_never_sent_under_one(shipped: Shipped) -> None:
    assert shipped(NEW_SEAL).has_national_code
    assert not shipped(FURTHER_SEAL).has_national_code


@pytest.mark.parametrize(
    ("answers", "papers"),
    [
        ({"organisation_kind": "state"}, {"founding_decision"}),
        ({"organisation_kind": "service", "needs_licence": "no"}, {"founding_decision"}),
        (
            {"organisation_kind": "service", "needs_licence": "yes"},
            {"founding_decision", "operating_licence"},
        ),
        ({"organisation_kind": "association"}, {"founding_decision", "charter"}),
        ({"organisation_kind": "economic"}, {"operating_licence"}),
        ({"organisation_kind": "foreign"}, {"operating_licence"}),
        ({"organisation_kind": "state", "seal_emblem": "symbol"}, {"founding_decision", "emblem_decision"}),
        (
            {"organisation_kind": "state", "representative_role": "sent"},
            {"founding_decision", "introduction"},
        ),
    ],
)
def test_papers_of_a_new_seal_follow_the_organisation_and_who_comes(
    shipped: Shipped, answers: dict[str, Any], papers: set[str]
) -> None:
    needs = papers_for(shipped(NEW_SEAL), {**HEAD, **answers})
    assert {need.paper.key for need in needs if need.status == "needed"} == papers


def test_a_registered_company_hands_in_no_licence(shipped: Shipped) -> None:
    registered = KnownFact(fact="business.registration")
    needs = papers_for(shipped(NEW_SEAL), {**HEAD, "organisation_kind": "economic"}, known=[registered])
    assert [need.status for need in needs] == ["from_form", "waived"]


def test_a_further_seal_needs_proof_of_what_it_is_for_and_not_the_seal_in_use(shipped: Shipped) -> None:
    version = shipped(FURTHER_SEAL)
    needs = papers_for(version, HEAD)
    assert [need.paper.key for need in needs if need.status == "needed"] == ["function_document"]
    known_to_the_police = next(field for field in version.fields if field.key == "certificate_number")
    assert not known_to_the_police.required
