"""The demonstration's feedback: in every state, in every queue, once; ratings of delivered dossiers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from django.db import connection, transaction

from tests.sites.console.test_demonstration_dossiers import NOW, legal
from tests.support.sandbox_server import SandboxServer
from tinhso.casework.feedback.service import FeedbackQueue, FeedbackState, feedback_counts, intake_agency
from tinhso.foundation.authority.service import Role, set_scope, system_actor
from tinhso.foundation.calendar.service import seed_calendar, working_calendar
from tinhso.registers.agencies.service import competent_agency, load_demonstration_officers, load_province
from tinhso.sites.demonstration.feedback import feedback_stories, tell_feedback
from tinhso.sites.demonstration.loading import _once
from tinhso.sites.demonstration.moments import OfficeHours
from tinhso.sites.demonstration.officers import Officers
from tinhso.sites.demonstration.people import ask_for_people
from tinhso.sites.demonstration.plan import COMMUNES, PHU_CUONG


@pytest.fixture(scope="module")
def told(sandbox: SandboxServer, django_db_setup: None, django_db_blocker) -> Iterator[list[bool]]:
    """Loaded twice, in one transaction that is rolled back at the module's end."""
    people = ask_for_people(sandbox.base_url, COMMUNES)
    assert people is not None
    whole = transaction.atomic()
    whole._from_testcase = True  # type: ignore[attr-defined] - as Django's own test cases say it
    with django_db_blocker.unblock(), legal(NOW), whole:
        load_province(now=NOW)
        load_demonstration_officers(now=NOW)
        seed_calendar([2023, 2024])
        hours = OfficeHours.before(NOW, working_calendar(now=NOW))
        yield [
            _once(story, partial(tell_feedback, story, Officers()))
            for _ in range(2)
            for story in feedback_stories(people.afresh(), hours)
        ]
        transaction.set_rollback(True)


def test_every_state_has_cases_and_a_second_load_adds_none(told: list[bool]) -> None:
    half = len(told) // 2
    assert all(told[:half])
    assert not any(told[half:])
    set_scope(system_actor())
    with connection.cursor() as cursor:
        cursor.execute("select state, count(*) from feedback_case group by state")
        counts = dict(cursor.fetchall())
    assert set(counts) == {state.value for state in FeedbackState}
    assert min(counts.values()) >= 4
    assert sum(counts.values()) == half >= 50


def test_desks_have_work_that_is_late_and_that_is_late_tomorrow(told: list[bool]) -> None:
    officers = Officers()
    intake = officers.of(intake_agency(now=NOW).id, Role.RECEPTION_OFFICER)
    counts = feedback_counts(actor=intake, now=NOW)
    assert counts[FeedbackQueue.SENT]
    assert counts[FeedbackQueue.RECEIVED]
    police = competent_agency(competence="commune_police", commune_code=PHU_CUONG, on=NOW.date()).id
    counts = feedback_counts(actor=officers.of(police, Role.SPECIALIST), now=NOW)
    assert counts[FeedbackQueue.ASSIGNED]
    assert counts[FeedbackQueue.DRAFTED]
    assert counts[FeedbackQueue.LATE_TOMORROW] + counts[FeedbackQueue.LATE]
    assert counts[FeedbackQueue.FINISHED]
