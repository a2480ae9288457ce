"""Tasks and clocks in PostgreSQL: few statements, nothing twice, nothing rewritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from tests.foundation.process.calendars import REAL, at
from tinhso.foundation.authority.service import Actor, ActorKind, set_scope
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.process.actions import calendar_changes
from tinhso.foundation.process.actions import transaction as writing
from tinhso.foundation.process.models import Task
from tinhso.foundation.process.service import (
    SYSTEM,
    ClockMove,
    Duration,
    NewTask,
    TimeUnit,
    UnableToCompleteTask,
    UnableToMoveClock,
    UnableToOpenTask,
    assign_tasks,
    cancel_tasks,
    clock_entries,
    clock_state,
    complete_tasks,
    due_timers,
    open_tasks,
    open_tasks_of,
    recompute_due_dates,
    write_clock,
)

pytestmark = pytest.mark.django_db

AGENCY, POLICE, OFFICER = UUID(int=1), UUID(int=2), UUID(int=3)
MORNING = at("17/07/2023 09:00")
THREE_DAYS = Duration(Decimal(3), TimeUnit.WORKING_DAY)
MORE = replace(REAL, holidays=REAL.holidays | {date(2023, 7, 19)})


@pytest.fixture(autouse=True)
def as_the_system(db):
    set_scope(Actor(kind=ActorKind.SYSTEM))


def task(key: str, **changes) -> NewTask:
    made = NewTask(
        key=key, name="Thẩm định", role="specialist", agency_id=AGENCY, due_at=at("18/07/2023 17:00")
    )
    return replace(made, **changes)


def timer(key: str, due: str) -> NewTask:
    wait = Duration(Decimal(5), TimeUnit.WORKING_DAY)
    return task(key, role=SYSTEM, wait=wait, due_at=at(due))


def opened(case_id: UUID, *tasks: NewTask) -> None:
    open_tasks(case_kind="dossier", case_id=case_id, tasks=tasks, opened_at=MORNING)


def started(case_id: UUID | None = None, start: str = "17/07/2023 09:00", **changes) -> UUID:
    case_id = case_id or new_id()
    terms = {"duration": THREE_DAYS, "calendar": REAL, **changes}
    write_clock(case_kind="dossier", case_id=case_id, move=ClockMove.START, at=at(start), **terms)
    return case_id


def moved(case_id: UUID, move: ClockMove, moment: str, calendar=REAL):
    return write_clock(
        case_kind="dossier", case_id=case_id, move=move, at=at(moment), calendar=calendar, reason="supplement"
    )


def clock_of(case_id: UUID):
    return clock_entries(case_kind="dossier", case_ids=[case_id])[case_id]


def test_tasks_of_two_agencies_open_in_one_statement_and_are_read_in_one(django_assert_num_queries):
    case, other = new_id(), new_id()
    with django_assert_num_queries(1):
        opened(case, task("examine", hours=Decimal("12.5")), task("confirm", agency_id=POLICE))
    opened(other, timer("timer:give_up", "24/07/2023 17:00"))
    with django_assert_num_queries(1):
        found = open_tasks_of(case_kind="dossier", case_ids=[case, other, new_id()])
    assert [(one.key, one.agency_id, one.hours) for one in found[case]] == [
        ("examine", AGENCY, Decimal("12.5")),
        ("confirm", POLICE, None),
    ]
    assert found[other][0].wait == Duration(Decimal(5), TimeUnit.WORKING_DAY)
    assert set(found) == {case, other}


def test_the_same_task_is_open_only_once():
    case = new_id()
    opened(case, task("examine"))
    with pytest.raises(UnableToOpenTask), transaction.atomic():
        opened(case, task("approve"), task("examine"))
    assert [one.key for one in open_tasks_of(case_kind="dossier", case_ids=[case])[case]] == ["examine"]


def test_a_completed_task_can_be_opened_again():
    case = new_id()
    opened(case, task("examine"))
    finish(case, "examine")
    opened(case, task("examine"))
    assert Task.objects.filter(case_id=case).count() == 2


def finish(case: UUID, *keys: str) -> None:
    complete_tasks(
        case_kind="dossier",
        case_id=case,
        keys=keys,
        outcome="approve",
        completed_at=at("17/07/2023 10:00"),
        officer_id=OFFICER,
    )


def test_of_two_officers_one_completes_the_task_and_the_other_is_told(django_assert_num_queries):
    case = new_id()
    opened(case, task("examine"), task("confirm"))
    with django_assert_num_queries(1):
        finish(case, "examine")
    with pytest.raises(UnableToCompleteTask) as refusal, transaction.atomic():
        finish(case, "examine", "confirm")
    assert "người khác" in refusal.value.message
    assert [one.key for one in open_tasks_of(case_kind="dossier", case_ids=[case])[case]] == ["confirm"]
    done = Task.objects.get(case_id=case, key="examine")
    assert (done.outcome, done.officer_id, done.completed_at) == (
        "approve",
        OFFICER,
        at("17/07/2023 10:00"),
    )


def test_cancelling_closes_whatever_is_open_timers_too(django_assert_num_queries):
    case = new_id()
    opened(case, task("examine"), timer("timer:give_up", "24/07/2023 17:00"))
    with django_assert_num_queries(1):
        assert cancel_tasks(case_kind="dossier", case_id=case, cancelled_at=MORNING) == 2
    assert open_tasks_of(case_kind="dossier", case_ids=[case]) == {}
    assert cancel_tasks(case_kind="dossier", case_id=case, cancelled_at=MORNING) == 0


def test_open_tasks_can_be_given_to_an_officer_and_back():
    case = new_id()
    opened(case, task("examine"))
    (waiting,) = open_tasks_of(case_kind="dossier", case_ids=[case])[case]
    assert assign_tasks(task_ids=[waiting.id], officer_id=OFFICER) == 1
    assert open_tasks_of(case_kind="dossier", case_ids=[case])[case][0].officer_id == OFFICER
    assert assign_tasks(task_ids=[waiting.id], officer_id=None) == 1


def test_timers_that_ran_out_are_listed_longest_over_first():
    late, later, not_yet = new_id(), new_id(), new_id()
    opened(later, timer("timer:give_up", "24/07/2023 17:00"))
    opened(late, timer("timer:give_up", "21/07/2023 17:00"))
    opened(not_yet, timer("timer:give_up", "25/07/2023 17:00"))
    opened(new_id(), task("examine", due_at=at("18/07/2023 17:00")))
    found = due_timers(case_kind="dossier", now=at("24/07/2023 18:00"))
    assert [one.case_id for one in found] == [late, later]
    assert due_timers(case_kind="violation", now=at("24/07/2023 18:00")) == ()


def test_a_clock_is_written_entry_by_entry_and_read_back_whole(django_assert_num_queries):
    with django_assert_num_queries(1):
        case = started()
    with django_assert_num_queries(2):
        moved(case, ClockMove.STOP, "18/07/2023 10:00")
    resumed = moved(case, ClockMove.RESUME, "18/07/2023 15:00")
    assert (resumed.due_before, resumed.due_after) == (at("20/07/2023 17:00"), at("21/07/2023 10:30"))
    with django_assert_num_queries(1):
        clock = clock_of(case)
    assert (clock.duration, clock.cut_off.hour, len(clock.facts)) == (THREE_DAYS, 15, 3)
    assert clock_state(clock, REAL).due_at == at("21/07/2023 10:30")


def test_a_clock_without_cut_off_remembers_that():
    case = started(start="17/07/2023 16:00", cut_off=None)
    assert clock_of(case).cut_off is None
    resumed_at = moved(case, ClockMove.END, "18/07/2023 10:00")
    assert resumed_at.due_after == at("20/07/2023 17:00")


def test_a_clock_starts_once_and_refuses_what_makes_no_sense():
    case = started()
    with pytest.raises(UnableToMoveClock), transaction.atomic():
        started(case)
    with pytest.raises(UnableToMoveClock), transaction.atomic():
        moved(case, ClockMove.RESUME, "18/07/2023 10:00")
    with pytest.raises(UnableToMoveClock), transaction.atomic():
        moved(new_id(), ClockMove.STOP, "18/07/2023 10:00")
    assert len(clock_of(case).facts) == 1


@pytest.mark.parametrize(
    "change", ["update process_clock_entry set reason = 'x'", "delete from process_clock_entry"]
)
def test_what_the_ledger_says_is_never_changed(change):
    case = started()
    refused = pytest.raises(DatabaseError, match=r"append-only|permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert clock_of(case).facts[0].reason == ""


@pytest.mark.parametrize("outcome", ["", None])
def test_the_database_refuses_a_finished_task_without_outcome(outcome):
    case = new_id()
    opened(case, task("examine"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Task.objects.filter(case_id=case).update(completed_at=MORNING, outcome=outcome)


def test_a_new_holiday_moves_open_clocks_and_tasks_and_keeps_both_due_dates():
    running, stopped, ended = started(), started(), started()
    early = started(start="12/07/2023 09:00")  # due Monday the 17th, before the new holiday
    moved(stopped, ClockMove.STOP, "18/07/2023 10:00")
    moved(ended, ClockMove.END, "18/07/2023 10:00")
    opened(
        running,
        task("examine", hours=Decimal(16), due_at=at("19/07/2023 09:00")),
        task("approve", due_at=at("20/07/2023 17:00")),
    )
    opened(stopped, timer("timer:give_up", "24/07/2023 17:00"))
    batch = recompute_due_dates(
        case_kind="dossier",
        calendar=MORE,
        now=at("18/07/2023 11:00"),
        reason="calendar",
        day=date(2023, 7, 19),
    )
    (change,) = batch.changed
    assert (change.case_id, change.due_before, change.due_after) == (
        running,
        at("20/07/2023 17:00"),
        at("21/07/2023 17:00"),
    )
    assert [fact.move for fact in clock_of(running).facts] == [ClockMove.START, ClockMove.RECOMPUTE]
    assert len(clock_of(stopped).facts) == 2
    assert len(clock_of(ended).facts) == 2
    assert len(clock_of(early).facts) == 1
    tasks = {one.key: one.due_at for one in open_tasks_of(case_kind="dossier", case_ids=[running])[running]}
    # 16 norm hours from Mon 09:00: 6 h on Mon, 7.5 on Tue, 1.5 on Thu (Wed is now off)
    assert tasks == {"examine": at("20/07/2023 09:00"), "approve": at("21/07/2023 17:00")}
    (give_up,) = open_tasks_of(case_kind="dossier", case_ids=[stopped])[stopped]
    assert give_up.due_at == at("25/07/2023 17:00")
    assert (batch.tasks_moved, batch.next_after) == (3, None)


def test_recomputing_again_changes_nothing():
    started()
    asked = {"case_kind": "dossier", "calendar": MORE, "now": at("18/07/2023 11:00"), "reason": "calendar"}
    assert len(recompute_due_dates(**asked).changed) == 1
    again = recompute_due_dates(**asked)
    assert (again.changed, again.tasks_moved) == ((), 0)


def test_recomputing_goes_through_all_cases_in_batches():
    cases = {started() for _ in range(5)}
    seen, after = set(), None
    for _ in range(3):
        batch = recompute_due_dates(
            case_kind="dossier",
            calendar=MORE,
            now=at("18/07/2023 11:00"),
            reason="calendar",
            after=after,
            limit=2,
        )
        seen |= {change.case_id for change in batch.changed}
        after = batch.next_after
    assert (seen, after) == (cases, None)


def test_a_case_that_moves_while_it_is_recomputed_is_read_again(monkeypatch):
    case, other = started(), started()
    read = calendar_changes.clock_entries
    interrupted = []

    def read_then_someone_stops_the_clock(**asked):
        clocks = read(**asked)
        if not interrupted:
            interrupted.append(moved(case, ClockMove.STOP, "18/07/2023 10:30"))
        return clocks

    monkeypatch.setattr(calendar_changes, "clock_entries", read_then_someone_stops_the_clock)
    batch = recompute_due_dates(
        case_kind="dossier", calendar=MORE, now=at("18/07/2023 11:00"), reason="calendar"
    )
    assert [change.case_id for change in batch.changed] == [other]
    assert [fact.move for fact in clock_of(case).facts] == [ClockMove.START, ClockMove.STOP]
    resumed = moved(case, ClockMove.RESUME, "18/07/2023 11:30", calendar=MORE)
    assert resumed.due_after == at("24/07/2023 08:30")  # Tue, Thu, Fri, and one hour: Mon 24


def test_writing_outside_a_transaction_is_refused(monkeypatch):
    monkeypatch.setattr(writing, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(transaction.TransactionManagementError):
        cancel_tasks(case_kind="dossier", case_id=new_id(), cancelled_at=MORNING)
