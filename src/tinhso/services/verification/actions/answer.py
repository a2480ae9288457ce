"""Answers: stored once, given to every case that waits for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.identifiers.service import parse_partial_date
from tinhso.foundation.ledger.service import Question
from tinhso.foundation.unit_of_work.service import Drained, UnitOfWork, drain_line, unit_of_work
from tinhso.services.verification.actions.ask import LEGAL_BASIS, PURPOSE
from tinhso.services.verification.actions.change import announce_change, keep_answer
from tinhso.services.verification.adapters.agreement import questions_per_second
from tinhso.services.verification.adapters.population_soap import (
    Asker,
    register_client,
)
from tinhso.services.verification.errors import NotPermittedToAsk
from tinhso.services.verification.events import PersonVerified
from tinhso.services.verification.types import LINE, Answer, PersonFacts

_SECONDS = 5.0


def drain_population_line(limit: int | None = None) -> Drained:
    """Put due questions to the population database at the agreed rate and announce the answers."""
    join_late_requests()
    return drain_line(
        line=LINE,
        limit=limit,
        send=_send,
        store=_store,
        per_second=questions_per_second(),
    )


def join_late_requests(limit: int = 200) -> int:
    """Give stored answers to requests that joined a question while it was being answered."""
    with unit_of_work(actor=system_actor("verification.late"), now=legal_now()) as work:
        with connection.cursor() as cursor:
            cursor.execute(
                """select distinct a.question_id, a.answer, a.as_of
                   from verification_request r join verification_answer a using (question_id)
                   where r.state = 'pending' limit %s""",
                [limit],
            )
            found = cursor.fetchall()
        return sum(_tell_cases(work, id, Answer(answer), as_of) for id, answer, as_of in found)


def _send(question: Question) -> dict[str, Any]:
    body, facts = question.body, _facts(question)
    asker = Asker(request_code=str(question.id), officer=body["asked_by"], service=body["service"])
    try:
        matches = register_client(seconds=_SECONDS).verify(facts, asker)
    except NotPermittedToAsk:
        return {"answer": Answer.NOT_PERMITTED.value}
    return {"answer": (Answer.MATCH if matches else Answer.NO_MATCH).value}


def _facts(question: Question) -> PersonFacts:
    body = question.body
    return PersonFacts(
        personal_id=body["personal_id"],
        full_name=body["full_name"],
        birth=parse_partial_date(body["birth"]),
        sex=body["sex"],
    )


def _store(work: UnitOfWork, question: Question, reply: dict[str, Any]) -> None:
    answer = Answer(reply["answer"])
    changed = keep_answer(work, question.id, _facts(question), answer)
    _tell_cases(work, question.id, answer, work.now)
    if changed is not None:
        announce_change(work, question.id, changed)


def _tell_cases(work: UnitOfWork, question_id: UUID, answer: Answer, as_of: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """update verification_request set state = %s, answered_at = %s, as_of = %s
               where question_id = %s and state = 'pending' returning id, case_id, person_id""",
            [answer.value, work.now, as_of, question_id],
        )
        told = cursor.fetchall()
    for verification_id, case_id, person_id in told:
        work.record(
            action="verification.answered",
            object_kind="verification",
            object_id=verification_id,
            subjects=(person_id,),
            purpose=PURPOSE,
            legal_basis=LEGAL_BASIS,
            details={"line": LINE, "answer": answer.value},
        )
        work.announce(
            PersonVerified(
                subject_id=case_id,
                verification_id=verification_id,
                person_id=person_id,
                answer=answer,
            )
        )
    return len(told)
