"""What a person pays, how long it takes, and which papers the state does not ask for."""

from collections.abc import Callable
from datetime import time

import pytest

from tinhso.registers.catalogue.service import (
    PROCEDURES_FOLDER,
    JsonValue,
    KnownFact,
    ProcedureVersion,
    UnableToFindCase,
    case_for,
    fee_for,
    papers_for,
    read_procedure,
)

Shipped = Callable[[str], ProcedureVersion]


@pytest.mark.parametrize(
    ("channel", "kind", "people", "fee"),
    [
        ("online", "individual", None, 7_000),
        ("online", "household", None, 7_000),
        ("online", "list", 12, 60_000),
        ("counter", "individual", None, 15_000),
        ("counter", "list", 3, 30_000),
    ],
)
def test_temporary_residence_costs_by_channel_and_people(
    shipped: Shipped, channel: str, kind: str, people: int | None, fee: int
) -> None:
    answers = {"registration_kind": kind, **({"number_of_people": people} if people else {})}
    case = case_for(shipped("1.004194"), channel=channel, answers=answers)
    assert fee_for(case, answers=answers) == fee
    assert case.duration.text == "3 ngày làm việc"
    assert not case.fee.vintage.verified
    assert case.fee.vintage.as_of == "2026-07"


def test_a_channel_that_is_not_offered_is_refused(shipped: Shipped) -> None:
    with pytest.raises(UnableToFindCase):
        case_for(shipped("1.004194"), channel="post", answers={})


def test_birth_is_registered_on_the_same_day_with_an_unverified_cut_off(shipped: Shipped) -> None:
    case = case_for(shipped("1.001193"), channel="counter", answers={})
    assert case.duration.text == "trong ngày"
    assert case.cut_off == time(15, 0)
    assert not case.vintage.verified
    assert fee_for(case, answers={}) == 0


def test_the_online_fee_of_a_licence_falls_with_the_next_version(shipped: Shipped) -> None:
    later = read_procedure(PROCEDURES_FOLDER / "3.000347" / "2023-12-01.yaml")
    fees = [
        fee_for(case_for(version, channel=channel, answers={}), answers={})
        for version in (shipped("3.000347"), later)
        for channel in ("online", "counter")
    ]
    assert fees == [135_000, 135_000, 115_000, 135_000]


def test_papers_the_state_knows_are_shown_as_not_needed(shipped: Shipped) -> None:
    answers = {"licence_class": "B2"}
    version = shipped("3.000347")
    assert [(need.paper.key, need.status) for need in papers_for(version, answers, set())] == [
        ("request_form", "from_form"),
        ("health_certificate", "needed"),
        ("licence_copy", "needed"),
    ]
    facts = [KnownFact(fact=fact) for fact in ("health.examination", "transport.licence")]
    known = papers_for(version, answers, facts)
    assert [need.status for need in known] == ["from_form", "waived", "waived"]
    assert all(need.reason.startswith("Không cần nộp") for need in known)


def test_a_fact_about_somebody_spares_only_where_the_form_names_them() -> None:
    version = read_procedure(PROCEDURES_FOLDER / "1.001193" / "2023-07-01.yaml")
    answers: dict[str, JsonValue] = {
        "parents_married": "yes",
        "relation": "mother",
        "father": {"full_name": "Trần Văn Bình", "personal_id": "074085004321"},
    }

    def status(fact: KnownFact, **changed: JsonValue) -> str:
        needs = papers_for(version, answers | changed, [fact])
        return next(need.status for need in needs if need.paper.key == "marriage_certificate")

    married = KnownFact(fact="population.marriage", about="074085004321")
    assert status(married) == "waived"
    assert status(married, relation="grandparent") == "needed"
    assert status(married, father=None) == "needed"
    assert status(KnownFact(fact="population.marriage", about="074085009999")) == "needed"
    assert status(KnownFact(fact="population.marriage")) == "needed"
    assert status(KnownFact(fact="population.birth_registration", about="074085004321")) == "needed"
    assert "074085004321" not in repr(married)


def test_a_fact_about_somebody_spares_nothing_where_no_person_is_named(shipped: Shipped) -> None:
    married = KnownFact(fact="population.marriage", about="074085004321")
    needs = papers_for(shipped("1.001193"), {"parents_married": "yes"}, [married])
    assert "waived" not in {need.status for need in needs}


def test_a_paper_of_another_case_is_not_mentioned(shipped: Shipped) -> None:
    papers = papers_for(shipped("3.000347"), {"licence_class": "A1"}, set())
    assert "health_certificate" not in {need.paper.key for need in papers}


def test_a_guardian_who_agrees_in_the_form_needs_no_paper(shipped: Shipped) -> None:
    for agrees, asked in ((True, False), (False, True)):
        answers = {"has_minor": True, "guardian_consents_here": agrees, "dwelling_kind": "joining"}
        keys = {need.paper.key for need in papers_for(shipped("1.004194"), answers, set())}
        assert ("guardian_consent" in keys) is asked
