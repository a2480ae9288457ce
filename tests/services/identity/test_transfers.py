"""An officer moves: access ends at once, the open work stays with the old agency, and none of it is lost."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from tests.services.identity.staff import PASSWORD, Staff, audited, create, open_post
from tinhso.foundation.authority.service import ActorKind, Role, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.process.service import NewTask, assign_tasks, open_tasks
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.identity import models
from tinhso.services.identity.service import (
    Account,
    LockReason,
    SessionEnd,
    TransferPlan,
    UnableToTransferOfficer,
    actor_of_session,
    authenticate_officer,
    lock_account,
    plan_transfer,
    planned_transfer,
    take_due_transfers,
    transfer_account,
    why_session_ended,
    withdraw_transfer,
)
from tinhso.services.identity.session_store import SessionStore


def give_work(staff: Staff, account: Account, count: int, *, role: str = "specialist") -> list[UUID]:
    """Open tasks of as many dossiers at the commune's police, given to this officer by name."""
    ids: list[UUID] = []
    with unit_of_work(actor=system_actor(), now=staff.now):
        for _ in range(count):
            opened = open_tasks(
                case_kind="dossier",
                case_id=new_id(),
                tasks=[NewTask(key="draft", name="Thẩm định", role=role, agency_id=staff.police)],
                opened_at=staff.now,
            )
            ids += [task.id for task in opened]
        assign_tasks(task_ids=ids, officer_id=account.officer_id)
    return ids


