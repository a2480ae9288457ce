"""Looking up: the question is stored first, then put at once for two seconds; else it waits its turn."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Overdue
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import (
    Actor,
    NotPermitted,
    Permission,
    Resource,
    agencies_with_access,
    require,
    system_actor,
)
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.identifiers.service import UnableToReadText, clean_text
from tinhso.foundation.ledger.service import (
    Question,
    ask,
    claim_one,
    may_try_line,
    note_answer,
    note_failure,
    note_use,
    others_are_due,
    postpone,
    settle,
)
from tinhso.foundation.unit_of_work.service import (
    UnableToReachLine,
    UnableToSendQuestion,
    UnitOfWork,
    acting_as_system,
    unit_of_work,
)
from tinhso.registers.agencies.service import get_agency
from tinhso.registers.people.service import find_by_personal_id
from tinhso.services.verification.errors import UnableToLookUp
from tinhso.services.verification.look_up_types import AskedNumber, LookUpState, NumberKind, Purpose, Register
from tinhso.services.verification.look_up_words import LEGAL_BASIS, REASON, purpose_text
from tinhso.services.verification.looking_up.answering import put_question, store_answer
from tinhso.services.verification.rules import look_up_key, read_number, shown_number

SECONDS = 2.0
_AT_ONCE = 4
_LONGEST_REASON = 300

# A slow line may hold four calls of this process and no more: whoever comes fifth waits for the drain.
_places = threading.BoundedSemaphore(_AT_ONCE)


def look_up(*, register: Register, number: str, purpose: Purpose, actor: Actor, now: datetime) -> UUID:
    """Look a number up in a register for a case, and return the look-up's id; waits at most 2 s.

    The question is stored before the line is tried, and answered at once where the line is up and nobody else
    waits on it; else it keeps its place by the case's deadline and its answer comes by itself, announced as
    LookUpAnswered. Recorded for whom it is about. Never call it inside a unit of work.

    Raises UnableToLookUp for a number that the register cannot know or a task without a reason, NotPermitted,
    and NotVisible where the officer's agency takes no part in the case.
    """
    wanted = read_number(register, number)
    reason = _readable_reason(purpose)
    with unit_of_work(actor=actor, now=now) as work:
        _require(actor, purpose)
        question_id = _ask(work, register, wanted, purpose)
        look_up_id = _keep(work, register, wanted, purpose, question_id, reason)
    question = claim_one(question_id)
    if question is not None:
        _try_at_once(question, register, now)
    return look_up_id


def _require(actor: Actor, purpose: Purpose) -> None:
    resource = Resource(
        kind=purpose.case_kind, id=purpose.case_id, agencies=agencies_with_access(purpose.case_id)
    )
    require(actor=actor, permission=Permission.REGISTER_LOOK_UP, resource=resource)
    if actor.officer_id is None:  # a register answers people who have a name there, never the house itself
        raise NotPermitted(permission=Permission.REGISTER_LOOK_UP)


def _readable_reason(purpose: Purpose) -> str:
    try:
        reason = clean_text(purpose.reason, _LONGEST_REASON)
    except UnableToReadText as refusal:
        raise UnableToLookUp(
            code=refusal.code, message=refusal.message, fields={"reason": refusal.message}
        ) from None
    if purpose.task and not reason:
        message = "Bạn hãy ghi lý do tra cứu cho việc này."
        raise UnableToLookUp(code="look_up.reason_missing", message=message, fields={"reason": message})
    return reason


def _ask(work: UnitOfWork, register: Register, wanted: AskedNumber, purpose: Purpose) -> UUID:
    actor = work.actor
    return ask(
        line=register.value,
        kind=wanted.kind.value,
        key=look_up_key(wanted, asked_by=str(actor.officer_id), reference=purpose.reference),
        body={
            "number": wanted.value,
            "purpose": purpose.kind.value,
            "reference": purpose.reference,
            "service": purpose.service,
            "officer": str(actor.officer_id),
            "agency": get_agency(actor.agency_id).code if actor.agency_id else "",
        },
        due_at=purpose.due_at,
        case_id=purpose.case_id,
        now=work.now,
    )


def _keep(
    work: UnitOfWork,
    register: Register,
    wanted: AskedNumber,
    purpose: Purpose,
    question_id: UUID,
    reason: str,
) -> UUID:
    look_up_id = new_id()
    sealed = seal_text(reason, owner=look_up_id, field=REASON) if reason else None
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into verification_look_up (id, case_kind, case_id, reference, register, number_kind,
                 shown_number, purpose, sealed_reason, subjects, question_id, asked_by, agency_id, state,
                 asked_at)
               values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::uuid[], %s, %s, %s, %s, %s)""",
            [
                look_up_id, purpose.case_kind, purpose.case_id, purpose.reference, register.value,
                wanted.kind.value, shown_number(wanted), purpose.kind.value, sealed, list(purpose.subjects),
                question_id, work.actor.officer_id, work.actor.agency_id, LookUpState.WAITING.value, work.now,
            ],
        )  # fmt: skip
    work.record(
        action=f"verification.{register.value}_looked_up",
        object_kind=purpose.case_kind,
        object_id=purpose.case_id,
        subjects=_concerned(work, wanted, purpose),
        purpose=purpose_text(purpose.kind),
        legal_basis=LEGAL_BASIS,
        details={"line": register.value, "look_up": str(look_up_id), "purpose": purpose.kind.value},
    )
    return look_up_id


def _concerned(work: UnitOfWork, wanted: AskedNumber, purpose: Purpose) -> tuple[UUID, ...]:
    """The insured person, where the house knows them by this id; else the people of the case."""
    if wanted.kind is NumberKind.PERSONAL_ID:
        with acting_as_system(work):
            person_id = find_by_personal_id(wanted.value)
        if person_id is not None:
            return (person_id,)
    return purpose.subjects


def _try_at_once(question: Question, register: Register, now: datetime) -> None:
    """Two seconds outside any transaction. What does not come in them is left to the drain."""
    reason = _why_not_now(question, register)
    if reason:
        postpone(question, reason=reason, line_failed=True)
        return
    note_use(register.value, 1)
    call = _threads().submit(_in_its_place, lambda: put_question(question, register, seconds=SECONDS))
    try:
        answer = call.result(timeout=SECONDS)
    except UnableToSendQuestion as refusal:
        postpone(question, reason=refusal.reason, line_failed=False)
    except UnableToReachLine as failure:
        note_failure(register.value, reason=failure.reason)
        postpone(question, reason=failure.reason, line_failed=True)
    except Overdue:
        # The call may still be under way: the lease is kept until it cannot be any more.
        note_failure(register.value, reason="timeout")
        postpone(question, reason="timeout", line_failed=False)
    else:
        note_answer(register.value)
        _store(question, answer, now)


def _why_not_now(question: Question, register: Register) -> str:
    if not may_try_line(register.value):
        return "line_resting"
    if others_are_due(question):
        return "others_wait"
    return "" if _places.acquire(blocking=False) else "busy"


def _in_its_place(call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return call()
    finally:
        _places.release()


def _store(question: Question, answer: dict[str, Any], now: datetime) -> None:
    with unit_of_work(actor=system_actor(str(question.id)), now=now) as work:
        if settle(question.id, answer=answer, now=now):
            store_answer(work, question, answer)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="look-up")
