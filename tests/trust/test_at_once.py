"""Many at once, really committed: one effect for one intention, nobody waits in vain, nothing half done."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.trust.stage import ANSWERS, OTHER_COMMUNE, TEMPORARY_RESIDENCE, Stage, housing_proof
from tinhso.casework.dossiers import service as dossiers
from tinhso.casework.dossiers.service import DossierChanged, UnableToActOnDossier
from tinhso.foundation.authority.service import NotPermitted, Role
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.process.service import UnableToCompleteTask, UnableToTakeAction
from tinhso.foundation.unit_of_work.service import UnableToRepeat

AT_ONCE = 20
DESK, SPECIALIST, LEADER = Role.RECEPTION_OFFICER, Role.SPECIALIST, Role.LEADER
TOLD = (DossierChanged, UnableToTakeAction, UnableToCompleteTask, UnableToActOnDossier, NotPermitted)
"""What somebody who came second may be told."""


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run the acts in threads that start together; each gives its result or its refusal."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=30)
            return act()
        except DomainError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(run, acts))


def numbered_citizens(stage: Stage, count: int) -> list[tuple[Any, str]]:
    ids = [f"0741900{number:05d}" for number in range(10_000, 10_000 + count)]
    return [(stage.citizen_named(f"Người Thứ {number}", ids[number]), ids[number]) for number in range(count)]


def test_same_submission_twenty_times_at_once_makes_one_dossier(committed_stage, committed_database):
    filed = at_once([lambda: committed_stage.file(key="one")] * AT_ONCE)
    assert len(set(filed)) == 1, "everybody is shown the same dossier"
    counts = """select (select count(*) from dossiers_dossier), (select count(*) from dossiers_event),
      (select count(*) from outbox_event where name = 'dossiers.dossier_submitted'),
      (select count(*) from audit_entry where action = 'dossier.submit'),
      (select count(*) from ledger_question), (select count(*) from payments_fee),
      (select count(*) from dossiers_paper), (select last from dossiers_code_sequence)"""
    assert committed_database.sql(counts) == [(1,) * 8], "and no number was spent on the others"


def test_one_draft_submitted_twenty_times_at_once_makes_one_dossier(
    committed_stage, committed_database, settings
):
    settings.TINHSO_POPULATION_WSDL = "http://127.0.0.1:9/"
    stage = committed_stage
    draft = dossiers.start_draft(procedure_code=TEMPORARY_RESIDENCE, actor=stage.citizen, now=stage.now)
    for section in ("applicant", "request", "place", "confirm"):
        dossiers.save_section(
            draft_id=draft.id, section=section, answers=ANSWERS, actor=stage.citizen, now=stage.now
        )
    dossiers.attach_paper(
        draft_id=draft.id,
        paper_key="housing_proof",
        name="nhà.pdf",
        content=housing_proof().content,
        actor=stage.citizen,
        now=stage.now,
    )

    def submit() -> Any:
        return dossiers.submit_draft(draft_id=draft.id, actor=stage.citizen, now=stage.now)

    assert len(set(at_once([submit] * AT_ONCE))) == 1
    assert committed_database.sql("select count(*) from dossiers_dossier") == [(1,)]
    assert dossiers.own_drafts(actor=stage.citizen, now=stage.now) == ()


def test_same_key_for_another_content_is_refused(committed_stage, committed_database):
    results = at_once(
        [lambda: committed_stage.file(key="one"), lambda: committed_stage.file(key="one", reason="study")]
    )
    assert sorted(type(each).__name__ for each in results) == ["Filed", UnableToRepeat.__name__]
    assert committed_database.sql("select count(*) from dossiers_dossier") == [(1,)]


def test_twenty_citizens_of_one_agency_get_twenty_codes_without_a_gap(committed_stage, committed_database):
    stage = committed_stage
    people = numbered_citizens(stage, AT_ONCE)

    def filing(actor: Any, personal_id: str) -> Callable[[], Any]:
        return lambda: stage.file(key="mine", actor=actor, personal_id=personal_id)

    filed = at_once([filing(actor, personal_id) for actor, personal_id in people])
    numbers = sorted(int(each.code.rsplit("-", 1)[1]) for each in filed)
    assert numbers == list(range(1, AT_ONCE + 1))
    assert committed_database.sql("select last from dossiers_code_sequence") == [(AT_ONCE,)]


def test_an_agency_does_not_wait_for_the_numbers_of_another(committed_stage, committed_database):
    """While a filing at one agency holds its number uncommitted, the next agency files freely."""
    from tinhso.foundation.unit_of_work.service import unit_of_work

    stage = committed_stage
    holding, finished = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with unit_of_work(actor=stage.citizen, now=stage.now, as_system=True):
                stage.file(key="slow")
                holding.set()
                assert finished.wait(timeout=30)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        slow = pool.submit(hold)
        assert holding.wait(timeout=30)
        with connection.cursor() as cursor:
            cursor.execute("set lock_timeout = '5s'")
        other = stage.file(
            key="quick", actor=stage.other_citizen, personal_id="074085004321", new_commune=OTHER_COMMUNE
        )
        finished.set()
        slow.result()
    assert other.code.endswith("-0001")
    assert committed_database.sql(
        "select count(distinct agency_id), max(last) from dossiers_code_sequence"
    ) == [(2, 1)]


def race(stage: Stage, database: Any, dossier_id: UUID, acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run acts that exclude each other: exactly one wins, and exactly one step is written."""
    (before,) = database.sql("select version from dossiers_dossier where id = %s", dossier_id)[0]
    results = at_once(acts)
    lost = [each for each in results if isinstance(each, Exception)]
    assert len(lost) == len(acts) - 1, results
    assert all(isinstance(each, TOLD) and each.message for each in lost), "the others are told, in Vietnamese"
    after, events = database.sql(
        """select version, (select count(*) from dossiers_event e where e.dossier_id = d.id)
           from dossiers_dossier d where id = %s""",
        dossier_id,
    )[0]
    assert after == events == before + 1
    return lost


