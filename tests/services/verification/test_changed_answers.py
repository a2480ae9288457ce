"""The population register says otherwise of the same facts: whoever relied on it hears of it, once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.services.verification.population_line import CANARIES, TUAN, announced, questions, rows
from tinhso.foundation.authority.service import Actor, ActorKind, grant_access, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.identifiers.service import PartialDate
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.verification.actions.change import keep_answer
from tinhso.services.verification.service import (
    Answer,
    ask_about_person,
    drain_population_line,
    expire_old_answers,
    latest_check,
    portal_account,
)

pytestmark = pytest.mark.django_db

TURNED = {"former": "match", "answer": "no_match"}
BACK = {"former": "no_match", "answer": "match"}


def told(case_id: UUID) -> list[dict[str, str]]:
    """What was announced to a case of a change; each names the case's own check and person, nobody else's."""
    found = rows(
        """select (payload - 'subject_id' - 'version')::text from outbox_event
           where name = 'verification.person_answer_changed' and subject_id = %s order by id""",
        case_id,
    )
    own = rows("select id::text, person_id::text from verification_request where case_id = %s", case_id)
    payloads = [json.loads(payload) for (payload,) in found]
    assert all((one.pop("verification_id"), one.pop("person_id")) in own for one in payloads)
    return payloads


@pytest.fixture
def answered(line, ask, clock):
    """Ask for a new case a day later, and have it answered: rightly, or as a register that turned."""

    def _answered(*, turned: bool = False, **asked) -> UUID:
        clock.advance(timedelta(days=1))
        case_id = ask(**asked)
        if turned:
            line.turn_dial("population", "wrong", variant="flipped", requests=1)
        drain_population_line()
        return case_id

    return _answered


def test_a_changed_answer_is_announced_once_with_the_former_and_the_new(answered):
    first = answered()
    second = answered(turned=True, asked_by="canbo.hai", service="LAM_SACH_DU_LIEU")
    drain_population_line()
    assert (announced(first), announced(second)) == (["match"], ["no_match"])
    assert told(first) == [TURNED]
    assert told(second) == [], "it holds the answer of now"


def test_an_equal_answer_announces_nothing(answered):
    cases = [answered(), answered(), answered()]
    assert [told(case_id) for case_id in cases] == [[], [], []]


def test_every_case_of_the_person_learns_of_it_also_when_it_turns_back(answered, ask):
    first, second = answered(), answered()
    third = answered(turned=True)
    assert (told(first), told(second)) == ([TURNED], [TURNED])
    answered()
    assert [told(each) for each in (first, second, third)] == [[TURNED, BACK], [TURNED, BACK], [BACK]]


def test_cases_that_wait_on_one_question_are_told_of_what_they_were_told(answered, ask):
    joined = ask()
    first = answered(facts=TUAN)
    answered(turned=True)
    assert (told(first), told(joined)) == ([TURNED], [TURNED])


def test_an_answer_that_is_too_old_is_still_what_was_said_last(answered, clock):
    first = answered()
    clock.advance(timedelta(days=200))
    assert expire_old_answers() == 1
    assert questions() == [("expired", "")]
    answered(turned=True)
    assert told(first) == [TURNED]


def test_no_answer_is_no_change(answered, line, clock):
    first = answered()
    answered(asked_by="canbo.bi.thu.hoi")
    line.turn_dial("population", "down")
    answered()
    assert told(first) == []
    line.normalise()
    clock.advance(timedelta(minutes=5))
    drain_population_line()
    answered(asked_by="canbo.bi.thu.hoi")
    assert told(first) == []
    answered(turned=True)
    assert told(first) == [TURNED], "what was said before is still known"
    assert rows("select count(*) from verification_answer where subject is null") == [(2,)]


def test_other_facts_of_the_person_are_another_subject(answered):
    first = answered()
    slip = answered(facts=replace(TUAN, birth=PartialDate(1985, 3, 21)))
    other_sex = answered(facts=replace(TUAN, sex="female"))
    assert [announced(each) for each in (slip, other_sex)] == [["no_match"], ["no_match"]]
    assert told(first) == []
    answered(turned=True, facts=replace(TUAN, full_name="  TRẦN quốc   tuấn "))
    assert told(first) == [TURNED], "case and blanks make no other name"


def test_a_case_that_asked_again_is_told_by_its_own_answer(line, answered, person_id, clock):
    case_id = answered()
    clock.advance(timedelta(days=1))
    with unit_of_work(actor=system_actor("test"), now=clock.moment) as work:
        ask_about_person(
            work,
            case_id=case_id,
            person_id=person_id,
            facts=TUAN,
            asked_by=portal_account(),
            service_name="1.004194",
            due_at=None,
        )
    line.turn_dial("population", "wrong", variant="flipped", requests=1)
    drain_population_line()
    assert sorted(announced(case_id)) == ["match", "no_match"]
    assert told(case_id) == []
    answered()
    assert told(case_id) == [BACK], "told once, of what it asked last"


def test_another_agency_learns_nothing_of_who_asked(answered, clock):
    first = answered()
    second = answered(turned=True, asked_by="canbo.nganh.khac")
    agencies = {case_id: new_id() for case_id in (first, second)}
    with unit_of_work(actor=system_actor(), now=clock.moment):
        for case_id, agency_id in agencies.items():
            grant_access(
                case_kind="dossier",
                case_id=case_id,
                agency_ids=[agency_id],
                basis="competent",
                now=clock.moment,
            )
    officer = Actor(kind=ActorKind.OFFICER, officer_id=new_id(), agency_id=agencies[first])
    with unit_of_work(actor=officer, now=clock.moment):
        assert latest_check(first) is not None
        assert latest_check(second) is None
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from verification_answer")
            assert cursor.fetchone() == (0,)
    ((payload,),) = rows(
        "select payload::text from outbox_event where name = 'verification.person_answer_changed'"
    )
    ((asked,),) = rows("select id::text from verification_request where case_id = %s", second)
    assert str(second) not in payload and asked not in payload and "canbo" not in payload


def test_nothing_of_it_is_readable_and_the_person_sees_it(answered, person_id):
    answered()
    answered(turned=True)
    held = str(rows("select a::text from verification_answer a"))
    held += str(rows("select e::text from outbox_event e")) + str(rows("select e::text from audit_entry e"))
    assert not [canary for canary in CANARIES if canary in held]
    assert len(rows("select 1 from verification_answer where length(subject) >= 16")) == 2
    found = rows(
        """select purpose <> '', legal_basis <> '', details->>'former', details->>'answer' from audit_entry
           where %s = any(subjects) and action = 'verification.answer_changed'""",
        person_id,
    )
    assert found == [(True, True, "match", "no_match")]


def test_keeping_an_answer_stays_one_statement(ask, clock, django_assert_num_queries):
    ask()
    ((question_id,),) = rows("select id from ledger_question")
    with (
        unit_of_work(actor=system_actor("test"), now=clock.moment) as work,
        django_assert_num_queries(1),
    ):
        assert keep_answer(work, question_id, TUAN, Answer.MATCH) is None


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (
            "select answer from verification_answer where subject = 'x'::bytea order by as_of desc,"
            " question_id desc limit 1",
            "verification_of_subject",
        ),
        (
            "select r.id from verification_request r where r.question_id = gen_random_uuid()"
            " and r.state in ('match', 'no_match')",
            "verification_told",
        ),
    ],
)
def test_what_was_said_before_is_found_by_an_index(db, statement, index):
    rows("select set_config('enable_seqscan', 'off', true)")
    plan = str(rows(f"explain {statement}"))
    assert index in plan
