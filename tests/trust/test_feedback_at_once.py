"""Feedback at once, really committed: one sending is one case, one officer wins, one rating stands."""

from __future__ import annotations

import pytest

from tests.casework.feedback.conftest import Desk
from tests.trust.test_at_once import AT_ONCE, at_once
from tinhso.casework.feedback.service import FeedbackChanged, Sent
from tinhso.foundation.authority.service import NotPermitted
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.process.service import UnableToCompleteTask, UnableToTakeAction
from tinhso.services.ratings.service import FinishedDossier, rate_service

TOLD = (FeedbackChanged, UnableToTakeAction, UnableToCompleteTask, NotPermitted)


@pytest.fixture
def desk(committed_stage) -> Desk:
    return Desk(stage=committed_stage)


def test_one_sending_twenty_times_at_once_is_one_case(desk, committed_database):
    results = at_once([lambda: desk.send(key="one")] * AT_ONCE)
    assert len({result.code for result in results if isinstance(result, Sent)}) == 1
    assert all(isinstance(result, Sent) for result in results)
    counts = """select (select count(*) from feedback_case), (select count(*) from feedback_event),
      (select count(*) from process_task), (select count(*) from process_clock_entry),
      (select count(*) from outbox_event where name = 'feedback.feedback_sent'),
      (select count(*) from audit_entry where action = 'feedback.send')"""
    assert committed_database.sql(counts) == [(1,) * 6]


def test_of_ten_officers_who_assign_at_once_one_wins_and_the_others_are_told(desk, committed_database):
    sent = desk.send()
    desk.receive(sent)
    desk.classify(sent)
    officers = [(desk.intake, agency) for agency in [desk.police, desk.committee] * 5]
    results = at_once(
        [lambda who=who, agency=agency: desk.assign(sent, agency, who) for who, agency in officers]
    )
    assert sum(isinstance(result, int) for result in results) == 1
    assert all(isinstance(result, TOLD) for result in results if isinstance(result, DomainError))
    open_tasks = "select count(*) from process_task where completed_at is null"
    assert committed_database.sql(open_tasks) == [(1,)]
    assert committed_database.sql("select count(*) from feedback_event where action = 'assign'") == [(1,)]


def test_drafting_refusing_and_handing_on_at_once_leaves_one_outcome(desk, committed_database):
    sent = desk.send()
    desk.bring_to("assigned", sent)
    results = at_once(
        [
            lambda: desk.draft(sent),
            lambda: desk.transfer(sent),
            lambda: desk.refuse(sent, desk.leader()),
        ]
    )
    won = [result for result in results if isinstance(result, int)]
    assert 1 <= len(won) <= 2, "a draft may still be refused by the leader; nothing else follows"
    assert all(isinstance(result, TOLD) for result in results if isinstance(result, DomainError))
    versions = "select count(*), max(version) from feedback_event"
    ((count, latest),) = committed_database.sql(versions)
    assert count == latest == 4 + len(won)


def test_one_dossier_rated_twenty_times_at_once_has_one_rating(desk, committed_database):
    stage = desk.stage
    dossier = FinishedDossier(
        id=new_id(), agency_id=desk.police, procedure_code="1.004194", finished_at=stage.now
    )
    results = at_once(
        [
            lambda score=score: rate_service(
                dossier=dossier, score=score % 5 + 1, reasons={}, actor=stage.citizen, now=stage.now
            )
            for score in range(AT_ONCE)
        ]
    )
    assert not [result for result in results if isinstance(result, DomainError)]
    assert committed_database.sql("select count(*), max(version) from ratings_rating") == [(1, AT_ONCE)]
