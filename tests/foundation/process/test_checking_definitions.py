"""Planted faults: each one is found, by its name, and a sound process has none."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.foundation.process.permits import (
    GUARDS,
    PERMIT,
    ROLES,
    STATUS_MOVES,
    STATUSES,
    THIRTY_DAYS,
)
from tinhso.foundation.process.rules import checking
from tinhso.foundation.process.service import (
    CITIZEN,
    ActionDefinition,
    ClockPhase,
    Problem,
    ProcessDefinition,
    StateDefinition,
    TaskDefinition,
    check_process,
)

Planting = Callable[[ProcessDefinition], ProcessDefinition]


def check(definition: ProcessDefinition) -> list[Problem]:
    return check_process(
        definition,
        allowed_statuses=STATUSES,
        allowed_status_moves=STATUS_MOVES,
        roles=ROLES,
        guards=GUARDS,
    )


def with_state(key: str, **changes: object) -> Planting:
    def plant(definition: ProcessDefinition) -> ProcessDefinition:
        states = tuple(replace(one, **changes) if one.key == key else one for one in definition.states)
        return replace(definition, states=states)

    return plant


def with_action(key: str, **changes: object) -> Planting:
    def plant(definition: ProcessDefinition) -> ProcessDefinition:
        actions = tuple(replace(one, **changes) if one.key == key else one for one in definition.actions)
        return replace(definition, actions=actions)

    return plant


def without_action(key: str) -> Planting:
    return lambda one: replace(one, actions=tuple(action for action in one.actions if action.key != key))


def plus_state(state: StateDefinition, *actions: ActionDefinition) -> Planting:
    return lambda one: replace(one, states=(*one.states, state), actions=(*one.actions, *actions))


def plus_action(action: ActionDefinition) -> Planting:
    return lambda one: replace(one, actions=(*one.actions, action))


def waiting(key: str, **changes: object) -> StateDefinition:
    state = StateDefinition(key=key, name="Thử", status=4, clock=ClockPhase.NOT_STARTED, public_text="Thử.")
    return replace(state, **changes)


def action(key: str, from_state: str, to: str | None, **changes: object) -> ActionDefinition:
    made = ActionDefinition(key=key, name="Thử", from_states=(from_state,), to=to, who="specialist")
    return replace(made, **changes)


def ring(one: ProcessDefinition) -> ProcessDefinition:
    """Two running states that lead only to each other."""
    task = TaskDefinition(key="turn", name="Xoay", role="specialist")
    running = {"clock": ClockPhase.RUNNING, "tasks": (task,)}
    first, second = waiting("round", **running), waiting("about", **running)
    return replace(
        one,
        states=(*one.states, first, second),
        actions=(
            *one.actions,
            action("into_ring", "processing", "round"),
            action("turn_one", "round", "about", completes="turn"),
            action("turn_two", "about", "round", completes="turn"),
        ),
    )


UNKNOWN_TASK = TaskDefinition(key="x", name="X", role="astrologer")
LONELY_TASK = TaskDefinition(key="lonely", name="Không ai làm", role="specialist", hours=Decimal(1))
APPROVING = PERMIT.state("approving").tasks
PROCESSING = PERMIT.state("processing").tasks


def trap(one: ProcessDefinition) -> ProcessDefinition:
    """A state that can only be repeated."""
    fall, stay = action("fall", "new", "trap"), action("stay", "trap", "trap")
    return plus_state(waiting("trap"), fall, stay)(one)


def nobody_works(one: ProcessDefinition) -> ProcessDefinition:
    """The clock runs while nobody has a task."""
    return with_state("received", tasks=())(with_action("hand_over", completes=None)(one))


def citizen_waits_for_ever(one: ProcessDefinition) -> ProcessDefinition:
    """Only the citizen can go on, and may never do so."""
    ask = action("to_ask", "processing", "ask", who="leader")
    answer = action("answer", "ask", "stopped", who=CITIZEN)
    return plus_state(waiting("ask"), ask, answer)(one)


FAULTS: list[tuple[str, str, Planting]] = [
    ("unknown_role", "task x", with_state("received", tasks=(UNKNOWN_TASK,))),
    ("unknown_role", "action receive", with_action("receive", who="astrologer")),
    ("unknown_guard", "action receive", with_action("receive", guards=("stars_favourable",))),
    ("unknown_state", "action receive", with_action("receive", to="nowhere")),
    ("unknown_state", "action receive", with_action("receive", from_states=("nowhere",))),
    ("unknown_state", "state processing", with_state("processing", on_all_done="nowhere")),
    ("unknown_state", "process", lambda one: replace(one, initial="nowhere")),
    ("unknown_task", "action hand_over", with_action("hand_over", completes="dance")),
    ("unknown_status", "state done", with_state("done", status=11)),
    ("action_from_nowhere", "action receive", with_action("receive", from_states=())),
    ("double_key", "state new", lambda one: replace(one, states=(*one.states, one.states[0]))),
    ("double_key", "action receive", lambda one: replace(one, actions=(*one.actions, one.actions[0]))),
    ("double_key", "state processing, task examine", with_state("processing", tasks=PROCESSING * 2)),
    ("unreachable_state", "state island", plus_state(waiting("island"), action("off", "island", "done"))),
    ("dead_end", "state approving", lambda one: without_action("approve")(without_action("send_back")(one))),
    ("dead_end", "state trap", trap),
    ("loop_without_way_out", "state round", ring),
    ("loop_without_way_out", "state about", ring),
    ("no_deadline_owner", "state received", nobody_works),
    ("stop_without_reason", "state supplement", with_state("supplement", stop_reason="")),
    ("wait_without_timer", "state supplement", with_state("supplement", timer=None, timer_action=None)),
    ("wait_without_timer", "state ask", citizen_waits_for_ever),
    ("timer_incomplete", "state supplement", with_state("supplement", timer_action=None)),
    ("timer_incomplete", "state new", with_state("new", timer=THIRTY_DAYS)),
    ("timer_action_unknown", "state supplement", with_state("supplement", timer_action="supplement")),
    ("timer_action_unknown", "state supplement", with_state("supplement", timer_action="sing")),
    ("clock_goes_back", "state done", plus_action(action("reopen", "done", "processing"))),
    ("clock_goes_back", "state processing", plus_action(action("undo", "processing", "new"))),
    ("join_without_tasks", "state new", with_state("new", on_all_done="received")),
    ("join_missing", "state processing", with_state("processing", on_all_done=None)),
    ("task_never_completed", "task lonely", with_state("approving", tasks=(*APPROVING, LONELY_TASK))),
    ("status_move_not_allowed", "action approve", with_action("approve", to="returned")),
    ("status_move_not_allowed", "state new", with_state("new", status=5)),
    ("status_move_not_allowed", "state processing", with_state("approving", status=10)),
    ("public_text_missing", "state done", with_state("done", public_text=" ")),
]  # fmt: skip


def test_a_sound_process_has_no_problem():
    assert check(PERMIT) == []


@pytest.mark.parametrize(
    ("code", "place", "plant"), FAULTS, ids=[f"{code} at {place}" for code, place, _ in FAULTS]
)
def test_a_planted_fault_is_found_by_name(code, place, plant):
    found = {(problem.code, problem.place) for problem in check(plant(PERMIT))}
    assert (code, place) in found


def test_every_kind_of_problem_is_planted_at_least_once():
    known = set(re.findall(r'code="([a-z_]+)"', inspect.getsource(checking)))
    assert known == {code for code, _, _ in FAULTS}


def test_problems_are_told_in_vietnamese_with_their_place():
    (problem,) = check(with_state("done", public_text="")(PERMIT))
    assert problem.message == "Bước “Đã xong” chưa có lời giải thích cho người dân."


def test_a_wait_owned_by_an_officer_with_hours_needs_no_timer():
    owner = TaskDefinition(key="chase", name="Đôn đốc", role="specialist", hours=Decimal(8))
    owned = with_state("supplement", timer=None, timer_action=None, tasks=(owner,))(PERMIT)
    owned = plus_action(action("chase", "supplement", "processing", completes="chase"))(owned)
    codes = {problem.code for problem in check(without_action("give_up")(owned))}
    assert codes == {"unreachable_state"}  # only "stopped", to which nothing leads any more
