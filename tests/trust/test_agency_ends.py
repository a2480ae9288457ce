"""An agency ends: its successor goes on with everything, nothing promised moves, the old one reads on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.trust.stage import ANSWERS, COMMUNE, STATES, Stage, seen_by_system
from tests.trust.test_at_once import at_once
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.moving import taking_over
from tinhso.casework.dossiers.service import Filed
from tinhso.coordination.reorganisation.service import (
    agency_holdings,
    move_officers,
    order_ending,
    plan_ending,
)
from tinhso.foundation.authority.service import Actor, NotPermitted, Role
from tinhso.foundation.clock.service import legal_day
from tinhso.registers.agencies.service import (
    UnableToEndAgency,
    agency_ending,
    announce_endings,
    competent_agency,
    forget_directory,
    get_agency,
    list_agencies,
    officers_of,
    open_posts_at,
    withdraw_ending,
)

IN_THREE_DAYS = timedelta(days=3)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    forget_directory()
    yield
    forget_directory()


def chief(stage: Stage) -> Actor:
    return stage.officer(Role.ADMINISTRATOR)


def order(stage: Stage, **changes: Any) -> None:
    terms: dict[str, Any] = {
        "agency_id": stage.agencies["commune_police"],
        "successor_id": stage.agencies["other"],
        "ends_on": legal_day(stage.now) + IN_THREE_DAYS,
        "officers_follow": True,
        "reason": "Nghị quyết thử nghiệm",
        "actor": chief(stage),
        "now": stage.now,
        **changes,
    }
    officers = len(open_posts_at(terms["agency_id"]))
    order_ending(**{"expected_officers": officers, **terms})
    forget_directory()


def the_day_comes(stage: Stage) -> None:
    stage.clock.advance(IN_THREE_DAYS)
    forget_directory()
    announce_endings()
    stage.deliver_all()


def row(filed: Filed) -> dict[str, Any]:
    with seen_by_system() as cursor:
        cursor.execute(
            """select d.agency_id, d.version, d.code, d.status, d.state, d.due_at, d.first_due_at,
                 d.procedure_version, d.sealed_answers::text, d.submitted_at, d.received_at, d.fee_amount,
                 (select count(*) from process_clock_entry c where c.case_id = d.id)
               from dossiers_dossier d where d.id = %s""",
            [filed.id],
        )
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def tasks_of(filed: Filed) -> set[tuple[str, UUID, Any]]:
    with seen_by_system() as cursor:
        cursor.execute(
            "select key, agency_id, due_at from process_task where case_id = %s and completed_at is null",
            [filed.id],
        )
        return set(cursor.fetchall())


def asked(statement: str, *parameters: Any) -> list[Any]:
    with seen_by_system() as cursor:
        cursor.execute(statement, list(parameters))
        return [each[0] for each in cursor.fetchall()]


@pytest.mark.parametrize("state", STATES)
def test_a_dossier_in_every_state_goes_on_at_the_successor_and_nothing_promised_moves(
    stage: Stage, state: str
) -> None:
    filed = stage.file()
    stage.bring_to(state, filed)
    stage.deliver_all()
    old, new = stage.agencies["commune_police"], stage.agencies["other"]
    before, tasks = row(filed), tasks_of(filed)
    order(stage)
    dossiers.take_over_from_ended()
    assert row(filed) == before, "until its day nothing moves"

    the_day_comes(stage)
    moved = dossiers.take_over_from_ended()
    after = row(filed)
    if state == "delivered":
        assert (moved, after) == (0, before)
        return
    assert moved == 1
    assert after == {**before, "agency_id": new, "version": before["version"] + 1}
    assert tasks_of(filed) == {(key, new if agency == old else agency, due) for key, agency, due in tasks}
    assert set(asked("select agency_id from authority_access where case_id = %s", filed.id)) >= {old, new}
    last = stage.view(filed).timeline[-1]
    assert last.action == "taken_over" and "bàn giao cho" in last.note
    assert asked("select 1 from audit_entry where action = 'dossier.taken_over'") == [1]
    assert asked("select 1 from notices_notice where template = 'taken_over'") == [1]

    assert dossiers.take_over_from_ended() == 0, "a second pass does nothing more"
    assert row(filed) == after
    assert asked(
        "select queue from dossiers_worklist where dossier_id = %s and agency_id = %s", filed.id, old
    ) == ["closed"]


def test_the_successor_finishes_it_and_the_old_agency_only_reads(stage: Stage) -> None:
    filed = stage.file()
    stage.bring_to("processing", filed)
    order(stage)
    the_day_comes(stage)
    dossiers.take_over_from_ended()
    former, heir = stage.officer(Role.SPECIALIST), stage.officer(Role.SPECIALIST, agency="other")
    assert stage.view(filed, former).code == stage.view(filed, heir).code
    with pytest.raises(NotPermitted):
        stage.draft(filed, former)
    stage.draft(filed, heir)
    stage.approve(filed, stage.officer(Role.LEADER, agency="other"))
    lines = asked(
        "select queue from dossiers_worklist where agency_id = %s", stage.agencies["commune_police"]
    )
    assert lines == ["closed"], "whatever happens later, the old agency has nothing to do"


def test_what_is_filed_from_the_day_on_goes_to_the_successor(stage: Stage) -> None:
    known: dict[str, Any] = {"competence": "commune_police", "commune_code": COMMUNE}
    order(stage)
    ends_on = legal_day(stage.now) + IN_THREE_DAYS
    assert competent_agency(**known, on=ends_on - timedelta(days=1)).id == stage.agencies["commune_police"]
    assert competent_agency(**known, on=ends_on).id == stage.agencies["other"]
    the_day_comes(stage)
    filed = stage.file(key="later", stay_from="2023-07-25")
    assert row(filed)["agency_id"] == stage.agencies["other"]
    assert dossiers.take_over_from_ended() == 0
    assert stage.agencies["commune_police"] not in {one.id for one in list_agencies(on=ends_on)}


def test_the_dry_run_counts_and_changes_nothing(stage: Stage) -> None:
    for number, state in enumerate(("submitted", "processing", "processing", "delivered")):
        stage.bring_to(state, stage.file(key=str(number)))
    officer = stage.appoint(Role.SPECIALIST)
    stage.stand_in()
    before = asked("select version from dossiers_dossier order by id")
    planned = plan_ending(
        agency_id=stage.agencies["commune_police"],
        successor_id=stage.agencies["other"],
        ends_on=legal_day(stage.now),
        actor=chief(stage),
        now=stage.now,
    )
    assert {int(status): count for status, count in planned.dossiers.items()} == {1: 1, 4: 2}
    assert (planned.tasks, planned.feedback, planned.delegations) == (3, 0, 1)
    assert planned.officers == 3 and officer in {one.officer_id for one in open_posts_at(
        stage.agencies["commune_police"])}  # fmt: skip
    assert planned.open_drawers == 1, "the fee taken in cash lies in a drawer"
    assert asked("select version from dossiers_dossier order by id") == before
    assert agency_ending(
        agency_id=stage.agencies["commune_police"], actor=chief(stage), now=stage.now
    ) is None  # fmt: skip


def test_killed_in_the_middle_it_goes_on_and_one_that_fails_holds_up_no_other(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = sorted((stage.file(key=str(number)) for number in range(4)), key=lambda one: one.id)
    order(stage)
    the_day_comes(stage)
    monkeypatch.setattr(taking_over, "_BATCH", 2)
    genuine = taking_over._write_down

    def killed(*arguments: Any) -> None:
        if arguments[1].id == filed[1].id:
            raise KeyboardInterrupt
        genuine(*arguments)

    monkeypatch.setattr(taking_over, "_write_down", killed)
    with pytest.raises(KeyboardInterrupt):
        dossiers.take_over_from_ended()
    new = stage.agencies["other"]
    assert [row(each)["agency_id"] == new for each in filed] == [True, False, False, False]

    def failing(*arguments: Any) -> None:
        if arguments[1].id == filed[1].id:
            raise ValueError("a planted fault")
        genuine(*arguments)

    monkeypatch.setattr(taking_over, "_write_down", failing)
    with pytest.raises(RuntimeError, match="1 dossiers"):
        dossiers.take_over_from_ended()
    assert [row(each)["agency_id"] == new for each in filed] == [True, False, True, True]
    monkeypatch.setattr(taking_over, "_write_down", genuine)
    assert dossiers.take_over_from_ended() == 1
    assert asked("select count(*) from audit_entry where action = 'dossier.taken_over'") == [4]


def test_what_came_in_late_is_found_in_the_next_pass(stage: Stage) -> None:
    order(stage)
    the_day_comes(stage)
    assert dossiers.take_over_from_ended() == 0
    filed = stage.file(stay_from="2023-07-25")
    with seen_by_system() as cursor:  # as a process that had not heard yet would have filed it
        for table in ("dossiers_dossier", "dossiers_worklist"):
            cursor.execute(f"update {table} set agency_id = %s", [stage.agencies["commune_police"]])
        cursor.execute("update process_task set agency_id = %s", [stage.agencies["commune_police"]])
    assert dossiers.take_over_from_ended() == 1
    assert row(filed)["agency_id"] == stage.agencies["other"]


def test_withdrawn_before_its_day_nothing_ever_moves(stage: Stage) -> None:
    filed = stage.file()
    order(stage)
    taken_back: dict[str, Any] = {
        "agency_id": stage.agencies["commune_police"], "actor": chief(stage), "now": stage.now
    }  # fmt: skip
    withdraw_ending(**taken_back)
    forget_directory()
    the_day_comes(stage)
    assert dossiers.take_over_from_ended() == move_officers() == 0
    assert row(filed)["agency_id"] == stage.agencies["commune_police"]
    with pytest.raises(UnableToEndAgency, match="Không còn quyết định"):
        withdraw_ending(**taken_back)
    order(stage)
    the_day_comes(stage)
    with pytest.raises(UnableToEndAgency, match="Không còn quyết định"):
        withdraw_ending(**{**taken_back, "now": stage.now})


@pytest.mark.parametrize("follow", [True, False])
def test_officers_follow_or_are_left_without_a_post(stage: Stage, follow: bool) -> None:
    officer = stage.appoint(Role.SPECIALIST)
    filed = stage.file()
    with seen_by_system() as cursor:
        cursor.execute("update process_task set officer_id = %s where case_id = %s", [officer, filed.id])
    order(stage, officers_follow=follow)
    the_day_comes(stage)
    dossiers.take_over_from_ended()
    assert move_officers() == 1
    assert move_officers() == 0
    new = {one.id for one in officers_of(stage.agencies["other"], on=legal_day(stage.now))}
    assert (officer in new) is follow
    assert open_posts_at(stage.agencies["commune_police"]) == ()
    holders = asked("select officer_id from process_task where case_id = %s and role <> 'system'", filed.id)
    assert set(holders) == ({officer} if follow else {None})


def test_officers_stay_until_their_cash_is_accounted_for(stage: Stage) -> None:
    officer = stage.appoint(Role.RECEPTION_OFFICER)
    filed = stage.file()
    stage.bring_to("delivered", filed)
    order(stage)
    the_day_comes(stage)
    assert move_officers() == 0
    assert [post.officer_id for post in open_posts_at(stage.agencies["commune_police"])] == [officer]
    left = agency_holdings(agency_id=stage.agencies["commune_police"], actor=chief(stage), now=stage.now)
    assert left.keeps_officers
    with seen_by_system() as cursor:  # closed, deposited, confirmed
        cursor.execute(
            """insert into payments_cash_day (id, agency_id, officer_id, day, opening_vnd, taken_vnd,
                 cancelled_vnd, deposited_vnd, counted_vnd, closed_at, confirmed_at, confirmed_by)
               select gen_random_uuid(), agency_id, officer_id, %s, 0, amount_vnd, 0, amount_vnd, 0, now(),
                 now(), %s from payments_cash_receipt""",
            [legal_day(stage.now), officer],
        )
    assert move_officers() == 1


class TestRefused:
    """Nothing is written where an ending is refused."""

    def refused(self, stage: Stage, match: str, field: str = "", **changes: Any) -> None:
        before = asked("select count(*) from agencies_ending")
        with pytest.raises(UnableToEndAgency, match=match) as refusal:
            order(stage, **changes)
        assert set(refusal.value.fields) == ({field} if field else set())
        assert asked("select count(*) from agencies_ending") == before

    def test_a_day_that_cannot_be(self, stage: Stage) -> None:
        self.refused(stage, "phải từ hôm nay", "ends_on", ends_on=legal_day(stage.now) - timedelta(days=1))
        self.refused(stage, "ngày kết thúc phải sau đó", "ends_on", ends_on=date(2022, 12, 31))
        self.refused(stage, "chỉ hoạt động đến trước", "ends_on", ends_on=date(2025, 7, 1))

    def test_a_successor_that_cannot_be(self, stage: Stage) -> None:
        self.refused(stage, "tự kế thừa", "successor", successor_id=stage.agencies["commune_police"])
        self.refused(stage, "Hãy chọn cơ quan", "successor", successor_id=UUID(int=1))
        (later, *_) = list_agencies(on=date(2025, 8, 1))
        self.refused(stage, "chỉ hoạt động từ 01/07/2025", "successor", successor_id=later.id)

    def test_a_successor_that_ended_earlier_and_a_ring(self, stage: Stage) -> None:
        day = legal_day(stage.now)
        third = stage.agencies["social_insurance"]
        order(stage, agency_id=stage.agencies["other"], successor_id=third, ends_on=day + timedelta(days=2))
        self.refused(stage, "không nhận việc được", "successor")
        self.refused(stage, "sẽ nhận việc của", agency_id=third, ends_on=day + timedelta(days=1),
                     successor_id=stage.agencies["commune_police"])  # fmt: skip
        self.refused(stage, "kế thừa lẫn nhau", "successor", agency_id=third,
                     ends_on=day + timedelta(days=9), successor_id=stage.agencies["other"])  # fmt: skip

    def test_a_second_decision_agencies_below_and_posts_that_change_later(self, stage: Stage) -> None:
        order(stage)
        self.refused(stage, "Đã có quyết định kết thúc")
        parent = get_agency(stage.agencies["other"]).parent_id
        assert parent is not None
        self.refused(stage, "Còn cơ quan trực thuộc", agency_id=parent)
        stage.appoint(Role.SPECIALIST, agency="social_insurance")
        with seen_by_system() as cursor:
            cursor.execute("update agencies_assignment set valid_from = %s", [legal_day(stage.now)])
        insurance = stage.agencies["social_insurance"]
        self.refused(stage, "Có 1 vị trí", agency_id=insurance, ends_on=legal_day(stage.now))

    def test_no_reason_and_a_number_of_officers_that_changed(self, stage: Stage) -> None:
        self.refused(stage, "Phải ghi lý do", "reason", reason=" ")
        self.refused(stage, "nay là 0", expected_officers=4)

    def test_who_is_no_administrator(self, stage: Stage) -> None:
        for actor in (stage.officer(Role.LEADER), stage.officer(Role.INSPECTOR)):
            with pytest.raises(NotPermitted):
                order(stage, actor=actor)


def test_of_two_decisions_at_once_that_make_a_ring_one_is_refused(committed_stage: Stage) -> None:
    stage = committed_stage
    here, other = stage.agencies["commune_police"], stage.agencies["other"]
    outcomes = at_once(
        [
            lambda: order(stage, agency_id=here, successor_id=other),
            lambda: order(stage, agency_id=other, successor_id=here),
            lambda: order(stage, agency_id=here, successor_id=other),
        ]
    )
    assert sum(isinstance(each, UnableToEndAgency) for each in outcomes) == 2, outcomes
    assert outcomes.count(None) == 1


def test_jobs_and_an_officer_at_once_leave_one_whole_dossier(
    committed_stage: Stage, committed_database
) -> None:
    stage = committed_stage
    filed = [stage.file(key=str(number), **ANSWERS) for number in range(3)]
    order(stage)
    the_day_comes(stage)
    desk = stage.officer(Role.RECEPTION_OFFICER)
    outcomes = at_once(
        [
            *[lambda: dossiers.take_over_from_ended()] * 3,
            *[
                lambda one=one: dossiers.take_step(
                    dossier_id=one.id, action="receive", expected_version=1, actor=desk, now=stage.now
                )
                for one in filed
            ],
        ]
    )
    assert sum(outcomes[:3]) == 3, outcomes
    moved = committed_database.sql(
        """select d.agency_id, count(e.*), max(e.version) = d.version from dossiers_dossier d
           join dossiers_event e on e.dossier_id = d.id and e.action = 'taken_over'
           group by d.id"""
    )
    assert [(agency, count) for agency, count, _ in moved] == [(stage.agencies["other"], 1)] * 3
