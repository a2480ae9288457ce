"""Answers to look-ups: put at the agreed rate, stored once, compared with what was known, announced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_day, legal_now
from tinhso.foundation.crypto.service import blind_index
from tinhso.foundation.ledger.service import Question, expire, stored_answer
from tinhso.foundation.unit_of_work.service import Drained, UnitOfWork, drain_line, unit_of_work
from tinhso.registers.people.service import find_by_personal_id
from tinhso.services.verification.adapters.agreement import look_ups_per_second
from tinhso.services.verification.errors import NotPermittedToAsk
from tinhso.services.verification.events import LookUpAnswered, RegisterAnswerChanged
from tinhso.services.verification.look_up_types import (
    AskedNumber,
    LookUpState,
    NumberKind,
    PurposeKind,
    Register,
)
from tinhso.services.verification.look_up_words import LEGAL_BASIS, purpose_text
from tinhso.services.verification.looking_up.adapters.gateway import GatewayQuestion, gateway
from tinhso.services.verification.looking_up.adapters.records import personal_ids_in
from tinhso.services.verification.looking_up.policies import known_policies
from tinhso.services.verification.models import LookedUpAnswer
from tinhso.services.verification.rules import changed_facts, policy_on
from tinhso.services.verification.types import LINE

_SECONDS = 5.0

Reply = dict[str, Any]


def drain_register_line(register: Register, limit: int | None = None) -> Drained:
    """Put due questions to one register at its agreed rate, most urgent first, and announce the answers."""
    join_late_look_ups(register)
    return drain_line(
        line=register.value,
        limit=limit,
        send=lambda question: put_question(question, register, seconds=_SECONDS),
        store=store_answer,
        per_second=look_ups_per_second(register),
    )


def put_question(question: Question, register: Register, *, seconds: float) -> Reply:
    """One question over the line, without the database; raises what the adapter raises."""
    body = question.body
    asked = GatewayQuestion(
        request_id=str(question.id),
        register=register,
        number=AskedNumber(kind=NumberKind(question.kind), value=body["number"]),
        purpose=body["purpose"],
        reference=body["reference"],
        service=body["service"],
        officer=body["officer"],
        agency=body["agency"],
    )
    try:
        as_of, facts = gateway().look_up(asked, seconds=seconds)
    except NotPermittedToAsk:
        return {"state": LookUpState.NOT_PERMITTED.value}
    state = LookUpState.NOT_FOUND if facts is None else LookUpState.FOUND
    return {"state": state.value, "as_of": as_of.isoformat(), "facts": facts or {}}


def store_answer(work: UnitOfWork, question: Question, reply: Reply) -> None:
    """Give a settled answer to every look-up that waits for it; say where it is not what it was."""
    state = LookUpState(reply["state"])
    if state is not LookUpState.NOT_PERMITTED:
        _note_what_was_said(work, question, reply)
    _tell_cases(work, _Told.of(question.id, Register(question.line), reply))


def join_late_look_ups(register: Register, limit: int = 200) -> int:
    """Give stored answers to look-ups that joined a question while it was being answered."""
    with unit_of_work(actor=system_actor("verification.late"), now=legal_now()) as work:
        with connection.cursor() as cursor:
            cursor.execute(
                """select distinct l.question_id from verification_look_up l
                     join ledger_question q on q.id = l.question_id
                   where l.state = 'waiting' and l.register = %s and q.state <> 'asked' limit %s""",
                [register.value, limit],
            )
            late = [row[0] for row in cursor.fetchall()]
        told = 0
        for question_id in late:
            reply = stored_answer(question_id)
            if reply is not None:
                told += _tell_cases(work, _Told.of(question_id, register, reply))
        return told


def expire_old_answers() -> int:
    """Mark what the policy of its register holds too old today; how many. Nothing is deleted."""
    now = legal_now()
    with unit_of_work(actor=system_actor("verification.expire"), now=now):
        expired = 0
        policies = known_policies()
        for line, old in _OLD.items():
            policy = policy_on(policies, line, legal_day(now))
            if policy is None:
                continue
            with connection.cursor() as cursor:
                cursor.execute(old, {"line": line, "since": now - timedelta(days=policy.days)})
                expired += expire([row[0] for row in cursor.fetchall()])
        return expired


_OLD_LOOK_UPS = """select a.question_id from verification_looked_up_answer a
    join ledger_question q on q.id = a.question_id and q.state = 'answered'
  where a.register = %(line)s and least(a.as_of, a.answered_at) < %(since)s"""
_OLD_CHECKS = """select a.question_id from verification_answer a
    join ledger_question q on q.id = a.question_id and q.state = 'answered'
  where a.as_of < %(since)s"""
_OLD = {LINE: _OLD_CHECKS, **{register.value: _OLD_LOOK_UPS for register in Register}}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    question_id: UUID
    register: Register
    state: LookUpState
    as_of: datetime | None
    personal_ids: tuple[str, ...]

    @classmethod
    def of(cls, question_id: UUID, register: Register, reply: Reply) -> _Told:
        state = LookUpState(reply["state"])
        return cls(
            question_id=question_id,
            register=register,
            state=state,
            as_of=datetime.fromisoformat(reply["as_of"]) if "as_of" in reply else None,
            personal_ids=personal_ids_in(reply["facts"], register) if state is LookUpState.FOUND else (),
        )


def _tell_cases(work: UnitOfWork, told: _Told) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """update verification_look_up set state = %s, answered_at = %s, as_of = %s
               where question_id = %s and state = 'waiting'
               returning id, case_kind, case_id, subjects, purpose, agreed_reason, agreed_basis""",
            [told.state.value, work.now, told.as_of, told.question_id],
        )
        rows = cursor.fetchall()
    known = _known_people(told.personal_ids)
    for look_up_id, case_kind, case_id, subjects, purpose, reason, basis in rows:
        work.record(
            action=f"verification.{told.register.value}_answered",
            object_kind=case_kind,
            object_id=case_id,
            subjects=known or tuple(subjects),
            purpose=reason or purpose_text(PurposeKind(purpose)),
            legal_basis=basis or LEGAL_BASIS,
            details={
                "line": told.register.value,
                "look_up": str(look_up_id),
                "answer": told.state.value,
            },
        )
        work.announce(
            LookUpAnswered(
                subject_id=case_id, look_up_id=look_up_id, register=told.register, state=told.state
            )
        )
    return len(rows)


def _known_people(personal_ids: tuple[str, ...]) -> tuple[UUID, ...]:
    """Whom the answer is about, as far as the house knows them; it enters nobody because of an answer."""
    found = (find_by_personal_id(each) for each in personal_ids)
    return tuple(dict.fromkeys(each for each in found if each is not None))


def _note_what_was_said(work: UnitOfWork, question: Question, reply: Reply) -> None:
    as_of = datetime.fromisoformat(reply["as_of"])
    subject = blind_index(f"{question.kind}:{question.body['number']}", kind=f"look_up.{question.line}")
    before = _latest(question.line, subject)
    # A copy that is older than the one known tells of the past, not of a change.
    is_news = before is not None and before.as_of <= as_of
    changed = _changed(before, reply["facts"]) if before is not None and is_news else ()
    LookedUpAnswer.objects.create(
        question_id=question.id,
        register=question.line,
        subject=subject,
        found=reply["state"] == LookUpState.FOUND.value,
        as_of=as_of,
        answered_at=work.now,
        before_answered_at=before.answered_at if before is not None and changed else None,
        changed=list(changed),
    )
    if changed:
        _announce_change(work, question, subject, changed)


def _latest(line: str, subject: bytes) -> LookedUpAnswer | None:
    rows = LookedUpAnswer.objects.filter(register=line, subject=subject)
    return rows.order_by("-as_of", "-answered_at", "-question_id").first()


def _changed(before: LookedUpAnswer, facts: Mapping[str, Any]) -> tuple[str, ...]:
    earlier = stored_answer(before.question_id) or {}
    return changed_facts(earlier.get("facts", {}), facts)


def _announce_change(work: UnitOfWork, question: Question, subject: bytes, changed: tuple[str, ...]) -> None:
    """To every case that looked the same up before, and in it to every client that asked itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select distinct on (l.case_id, l.asked_through) l.id, l.case_id
               from verification_look_up l join verification_looked_up_answer a using (question_id)
               where a.register = %s and a.subject = %s and a.question_id <> %s and l.state <> 'waiting'
               order by l.case_id, l.asked_through, l.asked_at desc, l.id""",
            [question.line, subject, question.id],
        )
        holders = cursor.fetchall()
    for look_up_id, case_id in holders:
        work.announce(
            RegisterAnswerChanged(
                subject_id=case_id,
                look_up_id=look_up_id,
                register=Register(question.line),
                facts=changed,
                at=work.now,
            )
        )