def test_two_officers_receive_at_once_and_one_is_told(committed_stage, committed_database):
    stage = committed_stage
    filed = stage.file()

    def receive(expected_version: int | None) -> Callable[[], Any]:
        officer = stage.officer(DESK)
        return lambda: dossiers.take_step(
            dossier_id=filed.id,
            action="receive",
            expected_version=expected_version,
            actor=officer,
            now=stage.now,
        )

    lost = race(stage, committed_database, filed.id, [receive(1), receive(1)])
    assert [type(each) for each in lost] == [DossierChanged]
    again = stage.file(key="again")
    race(stage, committed_database, again.id, [receive_blind(stage, again) for _ in range(8)])


def receive_blind(stage: Stage, filed: Any) -> Callable[[], Any]:
    officer = stage.officer(DESK)
    return lambda: stage.step(filed, "receive", officer)


def test_approving_and_withdrawing_at_once_leave_one_truth(committed_stage, committed_database):
    stage = committed_stage
    outcomes = Counter()
    for number in range(6):
        filed = stage.file(key=str(number))
        stage.bring_to("drafted", filed)
        leader = stage.officer(LEADER)
        race(
            stage,
            committed_database,
            filed.id,
            [
                lambda filed=filed, leader=leader: stage.approve(filed, leader),
                lambda filed=filed: stage.step(filed, "ask_withdraw", stage.citizen),
            ],
        )
        page = stage.view(filed)
        outcomes[page.state] += 1
        assert (page.result_file_id is not None) == (page.state == "done"), "no result of what was withdrawn"
    assert set(outcomes) <= {"done", "withdrawing"}


def test_answering_twice_at_once_keeps_one_answer(committed_stage, committed_database):
    stage = committed_stage
    filed = stage.file()
    stage.bring_to("waiting_supplement", filed)
    results = at_once([lambda: stage.answer(filed)] * 5)
    assert sum(isinstance(each, int) for each in results) == 1
    page = stage.view(filed)
    assert sorted(each.replaced for each in page.papers) == [False, True]
    assert page.supplements[0].answered_at is not None


def test_timer_and_answer_at_once_take_one_way(committed_stage, committed_database):
    from datetime import timedelta

    stage = committed_stage
    filed = stage.file()
    stage.bring_to("waiting_supplement", filed)
    stage.clock.advance(timedelta(days=12))
    at_once([dossiers.take_due_timers, dossiers.take_due_timers, lambda: stage.answer(filed)])
    page = stage.view(filed)
    actions = [each.action for each in page.timeline]
    assert actions.count("supplement_overdue") <= 1
    assert actions.count("supplement_answered") == 1
    assert page.state == "processing"


def test_money_and_withdrawal_at_once_lose_neither(committed_stage, committed_database):
    """Whatever comes first, a fee that was paid is noted once on the dossier."""
    stage = committed_stage
    filed = stage.file()
    desk, citizen = stage.officer(DESK), stage.citizen
    at_once(
        [
            lambda: dossiers.take_fee_in_cash(dossier_id=filed.id, actor=desk, now=stage.now),
            lambda: stage.step(filed, "ask_withdraw", citizen),
            lambda: dossiers.take_fee_in_cash(dossier_id=filed.id, actor=desk, now=stage.now),
        ]
    )
    at_once([stage.deliver_all] * 6)
    page = stage.view(filed)
    assert page.fee_state == "paid"
    assert [each.action for each in page.timeline].count("fee_noted") == 1
    assert page.version == len(page.timeline)


