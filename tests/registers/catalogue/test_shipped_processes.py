"""The shipped processes walked from the first state to the last, as the dossiers room will walk them."""

from collections.abc import Callable

import pytest

from tinhso.foundation.process.service import Step, allowed_actions, take
from tinhso.registers.catalogue.service import (
    NATIONAL_STATUSES,
    PROCEDURES_FOLDER,
    STANDARD_ACTIONS,
    ProcedureVersion,
    action_for,
    case_for,
    fee_for,
    is_national_move,
    verb_of,
)

Shipped = Callable[[str], ProcedureVersion]
LINKED_SERVICES = ["2.000986", "0.000016"]
FEE_FIRST = ["3.000347", "3.000348", "3.000333", "1.001456"]
ALL = sorted({file.parent.name for file in PROCEDURES_FOLDER.glob("*/2023-0[56]-01.yaml")})


def walk(version: ProcedureVersion, *verbs: str) -> Step:
    """Take the verbs one after another; the step of the last one."""
    state = version.process.state(version.process.initial)
    tasks = [task.key for task in state.tasks]
    step: Step | None = None
    for verb in verbs:
        action = action_for(version.process, state=state.key, verb=verb)
        assert action is not None, f"{verb} cannot be taken in {state.key}"
        step = take(version.process, state=state.key, action=action.key, open_tasks=tasks)
        if step.is_move:
            state = version.process.state(step.next_state)
            tasks = [task.key for task in step.opened_tasks]
        else:
            tasks = [task for task in tasks if task not in step.completed_tasks]
    assert step is not None
    return step


@pytest.mark.parametrize("code", [code for code in ALL if code not in LINKED_SERVICES])
def test_a_dossier_goes_from_filing_to_its_result(shipped: Shipped, code: str) -> None:
    assert walk(shipped(code), "receive", "hand_over", "draft", "approve", "deliver").status == 10


def test_a_supplement_stops_the_clock_and_goes_on_where_it_was(shipped: Shipped) -> None:
    version = shipped("1.004194")
    asked = walk(version, "receive", "hand_over", "ask_supplement")
    assert (asked.status, asked.clock_change, asked.stop_reason) == (5, "stop", "waiting_for_citizen")
    assert asked.timer == version.supplement.answer_within
    answered = walk(version, "receive", "hand_over", "ask_supplement", "supplement_answered")
    assert (answered.next_state, answered.clock_change) == ("processing", "resume")


def test_a_supplement_before_receipt_starts_no_clock(shipped: Shipped) -> None:
    asked = walk(shipped("1.004194"), "ask_supplement")
    assert (asked.status, asked.clock_change) == (5, None)
    assert walk(shipped("1.004194"), "ask_supplement", "supplement_answered").next_state == "submitted"


def test_an_overdue_supplement_is_decided_by_a_person(shipped: Shipped) -> None:
    late = walk(shipped("1.001193"), "receive", "hand_over", "ask_supplement", "supplement_overdue")
    assert late.status == 5
    assert [task.role for task in late.opened_tasks] == ["reception_officer"]
    still = ("receive", "hand_over", "ask_supplement", "supplement_overdue", "supplement_answered")
    assert walk(shipped("1.001193"), *still).next_state == "processing"


@pytest.mark.parametrize("code", FEE_FIRST)
def test_a_dossier_with_a_fee_is_received_when_it_is_paid(shipped: Shipped, code: str) -> None:
    version = shipped(code)
    assert walk(version, "ask_fee").status == 6
    paid = walk(version, "ask_fee", "fee_paid")
    assert (paid.status, paid.clock_change, paid.action.who) == (2, "start", "system")
    assert "fee_paid" in version.process.action("receive").guards


def test_linked_birth_waits_for_both_agencies(shipped: Shipped) -> None:
    version = shipped("2.000986")
    start = ("receive", "hand_over", "draft", "approve")
    linked = walk(version, *start)
    assert {task.competence for task in linked.opened_tasks} == {"commune_police", "social_insurance"}
    assert {each.competence for each in version.agency.further} == {"commune_police", "social_insurance"}
    first = walk(version, *start, "complete_register_residence")
    assert not first.is_move
    both = walk(version, *start, "complete_register_residence", "complete_issue_health_card")
    assert both.status == 9
    other_way = walk(version, *start, "complete_issue_health_card", "complete_register_residence")
    assert other_way.next_state == both.next_state


