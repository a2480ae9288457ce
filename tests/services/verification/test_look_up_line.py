"""The line to the gateway: down, slow, wrong, refusing, asked too often; no question is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.services.verification.looking_up import (
    ANSWERED,
    NOTARY,
    POTTERY,
    announced,
    asked_at_gateway,
    drain,
    questions,
)
from tests.services.verification.population_line import rows
from tests.support.sandbox_server import HTTP
from tinhso.foundation.ledger.service import BreakerState, line_state, pause_line
from tinhso.services.verification.looking_up import asking
from tinhso.services.verification.looking_up.adapters import gateway as adapter
from tinhso.services.verification.service import (
    LookUpState,
    Register,
    drain_register_line,
    line_overviews,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("dial", ["gateway", "gateway_business"])
def test_a_question_waits_while_the_line_is_down_and_is_answered_when_it_is_back(gateway_line, desk, dial):
    gateway_line.turn_dial(dial, "down")
    purpose = desk.case()
    look_up_id = desk.look_up(purpose=purpose)
    assert desk.state(look_up_id).state is LookUpState.WAITING
    drain(times=4)
    assert questions() == [("asked", "http_503")]
    assert line_state("business").breaker is BreakerState.OPEN
    assert announced(ANSWERED, purpose.case_id) == []

    gateway_line.normalise()
    drain()
    assert desk.state(look_up_id).state is LookUpState.WAITING, "the line still rests"
    desk.clock.advance(timedelta(seconds=6))
    drain(times=2)
    assert desk.state(look_up_id).state is LookUpState.FOUND
    assert len(announced(ANSWERED, purpose.case_id)) == 1
    assert questions() == [("answered", "")]


def test_one_register_rests_while_the_others_work(gateway_line, desk):
    gateway_line.turn_dial("gateway_insurance", "down")
    waiting = [desk.look_up(Register.INSURANCE) for _ in range(3)]
    drain(Register.INSURANCE, 3)
    assert desk.state(desk.look_up()).state is LookUpState.FOUND
    assert desk.state(desk.look_up(Register.BUDGET)).state is LookUpState.FOUND
    told = {line.name: (line.working, line.waiting) for line in line_overviews()}
    assert told == {
        "population": (True, 0),
        "business": (True, 0),
        "insurance": (False, len(waiting)),
        "budget": (True, 0),
    }


def test_a_slow_line_holds_the_officer_for_the_limit_only(gateway_line, desk, monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 0.3)
    gateway_line.turn_dial("gateway_business", "slow", seconds=1.0, requests=1)
    look_up_id = desk.look_up()
    assert desk.state(look_up_id).state is LookUpState.WAITING
    assert questions() == [("asked", "timeout")]
    drain()
    assert desk.state(look_up_id).state is LookUpState.WAITING, "the first call may still be under way"
    desk.clock.advance(timedelta(seconds=6))
    drain()
    assert desk.state(look_up_id).state is LookUpState.FOUND


def test_a_hanging_line_is_a_failure(gateway_line, desk, monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 0.3)
    gateway_line.turn_dial("gateway_business", "hang", seconds=1.0, requests=1)
    desk.look_up()
    assert line_state("business").last_error == "timeout"


WRONG = [
    ("wrong", "other_request", "answer_to_another_question"),
    ("wrong", "garbled", "unreadable_answer"),
    ("wrong", "truncated", "unreadable_answer"),
    ("wrong", "token", "token_refused"),
    ("duplicate", "", "answer_to_another_question"),
]


@pytest.mark.parametrize(("mode", "variant", "reason"), WRONG)
def test_what_is_not_the_answer_is_a_failure_of_the_line(gateway_line, desk, mode, variant, reason):
    desk.look_up(number=NOTARY)
    desk.clock.advance(timedelta(seconds=1))
    gateway_line.turn_dial("gateway_business", mode, variant=variant)
    look_up_id = desk.look_up(number=POTTERY)
    drain(times=3)
    assert questions()[-1] == ("asked", reason)
    assert desk.state(look_up_id).state is LookUpState.WAITING
    gateway_line.normalise()
    desk.clock.advance(timedelta(minutes=3))
    drain(times=2)
    assert desk.read(look_up_id).facts["tax_code"] == POTTERY


def test_a_refusing_register_is_an_answer_that_says_so(gateway_line, desk):
    gateway_line.turn_dial("gateway_business", "refusing", requests=1)
    state = desk.state(desk.look_up())
    assert (state.state, state.as_of, state.is_stale) == (LookUpState.NOT_PERMITTED, None, False)
    assert line_state("business").breaker is BreakerState.CLOSED


def test_a_suspended_officer_is_told_and_others_go_on(gateway_line, desk, monkeypatch):
    ask = adapter.Gateway.look_up

    def by_suspended(self, question, *, seconds):
        return ask(self, replace(question, officer="canbo.bi.thu.hoi"), seconds=seconds)

    with monkeypatch.context() as patch:
        patch.setattr(adapter.Gateway, "look_up", by_suspended)
        assert desk.state(desk.look_up()).state is LookUpState.NOT_PERMITTED
    assert desk.state(desk.look_up()).state is LookUpState.FOUND


def test_a_question_that_the_register_does_not_take_waits_alone(gateway_line, desk, monkeypatch):
    ask = adapter.Gateway.look_up

    def of_no_agency(self, question, *, seconds):
        return ask(self, replace(question, agency="X1"), seconds=seconds)

    with monkeypatch.context() as patch:
        patch.setattr(adapter.Gateway, "look_up", of_no_agency)
        refused = desk.look_up()
    assert questions() == [("asked", "invalid_agency")]
    assert desk.state(desk.look_up()).state is LookUpState.FOUND
    assert desk.state(refused).state is LookUpState.WAITING


def test_asking_more_often_than_agreed_loses_nothing(gateway_line, desk):
    dial = f"{gateway_line.base_url}/dials/gateway_business/settings"
    pause_line("business", paused=True)
    asked = [desk.look_up() for _ in range(8)]
    pause_line("business", paused=False)
    HTTP.put(dial, json={"rate": 2}).raise_for_status()
    try:
        drain()
        assert line_state("business").last_error == "too_many_questions"
        assert {state for state, _ in questions()} == {"asked", "answered"}
    finally:
        HTTP.put(dial, json={"rate": None}).raise_for_status()
    for _ in range(3):
        desk.clock.advance(timedelta(minutes=3))
        drain(times=2)
    assert {desk.state(each).state for each in asked} == {LookUpState.FOUND}


def test_a_token_is_kept_and_renewed_when_it_runs_out(gateway_line, desk, monkeypatch):
    renewed = []
    renew = adapter.Gateway._renew_token

    def counted(self, deadline):
        renewed.append(1)
        renew(self, deadline)

    monkeypatch.setattr(adapter.Gateway, "_renew_token", counted)
    desk.look_up()
    desk.look_up(Register.BUDGET)
    assert len(renewed) == 1
    gateway_line.turn_dial("gateway_business", "wrong", variant="token", requests=1)
    assert desk.state(desk.look_up()).state is LookUpState.FOUND, "a new token, the same question"
    assert len(renewed) == 2
    adapter.gateway()._good_until = 0.0
    desk.look_up()
    assert len(renewed) == 3


@pytest.mark.parametrize(("secret", "reason"), [("wrong", "client_refused"), ("", "no_secret_configured")])
def test_a_wrong_or_missing_secret_fails_the_line_and_keeps_the_question(
    gateway_line, desk, settings, secret, reason
):
    settings.TINHSO_GATEWAY_CLIENT_SECRET = secret
    adapter.gateway.cache_clear()
    desk.look_up()
    assert questions() == [("asked", reason)]


def test_a_new_question_does_not_overtake_those_that_wait(gateway_line, desk):
    gateway_line.turn_dial("gateway_business", "down")
    first = desk.look_up(purpose=desk.case(due_at=desk.now + timedelta(days=2)))
    gateway_line.normalise()
    desk.clock.advance(timedelta(seconds=1))
    second = desk.look_up(purpose=desk.case(due_at=desk.now + timedelta(days=1)))
    assert questions()[1] == ("asked", "others_wait")
    drain_register_line(Register.BUSINESS, limit=1)
    assert desk.state(second).state is LookUpState.FOUND, "its dossier is due before the other"
    assert desk.state(first).state is LookUpState.WAITING
    drain()
    assert desk.state(first).state is LookUpState.FOUND


def test_the_same_question_in_flight_is_asked_once(gateway_line, desk):
    purpose = desk.case()
    pause_line("business", paused=True)
    one, other = desk.look_up(purpose=purpose), desk.look_up(purpose=purpose)
    colleague = desk.look_up(purpose=purpose, actor=desk.officer(officer_id=uuid4()))
    pause_line("business", paused=False)
    before = len(asked_at_gateway(gateway_line))
    drain()
    assert {desk.state(each).state for each in (one, other, colleague)} == {LookUpState.FOUND}
    assert len(asked_at_gateway(gateway_line)) - before == 2, "the registers permit and log by officer"
    assert len(announced(ANSWERED, purpose.case_id)) == 3


def test_a_look_up_that_joins_in_the_moment_of_the_answer_is_served(gateway_line, desk):
    purpose = desk.case()
    desk.look_up(purpose=purpose)
    late = uuid4()
    rows(
        """insert into verification_look_up (id, case_kind, case_id, reference, register, number_kind,
             shown_number, purpose, subjects, question_id, asked_by, agency_id, state, asked_at)
           select %s, case_kind, case_id, reference, register, number_kind, shown_number, purpose, subjects,
             question_id, asked_by, agency_id, 'waiting', asked_at from verification_look_up returning id""",
        late,
    )
    drain()
    assert desk.state(late).state is LookUpState.FOUND
    assert len(announced(ANSWERED, purpose.case_id)) == 2