@pytest.mark.parametrize("handler", ["on_fee_paid", "on_verified", "on_person_answer_changed"])
def test_a_handler_that_runs_twice_has_one_effect(committed_stage, committed_database, handler):
    from tinhso.casework.dossiers import handlers
    from tinhso.foundation.authority.service import system_actor
    from tinhso.foundation.clock.service import new_id
    from tinhso.foundation.unit_of_work.service import unit_of_work
    from tinhso.services.payments.events import FeePaid
    from tinhso.services.payments.service import PaymentMethod
    from tinhso.services.verification.events import Answer, PersonAnswerChanged, PersonVerified

    stage = committed_stage
    filed = stage.file()
    stage.deliver_all()
    event = {
        "on_person_answer_changed": PersonAnswerChanged(
            subject_id=filed.id,
            verification_id=new_id(),
            person_id=stage.citizen.person_id,
            former=Answer.MATCH,
            answer=Answer.NO_MATCH,
        ),
        "on_fee_paid": FeePaid(subject_id=filed.id, fee_id=new_id(), method=PaymentMethod.CASH),
        "on_verified": PersonVerified(
            subject_id=filed.id,
            verification_id=new_id(),
            person_id=stage.citizen.person_id,
            answer=Answer.NO_MATCH,
        ),
    }[handler]

    def handle() -> None:
        with unit_of_work(actor=system_actor("again"), now=stage.now) as work:
            getattr(handlers, handler)(event, work=work)

    at_once([handle] * 5)
    effects = committed_database.sql(
        """select action, count(*) from dossiers_event where dossier_id = %s group by 1""", filed.id
    )
    assert all(count == 1 for _, count in effects)
    templates = committed_database.sql("select template, count(*) from notices_notice group by 1")
    assert all(count == 1 for _, count in templates), templates
    open_checks = committed_database.sql("select count(*) from process_task where key = 'check_identity'")
    assert open_checks == [(0 if handler == "on_fee_paid" else 1,)]


def test_an_event_delivered_by_many_workers_at_once_and_again_has_one_effect(
    committed_stage, committed_database
):
    """Telling is not repeatable by itself; the mark that commits with it makes it one effect."""
    from tinhso.foundation.unit_of_work.service import deliver_event

    stage = committed_stage
    filed = stage.file()
    events = [row[0] for row in committed_database.sql("select id from outbox_event")]
    at_once([lambda event=event: deliver_event(event) for event in events] * 10)
    at_once([stage.deliver_all] * 3)
    assert [deliver_event(event) for event in events] == [0] * len(events)
    told = committed_database.sql("select count(*) from notices_notice where case_id = %s", filed.id)
    waiting = committed_database.sql("select count(*) from outbox_delivery where delivered_at is null")
    assert (told, waiting) == ([(2,)], [(0,)]), "submitted and fee asked, each once"


def test_killing_between_steps_leaves_nothing_half_done(committed_stage, committed_database):
    """The connection dies at each statement of a step in turn: the dossier is as before, or wholly after."""
    from django.db import DatabaseError

    stage = committed_stage
    tables = ("dossiers_dossier", "dossiers_event", "process_task", "dossiers_worklist", "audit_entry",
              "outbox_event", "procrastinate_jobs", "process_clock_entry")  # fmt: skip
    filed = stage.file()
    desk = replace(stage.officer(DESK), trace_id="killed")

    def content() -> list[Any]:
        return [
            committed_database.sql(
                f"select md5(coalesce(string_agg(t::text, '' order by t::text), '')) from {table} t"
            )
            for table in tables
        ]

    before = content()
    for last in range(1, 60):
        cut = _CutAfter(last)
        try:
            with connection.execute_wrapper(cut):
                stage.step(filed, "receive", desk)
        except (DatabaseError, ConnectionError):
            connection.close()
            assert content() == before, f"cut after statement {last}"
            continue
        break
    assert cut.seen <= last, "the last try was not cut"
    assert last > 8, "a step has several statements"
    assert stage.view(filed).state == "received"


class _CutAfter:
    """Ends the server's side of this connection before statement ``last`` runs."""

    def __init__(self, last: int) -> None:
        self.last, self.seen = last, 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.seen += 1
        if self.seen == self.last:
            connection.connection.close()
            raise ConnectionError
        return execute(sql, params, many, context)


def test_of_two_officers_who_enter_one_reserve_number_at_once_one_wins(committed_stage, committed_database):
    """The other is told which dossier the number has become."""
    stage, desk = committed_stage, committed_stage.officer(DESK)
    before = stage.now
    batch_id = dossiers.print_reserve_batch(size=5, actor=desk, now=before)
    number = dossiers.reserve_batch(batch_id=batch_id, actor=desk, now=before).numbers[0].number

    def entering(key: str) -> Callable[[], Any]:
        officer = replace(desk, officer_id=UUID(int=len(key)))
        return lambda: dossiers.enter_reserved(
            number=number, received_at=before, procedure_code=TEMPORARY_RESIDENCE, answers=ANSWERS,
            papers=[housing_proof()], key=key, actor=officer, now=stage.now,
        )  # fmt: skip

    outcomes = at_once([entering("a" * place) for place in range(1, 5)])
    (won,) = [each for each in outcomes if not isinstance(each, DomainError)]
    told = [each.message for each in outcomes if isinstance(each, dossiers.UnableToUseReserveNumber)]
    assert len(told) == 3
    assert all(won.code in message for message in told)
    assert committed_database.sql("select count(*) from dossiers_dossier") == [(1,)]