def test_linked_death_waits_for_both_agencies(shipped: Shipped) -> None:
    version = shipped("0.000016")
    assert not version.has_national_code
    start = ("receive", "hand_over", "draft", "approve")
    one, other = "complete_remove_residence", "complete_settle_funeral_allowance"
    assert not walk(version, *start, one).is_move
    assert walk(version, *start, one, other).status == 9
    assert walk(version, *start, other, one).status == 9


def test_a_marriage_certificate_is_handed_over_with_a_word_on_who_came(shipped: Shipped) -> None:
    deliver = shipped("1.000894").process.action("deliver")
    assert deliver.needs_note


def test_time_differs_by_channel_and_a_reduced_group_pays_half(shipped: Shipped) -> None:
    hours = {case.channel: case.duration.amount for case in shipped("1.008503").cases}
    assert hours == {"online": 2, "post": 2, "counter": 3}
    certificate = shipped("3.000333")
    assert {case.duration.unit.value for case in certificate.cases} == {"calendar_day"}
    answers = ({"fee_group": "merit"}, {"fee_group": "none"})
    cases = [case_for(certificate, channel="online", answers=each) for each in answers]
    fees = [fee_for(case, answers=each) for case, each in zip(cases, answers, strict=True)]
    assert fees == [100_000, 200_000]


def test_an_agency_sees_only_its_own_parallel_task(shipped: Shipped) -> None:
    actions = allowed_actions(
        shipped("2.000986").process,
        state="linked",
        who="officer",
        roles={"specialist"},
        open_tasks={"issue_health_card"},
    )
    keys = {action.key for action in actions}
    assert "complete_issue_health_card" in keys
    assert "complete_register_residence" not in keys


def test_a_supplement_while_agencies_work_side_by_side_returns_to_both(shipped: Shipped) -> None:
    way = ("receive", "hand_over", "draft", "approve", "ask_supplement", "supplement_answered")
    assert len(walk(shipped("2.000986"), *way).opened_tasks) == 2


@pytest.mark.parametrize("code", ALL)
def test_a_citizen_may_withdraw_before_and_after_receipt(shipped: Shipped, code: str) -> None:
    version = shipped(code)
    assert walk(version, "ask_withdraw", "grant_withdraw", "deliver").status == 10
    assert walk(version, "receive", "ask_withdraw", "grant_withdraw").status == 8
    assert walk(version, "receive", "hand_over", "ask_withdraw", "refuse_withdraw").status == 4


@pytest.mark.parametrize("code", ALL)
def test_a_refused_dossier_is_handed_back(shipped: Shipped, code: str) -> None:
    assert walk(shipped(code), "refuse").status == 3
    assert walk(shipped(code), "refuse", "deliver").status == 10


@pytest.mark.parametrize("code", ALL)
def test_a_leader_returns_a_draft_or_stops(shipped: Shipped, code: str) -> None:
    way = ("receive", "hand_over", "draft")
    assert walk(shipped(code), *way, "return_draft").next_state == "processing"
    assert walk(shipped(code), *way, "stop").status == 8


@pytest.mark.parametrize("code", ALL)
def test_one_verb_means_at_most_one_action_in_a_state(shipped: Shipped, code: str) -> None:
    process = shipped(code).process
    for state in process.states:
        verbs = [verb_of(action.key) for action in process.actions_from(state.key)]
        named = [verb for verb in verbs if verb != "complete"]
        assert len(named) == len(set(named)), state.key
        assert set(named) <= set(STANDARD_ACTIONS)


@pytest.mark.parametrize(
    ("before", "after", "is_allowed"),
    [(0, 1, True), (1, 4, False), (4, 4, True), (5, 1, True), (6, 1, False), (7, 2, False), (10, 9, False)],
)
def test_moves_between_national_statuses(before: int, after: int, is_allowed: bool) -> None:
    assert is_national_move(before, after) is is_allowed


def test_there_are_ten_national_statuses() -> None:
    assert list(NATIONAL_STATUSES) == list(range(1, 11))
