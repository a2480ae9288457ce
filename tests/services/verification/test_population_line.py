"""Questions to the population database: kept while the line is down, answered when it is back."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

import httpx
import msgspec
import pytest

from tests.services.verification.population_line import CANARIES, TUAN, announced, questions, rows
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.identifiers.service import PartialDate
from tinhso.foundation.ledger.service import BreakerState, line_state
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.verification.actions import answer as answering
from tinhso.services.verification.adapters import population_soap
from tinhso.services.verification.adapters.population_soap import WSDL_FILE, RegisterClient
from tinhso.services.verification.events import PersonVerified
from tinhso.services.verification.service import (
    LINE,
    Answer,
    PersonFacts,
    ask_about_person,
    checks_of,
    drain_population_line,
    expire_old_answers,
    is_check_old,
    latest_check,
    line_now,
    line_overview,
)

pytestmark = pytest.mark.django_db


def _drain(times: int = 1) -> None:
    for _ in range(times):
        drain_population_line()


def _asked_of_register(line, subject: str) -> int:
    found = httpx.get(f"{line.base_url}/population/api/queries", params={"subject": subject})
    return len(found.json()["queries"])


def test_matching_person_is_announced_once(line, ask):
    case_id = ask()
    assert latest_check(case_id).answer is Answer.UNAVAILABLE

    _drain(3)

    assert announced(case_id) == ["match"]
    check = latest_check(case_id)
    assert check.answer is Answer.MATCH
    assert check.as_of is not None


def test_an_answer_older_than_the_policy_is_marked_and_stays_as_it_is(line, ask, clock):
    case_id = ask()
    _drain(3)
    answered_at = latest_check(case_id).as_of

    def is_old() -> bool:
        with unit_of_work(actor=system_actor("test"), now=clock.moment):
            return is_check_old(answered_at, now=clock.moment)

    clock.advance(timedelta(days=89))
    assert (is_old(), expire_old_answers()) == (False, 0)
    clock.advance(timedelta(days=2))
    assert (is_old(), expire_old_answers()) == (True, 1)
    assert expire_old_answers() == 0
    assert questions() == [("expired", "")]
    assert latest_check(case_id).answer is Answer.MATCH


@pytest.mark.parametrize(
    "facts",
    [
        PersonFacts(personal_id=TUAN.personal_id, full_name="Trần Quốc Tuân", birth=TUAN.birth, sex="male"),
        PersonFacts(
            personal_id=TUAN.personal_id,
            full_name=TUAN.full_name,
            birth=PartialDate(1985, 3, 13),
            sex="male",
        ),
        PersonFacts(
            personal_id=TUAN.personal_id,
            full_name=TUAN.full_name,
            birth=TUAN.birth,
            sex="female",
        ),
        PersonFacts(personal_id="074085999999", full_name=TUAN.full_name, birth=TUAN.birth, sex="male"),
    ],
    ids=["accent of the name", "day of birth", "sex", "unknown id"],
)
def test_what_does_not_agree_is_no_match_and_refuses_nobody(line, ask, facts):
    case_id = ask(facts)
    _drain()
    assert announced(case_id) == ["no_match"]


def test_year_only_birth_and_name_of_one_word_are_asked_as_they_are(line, ask):
    elder = PersonFacts(
        personal_id="074048001203", full_name="Trần Văn Bảy", birth=PartialDate(1948), sex="male"
    )
    stieng = PersonFacts(
        personal_id="070079001701", full_name="Brôi", birth=PartialDate(1979, 1, 1), sex=None
    )
    cases = [ask(elder), ask(stieng)]
    _drain()
    assert [announced(case) for case in cases] == [["match"], ["match"]]


def test_question_waits_while_line_is_down_and_is_answered_when_it_is_back(line, ask, clock):
    line.turn_dial("population", "down")
    case_id = ask()

    _drain(5)

    assert questions() == [("asked", "http_503")]
    assert announced(case_id) == []
    state = line_state(LINE)
    assert state.breaker is BreakerState.OPEN
    assert state.failures == 3, "a resting line is not tried"
    assert line_overview().waiting == 1
    assert not line_overview().working
    assert (line_now().is_open, line_now().waiting) == (False, 1)

    line.normalise()
    _drain()
    assert announced(case_id) == [], "the line still rests"

    clock.advance(timedelta(seconds=6))
    _drain(2)
    assert announced(case_id) == ["match"]
    assert line_overview().working
    assert (line_now().is_open, line_now().waiting) == (True, 0)


def test_whole_queue_runs_once_a_probe_succeeds(line, ask, clock):
    line.turn_dial("population", "down")
    cases = [ask(asked_by=f"canbo.{number}") for number in range(6)]
    _drain(4)
    line.normalise()
    clock.advance(timedelta(seconds=6))

    _drain(2)

    assert [announced(case) for case in cases] == [["match"]] * 6


def test_failed_probe_lets_the_line_rest_longer(line, ask, clock):
    line.turn_dial("population", "down")
    ask()
    _drain(3)
    first_rest = line_state(LINE).retry_at - clock.moment
    clock.advance(timedelta(seconds=6))
    _drain(3)
    state = line_state(LINE)
    assert state.failures == 4
    assert state.retry_at - clock.moment == 2 * first_rest


def test_hanging_register_holds_nobody_longer_than_the_deadline(line, ask, monkeypatch):
    monkeypatch.setattr(answering, "_SECONDS", 0.4)
    line.turn_dial("population", "hang", seconds=2)
    ask()
    _drain()
    assert questions() == [("asked", "timeout")]


@pytest.mark.parametrize(
    ("position", "reason"),
    [
        ({"mode": "wrong", "variant": "garbled"}, "http_200"),
        ({"mode": "wrong", "variant": "truncated"}, "unreadable_answer"),
        ({"mode": "wrong", "variant": "other_request"}, "answer_to_another_question"),
    ],
)
def test_answer_that_cannot_be_trusted_is_no_answer(line, ask, position, reason):
    line.turn_dial("population", requests=1, **position)
    case_id = ask()
    _drain()
    assert questions() == [("asked", reason)]
    assert announced(case_id) == []
    _drain()
    assert announced(case_id) == ["match"]


def test_answer_repeated_from_another_question_is_not_taken(line, ask):
    ask(asked_by="canbo.mot")
    _drain()
    line.turn_dial("population", "duplicate", requests=1)
    case_id = ask(asked_by="canbo.hai")
    _drain()
    assert announced(case_id) == []


def test_officer_whose_permission_was_withdrawn_is_told_so(line, ask):
    case_id = ask(asked_by="canbo.bi.thu.hoi")
    _drain()
    assert announced(case_id) == ["not_permitted"]
    assert line_overview().working


def test_wrong_element_order_makes_only_that_question_wait(line, ask, tmp_path, monkeypatch):
    swapped = tmp_path / "swapped.wsdl"
    text = WSDL_FILE.read_text("utf-8")
    officer = '<xs:element name="MaCanBo" type="tns:MaType"/>'
    account = '<xs:element name="MaTichHop" type="tns:MaType"/>'
    assert officer in text
    text = text.replace(officer, "@").replace(account, officer).replace("@", account)
    swapped.write_text(text, "utf-8")
    wrong = RegisterClient(seconds=5, wsdl=swapped)
    monkeypatch.setattr(answering, "register_client", lambda *, seconds: wrong)
    case_id = ask()

    _drain(4)

    assert questions() == [("asked", "fault_invalid_message")]
    assert announced(case_id) == []
    assert line_overview().working, "the line is not to blame"


def test_one_bad_question_does_not_hold_up_the_others(line, ask, monkeypatch):
    real = population_soap.RegisterClient.verify

    def verify(self, facts, asker):
        if asker.officer == "canbo.hong":
            raise answering_failure
        return real(self, facts, asker)

    from tinhso.foundation.unit_of_work.service import UnableToReachLine

    answering_failure = UnableToReachLine("http_500")
    monkeypatch.setattr(population_soap.RegisterClient, "verify", verify)
    ask(asked_by="canbo.hong")
    good = ask(asked_by="canbo.tot")

    _drain()

    assert announced(good) == ["match"]
    assert sorted(questions()) == [("answered", ""), ("asked", "http_500")]


def test_same_question_of_two_cases_is_asked_once_and_both_are_told(line, ask):
    elder = PersonFacts(
        personal_id="074147001401", full_name="Võ Thị Út", birth=PartialDate(1947), sex="female"
    )
    before = _asked_of_register(line, elder.personal_id)
    first, second = ask(elder), ask(elder)
    assert len(questions()) == 1

    _drain(2)

    assert announced(first) == announced(second) == ["match"]
    assert _asked_of_register(line, elder.personal_id) == before + 1
    checks = checks_of([first, second])
    assert {len(found) for found in checks.values()} == {1}


def test_question_of_another_officer_is_another_question(line, ask):
    ask(asked_by="canbo.mot")
    ask(asked_by="canbo.hai")
    assert len(questions()) == 2


def test_request_that_joined_while_the_answer_was_being_stored_is_served(line, ask, person_id):
    """Given an answered question, when a request still waits on it, the next pass serves it."""
    ask()
    _drain()
    late_case = UUID(int=7)
    rows(
        """insert into verification_request (id, case_id, person_id, question_id, state, asked_at)
           select %s, %s, person_id, question_id, 'pending', asked_at from verification_request
           returning id""",
        UUID(int=8),
        late_case,
    )
    _drain(2)
    assert announced(late_case) == ["match"]


def test_asking_and_answering_are_shown_to_the_person(line, ask, person_id):
    ask()
    _drain()
    found = rows(
        "select action, purpose <> '', legal_basis <> '' from audit_entry "
        "where %s = any(subjects) and action like 'verification.%%' order by recorded_at, id",
        person_id,
    )
    assert found == [("verification.asked", True, True), ("verification.answered", True, True)]


def test_nothing_is_stored_readable(line, ask):
    ask()
    _drain()
    stored = rows(
        """select string_agg(t::text, ' ') from (
             select q::text as t from ledger_question q union all
             select r::text from verification_request r union all
             select a::text from verification_answer a union all
             select e::text from outbox_event e union all
             select e::text from audit_entry e) everything"""
    )[0][0]
    for canary in CANARIES:
        assert canary not in stored


@pytest.mark.parametrize(
    "position",
    [
        {"mode": "normal"},
        {"mode": "down"},
        {"mode": "refusing"},
        {"mode": "wrong", "variant": "garbled"},
        {"mode": "wrong", "variant": "truncated"},
        {"mode": "wrong", "variant": "other_request"},
    ],
    ids=lambda position: "-".join(position.values()),
)
def test_logs_hold_no_personal_data_whatever_happens(line, ask, caplog, position):
    line.turn_dial("population", **position)
    ask()
    with caplog.at_level(logging.DEBUG):
        _drain()
    for canary in CANARIES:
        assert canary not in caplog.text


def test_planted_leak_of_a_library_is_caught_by_the_check_above(line, ask, caplog, monkeypatch):
    """zeep's own posting writes envelopes to its debug log; ours replaces it for that reason."""
    from zeep.transports import Transport

    from tinhso.services.verification.adapters.transport import BoundedTransport

    monkeypatch.setattr(BoundedTransport, "post", Transport.post)
    ask()
    with caplog.at_level(logging.DEBUG):
        _drain()
    assert any(canary in caplog.text for canary in CANARIES)


def test_asking_costs_no_statement_of_its_own(ask, person_id, clock, django_assert_num_queries):
    with unit_of_work(actor=system_actor("test"), now=clock.moment) as work, django_assert_num_queries(0):
        ask_about_person(
            work,
            case_id=UUID(int=9),
            person_id=person_id,
            facts=TUAN,
            asked_by="canbo.mot",
            service_name="1.004194",
            due_at=None,
        )


def test_announcement_is_rebuilt_from_what_is_stored(line, ask, person_id):
    case_id = ask()
    _drain()
    ((payload,),) = rows("select payload::text from outbox_event")
    event = msgspec.convert(msgspec.json.decode(payload), PersonVerified, strict=False)
    assert (event.subject_id, event.person_id, event.answer) == (case_id, person_id, Answer.MATCH)
