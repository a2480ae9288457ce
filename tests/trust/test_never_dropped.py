"""Nothing announced or asked is ever dropped, and nothing is written in part."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.trust.stage import ANSWERS, TEMPORARY_RESIDENCE, housing_proof
from tests.trust.test_at_once import at_once
from tinhso.casework.dossiers import service as dossiers
from tinhso.foundation.audit.service import seal_pending, verify
from tinhso.foundation.authority.service import NotPermitted, Role, system_actor
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.ledger.service import ask, claim, settle
from tinhso.foundation.outbox.service import find_handler, waiting_deliveries
from tinhso.foundation.unit_of_work.service import deliver_due, deliver_event, unit_of_work

ON_SUBMITTED = "tinhso.casework.dossiers.handlers.on_submitted"
SUBMITTED = "dossiers.dossier_submitted"


@pytest.fixture
def failing(monkeypatch) -> Any:
    """Makes the handler of submissions fail for as long as ``failing.now`` holds."""

    class Failing:
        now = True
        runs = 0

    real = find_handler(SUBMITTED, ON_SUBMITTED)

    def handler(event: Any, *, work: Any) -> None:
        Failing.runs += 1
        real(event, work=work)
        if Failing.now:
            raise ConnectionError("074190001234 Nguyễn Thị Hoa")

    from tinhso.foundation.outbox import registry

    monkeypatch.setitem(registry._handlers[SUBMITTED], ON_SUBMITTED, handler)
    return Failing


def test_failing_handler_shows_is_tried_again_and_succeeds_exactly_once(
    committed_stage, committed_database, failing
):
    stage = committed_stage
    filed = stage.file()
    (event_id,) = {each.event_id for each in waiting_deliveries(before=stage.now)}
    assert deliver_event(event_id) == 1
    (shown,) = waiting_deliveries(before=stage.now + timedelta(days=1))
    assert (shown.handler, shown.attempts, shown.last_error) == (ON_SUBMITTED, 1, "ConnectionError")
    told = "select count(*) from notices_notice where case_id = %s"
    assert committed_database.sql(told, filed.id) == [(0,)], "what the handler had begun is gone"

    assert deliver_due() == 0, "it waits before it tries again"
    waits = []
    for attempt in range(2, 8):
        before = shown.next_at
        stage.clock.advance(timedelta(hours=2))
        assert deliver_due() == 1
        (shown,) = waiting_deliveries(before=stage.now + timedelta(days=1))
        assert shown.attempts == attempt
        waits.append(shown.next_at - real_now())
        assert shown.next_at > before
    assert waits == sorted(waits) and waits[-1] <= timedelta(hours=1)

    failing.now = False
    stage.clock.advance(timedelta(hours=2))
    assert deliver_due() == 1
    assert deliver_due() == 0
    assert waiting_deliveries(before=stage.now + timedelta(days=1)) == []
    assert committed_database.sql(told, filed.id) == [(2,)]
    assert failing.runs == 8


def test_one_failing_handler_does_not_hold_up_other_events(committed_stage, committed_database, failing):
    stage = committed_stage
    filed = stage.file()
    stage.step(filed, "receive", stage.officer(Role.RECEPTION_OFFICER))
    stage.clock.advance(timedelta(seconds=30))
    assert deliver_due() == 2
    waiting = committed_database.sql(
        """select distinct e.name from outbox_delivery d join outbox_event e on e.id = d.event_id
           where d.delivered_at is null"""
    )
    assert waiting == [(SUBMITTED,)]


def test_moving_the_legal_clock_does_not_hold_up_a_delivery(committed_stage):
    """A day of law may be far away; trying again is counted in real minutes."""
    stage = committed_stage
    future = stage.now + timedelta(days=700)
    dossiers.file_online(
        procedure_code=TEMPORARY_RESIDENCE,
        answers={**ANSWERS, "stay_until": "2025-09-01", "stay_from": "2025-07-20"},
        papers=[housing_proof()],
        key="far away",
        actor=stage.citizen,
        now=future,
    )
    stage.clock.advance(timedelta(seconds=30))
    assert deliver_due() == 1


def test_delivery_to_a_handler_that_the_code_lost_stays_in_sight(
    committed_stage, committed_database, monkeypatch
):
    from tinhso.foundation.outbox import registry

    stage = committed_stage
    stage.file()
    monkeypatch.delitem(registry._handlers[SUBMITTED], ON_SUBMITTED)
    stage.clock.advance(timedelta(seconds=30))
    assert deliver_due() == 1
    (shown,) = waiting_deliveries(before=stage.now + timedelta(days=1))
    assert (shown.handler, shown.last_error) == (ON_SUBMITTED, "UnknownHandler")
    assert deliver_due() == 0, "it waits its turn and keeps no other from theirs"
    monkeypatch.undo()
    stage.clock.advance(timedelta(hours=2))
    assert deliver_due() == 1
    assert waiting_deliveries(before=stage.now + timedelta(days=1)) == []


def _question(stage: Any, key: str) -> Any:
    with unit_of_work(actor=system_actor(), now=stage.now):
        return ask(
            line="test", kind="test", key=key, body={"ask": key}, due_at=None, case_id=None, now=stage.now
        )


def test_lease_of_a_dead_worker_runs_out_and_the_question_is_answered_once(
    committed_stage, committed_database
):
    stage = committed_stage
    question_id = _question(stage, "one")
    assert [each.id for each in claim(line="test", limit=10)] == [question_id]
    assert claim(line="test", limit=10) == [], "the worker that holds it may still answer"
    stage.clock.advance(timedelta(seconds=61))
    again = at_once([lambda: claim(line="test", limit=10)] * 6)
    assert sorted(len(each) for each in again) == [0, 0, 0, 0, 0, 1]

    def answer() -> bool:
        with unit_of_work(actor=system_actor(), now=stage.now):
            return settle(question_id, answer={"yes": True}, now=stage.now)

    assert sorted(at_once([answer] * 4)) == [False, False, False, True]


def test_equal_questions_at_once_are_asked_once(committed_stage, committed_database):
    stage = committed_stage
    asked = at_once([lambda: _question(stage, "same")] * 10)
    assert len(set(asked)) == 1
    assert committed_database.sql("select count(*) from ledger_question") == [(1,)]


def test_questions_claimed_by_many_workers_are_shared_out(committed_stage):
    stage = committed_stage
    asked = {_question(stage, str(number)) for number in range(40)}
    claimed = at_once([lambda: claim(line="test", limit=7)] * 8)
    ids = [each.id for batch in claimed for each in batch]
    assert len(ids) == len(set(ids)) == 40 and set(ids) == asked


def test_the_audit_log_of_a_busy_day_is_sealed_and_sound(
    committed_stage, committed_database, settings, tmp_path
):
    settings.TINHSO_TREE_HEADS_FILE = tmp_path / "heads.jsonl"
    stage = committed_stage
    filed = [stage.file(key=str(number)) for number in range(4)]
    stranger = stage.officer(Role.LEADER, agency="other")

    def refused(number: int) -> None:
        with pytest.raises(Exception):  # noqa: B017 - NotVisible; what is written matters here
            stage.step(filed[number], "receive", stranger)

    at_once(
        [lambda each=each: stage.bring_to("done", each) for each in filed]
        + [lambda number=number: refused(number) for number in range(4)]
        + [lambda: seal_pending(real_now())] * 2
    )
    stage.deliver_all()
    seal_pending(real_now())
    entries = committed_database.sql("select count(*) from audit_entry")[0][0]
    sealed = committed_database.sql("select count(*), max(seq) + 1 from audit_leaf")[0]
    assert sealed == (entries, entries) and entries > 30
    assert committed_database.sql("select count(*) from audit_pending") == [(0,)]
    report = verify(heads_file=settings.TINHSO_TREE_HEADS_FILE, now=real_now())
    assert report.is_sound, report.findings
    committed_database.sql("alter table audit_entry disable trigger all")
    committed_database.sql("update audit_entry set action = 'nothing' where action = 'dossier.approve'")
    planted = verify(heads_file=settings.TINHSO_TREE_HEADS_FILE, now=real_now())
    assert not planted.is_sound, "a planted change is found"


FLUSH_PARTS = {
    "audit rows": ("tinhso.foundation.unit_of_work.work.audit_rows", TypeError),
    "event rows": ("tinhso.foundation.unit_of_work.work.event_rows", TypeError),
    "the statement": ("tinhso.foundation.unit_of_work.work._first_row", OSError),
    "the delivery": ("tinhso.foundation.unit_of_work.work.UnitOfWork._is_heard", OSError),
}
TABLES = (
    "dossiers_dossier", "dossiers_event", "dossiers_paper", "dossiers_worklist", "process_task",
    "authority_access", "ledger_question", "verification_request", "payments_fee", "audit_entry",
    "audit_pending", "outbox_event", "outbox_delivery", "procrastinate_jobs", "files_stored",
    "unit_of_work_idempotency_key", "dossiers_code_sequence", "notices_notice", "dossiers_supplement",
    "process_clock_entry",
)  # fmt: skip


def _content(database: Any) -> list[Any]:
    return [
        database.sql(f"select md5(coalesce(string_agg(t::text, '' order by t::text), '')) from {table} t")
        for table in TABLES
    ]


@pytest.mark.parametrize("part", FLUSH_PARTS)
def test_failure_of_one_part_of_the_flush_leaves_nothing(
    committed_stage, committed_database, monkeypatch, part
):
    stage = committed_stage
    standing = stage.file(key="standing")
    before = _content(committed_database)
    name, error = FLUSH_PARTS[part]

    def broken(*_: Any, **__: Any) -> Any:
        raise error("broken on purpose")

    acts = {
        "file": lambda: stage.file(key="broken"),
        "receive": lambda: stage.step(standing, "receive", stage.officer(Role.RECEPTION_OFFICER)),
        "ask": lambda: stage.ask_supplement(standing, stage.officer(Role.RECEPTION_OFFICER)),
    }
    for what, act in acts.items():
        monkeypatch.setattr(name, broken)
        with pytest.raises(error):
            act()
        monkeypatch.undo()
        assert _content(committed_database) == before, f"{what}: {part}"
        assert not connection.in_atomic_block
    assert stage.file(key="broken").code, "and the next attempt is free to succeed"


def test_failure_of_a_deferred_job_leaves_nothing(committed_stage, committed_database, monkeypatch):
    from tinhso.foundation.unit_of_work import work as module

    def broken(*_: Any, **__: Any) -> Any:
        raise OSError("broken on purpose")

    stage = committed_stage
    before = _content(committed_database)
    monkeypatch.setattr(module.jobs, "configure_task", broken)
    with pytest.raises(OSError), unit_of_work(actor=stage.citizen, now=stage.now) as work:
        stage.file(key="broken")
        work.defer("test.nothing")
    assert _content(committed_database) == before


def test_refused_job_takes_the_change_with_it(committed_stage, committed_database):
    """The queue itself refuses: as the database would when it is full or broken."""
    stage = committed_stage
    committed_database.sql("alter table procrastinate_jobs add constraint shut check (false) not valid")
    before = _content(committed_database)
    with (
        pytest.raises(Exception, match=r"shut|[Dd]atabase|constraint"),
        unit_of_work(actor=stage.citizen, now=stage.now) as work,
    ):
        stage.file(key="broken")
        work.defer("test.nothing")
    assert _content(committed_database) == before
    committed_database.sql("alter table procrastinate_jobs drop constraint shut")
    assert stage.file(key="broken").code


@pytest.mark.parametrize("table", ["audit_entry", "audit_pending", "outbox_event", "outbox_delivery"])
def test_refused_row_of_the_flush_takes_the_change_with_it(committed_stage, committed_database, table):
    from django.db import IntegrityError

    stage = committed_stage
    committed_database.sql(f"alter table {table} add constraint shut check (false) not valid")
    before = _content(committed_database)
    with pytest.raises(IntegrityError):
        stage.file(key="broken")
    assert _content(committed_database) == before


def test_refusal_is_audited_although_everything_else_is_rolled_back(committed_stage, committed_database):
    stage = committed_stage
    filed = stage.file()
    with pytest.raises(NotPermitted):
        stage.step(filed, "receive", stage.officer(Role.LEADER))
    refused = committed_database.sql(
        "select action, object_id, details->>'reason' from audit_entry where outcome = 'refused'"
    )
    assert refused == [("dossier.receive", filed.id, "not_permitted")]


def test_answer_that_arrives_for_another_kind_of_case_is_delivered_and_forgotten(committed_stage):
    from tinhso.foundation.clock.service import new_id
    from tinhso.services.verification.events import Answer, PersonVerified

    stage = committed_stage
    with unit_of_work(actor=system_actor(), now=stage.now) as work:
        work.announce(
            PersonVerified(
                subject_id=new_id(),
                verification_id=new_id(),
                person_id=stage.citizen.person_id,
                answer=Answer.MATCH,
            )
        )
    stage.deliver_all()
    assert waiting_deliveries(before=stage.now + timedelta(days=1)) == []