def holders(task_ids: list[UUID]) -> list[UUID | None]:
    """Who has each task now; only open ones at the commune's police count."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(
            "select officer_id from process_task where id = any(%s) and completed_at is null order by id",
            [task_ids],
        )
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute("select set_config('tinhso.scope', '', true)")
    assert len(found) == len(task_ids), "work was lost"
    return found


def move(staff: Staff, **changes: Any) -> TransferPlan:
    wanted: dict[str, Any] = {
        "account_id": staff.officer.id,
        "agency_id": staff.other_police,
        "title": "Cán bộ",
        "roles": [Role.SPECIALIST],
        "effective_date": staff.today,
        "work_to": None,
        "expected_tasks": 0,
        **staff.by(),
    }
    return transfer_account(**{**wanted, **changes})


def acts(session: SessionStore) -> bool:
    return actor_of_session(session, trace_id="t").kind is ActorKind.OFFICER


def test_a_transferred_officer_is_out_at_once_and_comes_in_at_the_new_agency(staff: Staff) -> None:
    session = staff.session()
    move(staff)
    assert not acts(session)
    assert why_session_ended(session) is SessionEnd.TRANSFERRED
    account = authenticate_officer("mau-25747", PASSWORD)
    assert account is not None
    anew = staff.session(account)
    assert why_session_ended(anew) is None
    assert actor_of_session(anew, trace_id="t").agency_id == staff.other_police


def test_the_dry_run_counts_the_work_and_changes_nothing(staff: Staff) -> None:
    colleague = open_post("dong-nghiep", [Role.SPECIALIST], staff.police, staff.now)
    tasks = give_work(staff, staff.officer, 3) + give_work(staff, staff.officer, 2, role="reception_officer")
    others = give_work(staff, colleague, 4)
    session = staff.session()
    plan = plan_transfer(
        account_id=staff.officer.id,
        agency_id=staff.other_police,
        effective_date=staff.today,
        work_to=colleague.officer_id,
        **staff.by(),
    )
    assert (plan.to_colleague, plan.to_pool) == (3, 2)
    assert {task.task_id for task in plan.work} == set(tasks)
    assert set(holders(tasks)) == {staff.officer.officer_id}
    assert set(holders(others)) == {colleague.officer_id}
    assert acts(session)
    assert audited("officer.transferred") == 0


def test_work_goes_to_the_colleague_as_far_as_their_role_reaches_and_else_to_the_pool(staff: Staff) -> None:
    colleague = open_post("dong-nghiep", [Role.SPECIALIST], staff.police, staff.now)
    suits = give_work(staff, staff.officer, 3)
    does_not = give_work(staff, staff.officer, 2, role="leader")
    move(staff, work_to=colleague.officer_id, expected_tasks=5)
    assert set(holders(suits)) == {colleague.officer_id}
    assert set(holders(does_not)) == {None}
    assert audited("officer.work_moved") == 1


def test_without_a_colleague_everything_goes_back_to_the_pool(staff: Staff) -> None:
    tasks = give_work(staff, staff.officer, 4)
    move(staff, expected_tasks=4)
    assert set(holders(tasks)) == {None}


def test_work_that_came_after_the_dry_run_stops_the_transfer(staff: Staff) -> None:
    tasks = give_work(staff, staff.officer, 2)
    session = staff.session()
    with pytest.raises(UnableToTransferOfficer, match="nay là 2 việc"):
        move(staff, expected_tasks=1)
    assert set(holders(tasks)) == {staff.officer.officer_id}
    assert acts(session)
    assert (audited("officer.transferred"), models.Transfer.objects.count()) == (0, 0)


class TestALaterDay:
    def test_until_the_day_everything_stays_and_on_it_access_ends_by_itself(self, staff: Staff) -> None:
        tasks = give_work(staff, staff.officer, 2)
        session = staff.session()
        move(staff, effective_date=staff.today + dt.timedelta(days=3), expected_tasks=2)
        assert acts(session)
        assert take_due_transfers() == 0
        waiting = planned_transfer(account_id=staff.officer.id, **staff.by())
        assert waiting is not None
        assert waiting.to_agency_id == staff.other_police

        staff.clock.advance(dt.timedelta(days=3))
        late = give_work(staff, staff.officer, 1)
        assert not acts(session), "before the worker came"
        assert why_session_ended(session) is SessionEnd.TRANSFERRED
        assert take_due_transfers() == 1
        assert set(holders(tasks + late)) == {None}
        assert take_due_transfers() == 0
        assert planned_transfer(account_id=staff.officer.id, **staff.by()) is None

    def test_a_session_begun_at_the_new_agency_before_the_worker_came_is_not_lost_twice(
        self, staff: Staff
    ) -> None:
        move(staff, effective_date=staff.today + dt.timedelta(days=1))
        staff.clock.advance(dt.timedelta(days=1))
        session = staff.session()
        assert acts(session)
        take_due_transfers()
        assert acts(session)

    def test_a_colleague_who_has_left_meanwhile_gets_nothing(self, staff: Staff) -> None:
        colleague = open_post("dong-nghiep", [Role.SPECIALIST], staff.police, staff.now)
        tasks = give_work(staff, staff.officer, 2)
        move(
            staff,
            effective_date=staff.today + dt.timedelta(days=3),
            work_to=colleague.officer_id,
            expected_tasks=2,
        )
        move(staff, account_id=colleague.id)
        staff.clock.advance(dt.timedelta(days=3))
        assert take_due_transfers() == 1
        assert set(holders(tasks)) == {None}

    def test_it_can_be_withdrawn_before_the_day_and_not_after(self, staff: Staff) -> None:
        tasks = give_work(staff, staff.officer, 1)
        move(staff, effective_date=staff.today + dt.timedelta(days=3), expected_tasks=1)
        withdraw_transfer(account_id=staff.officer.id, **staff.by())
        staff.clock.advance(dt.timedelta(days=4))
        assert staff.actor().agency_id == staff.police
        assert take_due_transfers() == 0
        assert set(holders(tasks)) == {staff.officer.officer_id}
        move(staff, expected_tasks=1)
        with pytest.raises(UnableToTransferOfficer, match="Không còn quyết định"):
            withdraw_transfer(account_id=staff.officer.id, **staff.by())
        assert staff.actor().agency_id == staff.other_police

    def test_a_second_transfer_waits_for_the_first_to_be_withdrawn(self, staff: Staff) -> None:
        move(staff, effective_date=staff.today + dt.timedelta(days=3))
        with pytest.raises(UnableToTransferOfficer, match="đang chờ đến ngày"):
            move(staff, effective_date=staff.today + dt.timedelta(days=2))
        assert models.Account.objects.filter(id=staff.officer.id).count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"same_agency": True}, "đang ở chính cơ quan này"),
        ({"effective_date": dt.date(2023, 7, 16)}, "trước hôm nay"),
        ({"effective_date": dt.date(2025, 8, 1)}, "không hoạt động"),
        ({"work_to": UUID(int=3)}, "Người nhận việc phải là cán bộ khác"),
        ({"roles": []}, "Có chỗ cần sửa"),
        ({"title": " "}, "Có chỗ cần sửa"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_everything_as_it_was(
    staff: Staff, changes: dict[str, Any], message: str
) -> None:
    if changes.pop("same_agency", False):
        changes["agency_id"] = staff.police
    session = staff.session()
    with pytest.raises(DomainError, match=message):
        move(staff, **changes)
    assert acts(session)
    assert (audited("officer.transferred"), audited("identity.sessions_ended")) == (0, 0)


def test_an_officer_whose_post_begins_today_cannot_leave_it_today(staff: Staff) -> None:
    issued = create(staff)
    with pytest.raises(UnableToTransferOfficer, match="phải sau đó"):
        move(staff, account_id=issued.account_id)


def test_the_work_of_a_colleague_elsewhere_is_not_touched(staff: Staff) -> None:
    stranger = open_post("nguoi-la", [Role.SPECIALIST], staff.other_police, staff.now)
    with pytest.raises(UnableToTransferOfficer, match="Người nhận việc"):
        move(staff, work_to=stranger.officer_id)


def test_a_table_that_holds_two_waiting_transfers_of_one_officer_cannot_be(staff: Staff) -> None:
    move(staff, effective_date=staff.today + dt.timedelta(days=3))
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        row = models.Transfer.objects.get()
        row.id = new_id()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_only_the_system_sees_transfers(staff: Staff) -> None:
    move(staff)
    seen = {}
    for scope in ("officer", "citizen", "public", "system"):
        with connection.cursor() as cursor:
            cursor.execute("select set_config('tinhso.scope', %s, true)", [scope])
            seen[scope] = models.Transfer.objects.count()
            cursor.execute("select set_config('tinhso.scope', '', true)")
    assert seen == {"officer": 0, "citizen": 0, "public": 0, "system": 1}


@pytest.mark.parametrize("reason", [SessionEnd.LOCKED, SessionEnd.WITHOUT_POST])
def test_the_reason_of_an_ended_session_is_known(staff: Staff, reason: SessionEnd) -> None:
    from tinhso.registers.agencies.service import release_officer

    session = staff.session()
    assert why_session_ended(session) is None
    assert why_session_ended(SessionStore()) is None
    if reason is SessionEnd.LOCKED:
        lock_account(account_id=staff.officer.id, reason=LockReason.LEFT, **staff.by())
    else:
        assert staff.officer.officer_id is not None
        with unit_of_work(actor=system_actor(), now=staff.now) as work:
            release_officer(work, officer_id=staff.officer.officer_id, valid_to=staff.today)
    assert why_session_ended(session) is reason
    assert not acts(session)
