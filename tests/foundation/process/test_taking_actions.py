"""Which actions are offered, and what taking one does."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from tests.foundation.process.calendars import REAL, at
from tests.foundation.process.permits import APPROVE, CONFIRM, EXAMINE, PERMIT, THIRTY_DAYS
from tinhso.foundation.process.service import (
    CITIZEN,
    OFFICER,
    SYSTEM,
    ClockMove,
    ClockPhase,
    Duration,
    TimeUnit,
    UnableToReadDuration,
    UnableToTakeAction,
    allowed_actions,
    mermaid,
    take,
    tasks_on_entering,
)

LEAD_AGENCY, POLICE = UUID(int=1), UUID(int=2)


def keys(**asked) -> list[str]:
    return [action.key for action in allowed_actions(PERMIT, **asked)]


def test_an_officer_is_offered_what_their_role_and_open_tasks_allow():
    asked = {"state": "processing", "who": OFFICER, "roles": {"specialist"}}
    assert keys(**asked, open_tasks={"examine"}) == ["examine", "ask_supplement"]
    assert keys(**asked, open_tasks={"confirm"}) == ["confirm", "ask_supplement"]
    assert keys(**asked) == ["ask_supplement"]
    assert keys(state="processing", who=OFFICER, roles={"leader"}, open_tasks={"examine"}) == []


def test_citizen_and_system_are_offered_their_own_actions_only():
    assert keys(state="supplement", who=CITIZEN) == ["supplement"]
    assert keys(state="supplement", who=SYSTEM) == ["give_up"]
    assert keys(state="new", who=CITIZEN) == []
    assert keys(state="supplement", who=CITIZEN, roles={"specialist", "system"}) == ["supplement"]


def test_receiving_starts_the_clock_and_opens_the_first_task():
    step = take(PERMIT, state="new", action="receive")
    assert (step.next_state, step.status_before, step.status) == ("received", 1, 2)
    assert step.clock_change is ClockMove.START
    assert [task.key for task in step.opened_tasks] == ["hand_over"]


def test_a_refused_dossier_whose_clock_never_started_has_no_clock_to_end():
    step = take(PERMIT, state="new", action="reject")
    assert (step.next_state, step.clock_change) == ("rejected", None)


def test_parallel_tasks_join_only_when_the_last_one_is_done():
    first = take(PERMIT, state="processing", action="examine", open_tasks=["examine", "confirm"])
    assert (first.next_state, first.is_move, first.completed_tasks) == ("processing", False, ("examine",))
    assert first.clock_change is None
    last = take(PERMIT, state="processing", action="confirm", open_tasks=["confirm"])
    assert (last.next_state, last.is_move) == ("approving", True)
    assert last.opened_tasks == (APPROVE,)
    assert last.clock_change is None


def test_a_timer_does_not_hold_up_a_join():
    step = take(PERMIT, state="processing", action="confirm", open_tasks=["confirm", "timer:give_up"])
    assert step.next_state == "approving"
    assert step.cancelled_tasks == ("timer:give_up",)


def test_leaving_a_state_cancels_what_is_open_and_stops_the_clock_with_its_reason():
    step = take(PERMIT, state="processing", action="ask_supplement", open_tasks=["examine", "confirm"])
    assert step.cancelled_tasks == ("examine", "confirm")
    assert (step.clock_change, step.stop_reason, step.timer) == (ClockMove.STOP, "supplement", THIRTY_DAYS)
    back = take(PERMIT, state="supplement", action="supplement", open_tasks=["timer:give_up"])
    assert back.clock_change is ClockMove.RESUME
    assert back.opened_tasks == (EXAMINE, CONFIRM)
    assert back.cancelled_tasks == ("timer:give_up",)


def test_the_real_phase_of_the_clock_decides_what_is_written():
    step = take(PERMIT, state="supplement", action="supplement", clock=ClockPhase.NOT_STARTED)
    assert step.clock_change is ClockMove.START


@pytest.mark.parametrize(
    ("state", "action", "open_tasks", "code"),
    [
        ("new", "approve", ["approve"], "process.action_not_allowed"),
        ("done", "receive", [], "process.action_not_allowed"),
        ("new", "fly", [], "process.action_not_allowed"),
        ("approving", "approve", [], "process.task_not_open"),
        ("processing", "examine", ["confirm"], "process.task_not_open"),
    ],
)
def test_what_is_not_allowed_is_refused_in_vietnamese(state, action, open_tasks, code):
    with pytest.raises(UnableToTakeAction) as refusal:
        take(PERMIT, state=state, action=action, open_tasks=open_tasks)
    assert refusal.value.code == code
    assert "Không thể" in refusal.value.message or "không còn mở" in refusal.value.message


def test_tasks_on_entering_go_to_their_agencies_and_are_due_by_their_hours():
    agencies = {"lead": LEAD_AGENCY, "commune_police": POLICE}
    examine, confirm = tasks_on_entering(
        PERMIT.state("processing"),
        opened_at=at("17/07/2023 07:30"),
        calendar=REAL,
        agency_for=agencies.__getitem__,
        case_due_at=at("18/07/2023 10:00"),
    )
    assert (examine.agency_id, examine.due_at) == (LEAD_AGENCY, at("18/07/2023 10:00"))  # not after the case
    assert (confirm.agency_id, confirm.due_at) == (POLICE, at("17/07/2023 17:00"))


def test_a_wait_opens_a_timer_for_the_system():
    (timer,) = tasks_on_entering(
        PERMIT.state("supplement"),
        opened_at=at("17/07/2023 16:00"),
        calendar=REAL,
        agency_for=lambda _: LEAD_AGENCY,
    )
    assert (timer.key, timer.role, timer.wait) == ("timer:give_up", SYSTEM, THIRTY_DAYS)
    assert timer.due_at == at("16/08/2023 17:00")  # 30 days, the 15:00 rule is for offices


def test_a_diagram_shows_states_actions_joins_and_waits():
    drawing = mermaid(PERMIT, role_names={"specialist": "chuyên viên"})
    assert drawing.startswith("stateDiagram-v2\n")
    assert "    [*] --> new" in drawing
    assert "    processing --> supplement : Yêu cầu bổ sung (chuyên viên)" in drawing
    assert "    processing --> approving : khi mọi việc đã xong" in drawing
    assert "    processing --> processing : Xác nhận (chuyên viên)" in drawing
    assert "Chờ tối đa 30 ngày" in drawing
    assert "    returned --> [*]" in drawing


@pytest.mark.parametrize(
    ("amount", "unit"),
    [("-1", "working_day"), ("NaN", "working_day"), ("1.5", "month"), ("2", "same_day"), ("3651", "month")],
)
def test_a_duration_that_cannot_be_is_refused(amount, unit):
    with pytest.raises(UnableToReadDuration):
        Duration(Decimal(amount), TimeUnit(unit))


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        ("3.0000", "working_day", "3 ngày làm việc"),
        ("10", "calendar_day", "10 ngày"),
        ("2.5", "working_day", "2,5 ngày làm việc"),
        ("1", "same_day", "trong ngày"),
        ("1", "half_day", "nửa ngày làm việc"),
        ("100", "working_hour", "100 giờ làm việc"),
    ],
)
def test_a_duration_is_told_as_citizens_read_it(amount, unit, text):
    assert Duration(Decimal(amount), TimeUnit(unit)).text == text


@pytest.mark.parametrize(
    ("last_outcomes", "opened"),
    [
        ({}, ["examine", "confirm"]),
        ({"examine": "examine", "confirm": "cancelled"}, ["confirm"]),
        ({"examine": "cancelled", "confirm": "cancelled"}, ["examine", "confirm"]),
        ({"examine": "cancelled"}, ["examine", "confirm"]),
    ],
)
def test_a_join_left_unfinished_goes_on_where_it_stood(last_outcomes, opened):
    step = take(PERMIT, state="supplement", action="supplement", last_outcomes=last_outcomes)
    assert [task.key for task in step.opened_tasks] == opened


def test_a_join_that_was_completed_is_done_over_when_its_draft_is_sent_back():
    done = {"examine": "examine", "confirm": "confirm", "approve": "cancelled"}
    step = take(PERMIT, state="approving", action="send_back", last_outcomes=done)
    assert [task.key for task in step.opened_tasks] == ["examine", "confirm"]


def test_outside_a_join_a_task_done_before_is_done_again():
    step = take(PERMIT, state="processing", action="confirm", open_tasks=["confirm"],
                last_outcomes={"approve": "approve"})  # fmt: skip
    assert [task.key for task in step.opened_tasks] == ["approve"]
