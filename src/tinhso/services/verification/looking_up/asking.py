"""Looking up: the question is stored first, then put at once for two seconds; else it waits its turn."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Overdue
from dataclasses import dataclass, field
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
from tinhso.services.verification.adapters.agreement import portal_officer
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A look-up on its way to its row: what is asked, by which officer, and what those concerned read of it.

    ``through`` is the client that asks in the officer's name. Without an officer the province's portal asks,
    which ``portal_of`` keeps, for somebody who is about to file.
    """

    look_up_id: UUID
    register: Register
    wanted: AskedNumber
    purpose: Purpose
    officer: Actor | None
    said: str
    legal_basis: str = LEGAL_BASIS
    reason: str = field(default="", repr=False)
    through: UUID | None = None
    portal_of: UUID | None = None

    @property
    def officer_id(self) -> UUID | None:
        """The officer who asks."""
        return self.officer.officer_id if self.officer else None

    @property
    def agency_id(self) -> UUID | None:
        """The agency for which it is asked."""
        return self.officer.agency_id if self.officer else self.portal_of

    @property
    def account(self) -> str:
        """Under which name the register knows who asks."""
        return str(self.officer_id) if self.officer else portal_officer()


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
    asking = Asking(
        look_up_id=new_id(),
        register=register,
        wanted=wanted,
        purpose=purpose,
        officer=actor,
        reason=reason,
        said=purpose_text(purpose.kind),
    )
    with unit_of_work(actor=actor, now=now) as work:
        _require(actor, purpose)
        question_id = keep_look_up(work, asking)
    put_at_once(question_id, register, now)
    return asking.look_up_id


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


def keep_look_up(work: UnitOfWork, asking: Asking) -> UUID:
    """Store the question and the look-up that waits for it, recorded; the id of the question, to be put."""
    purpose, register = asking.purpose, asking.register
    question_id = ask(
        line=register.value,
        kind=asking.wanted.kind.value,
        key=look_up_key(asking.wanted, asked_by=asking.account, reference=purpose.reference),
        body={
            "number": asking.wanted.value,
            "purpose": purpose.kind.value,
            "reference": purpose.reference,
            "service": purpose.service,
            "officer": asking.account,
            "agency": get_agency(asking.agency_id).code if asking.agency_id else "",
        },
        due_at=purpose.due_at,
        case_id=purpose.case_id,
        now=work.now,
    )
    _insert(work, asking, question_id)
    in_the_name_of = {"officer": asking.account} if asking.through else {}
    work.record(
        action=f"verification.{register.value}_looked_up",
        object_kind=purpose.case_kind,
        object_id=purpose.case_id,
        subjects=_concerned(work, asking.wanted, purpose),
        purpose=asking.said,
        legal_basis=asking.legal_basis,
        details={
            "line": register.value,
            "look_up": str(asking.look_up_id),
            "purpose": purpose.kind.value,
            **in_the_name_of,
        },
    )
    return question_id


def _insert(work: UnitOfWork, asking: Asking, question_id: UUID) -> None:
    purpose, look_up_id = asking.purpose, asking.look_up_id
    sealed = seal_text(asking.reason, owner=look_up_id, field=REASON) if asking.reason else None
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into verification_look_up (id, case_kind, case_id, reference, register, number_kind,
                 shown_number, purpose, sealed_reason, subjects, question_id, asked_by, asked_through,
                 agreed_reason, agreed_basis, agency_id, state, asked_at)
               values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::uuid[], %s, %s, %s, %s, %s, %s, %s, %s)""",
            [
                look_up_id, purpose.case_kind, purpose.case_id, purpose.reference, asking.register.value,
                asking.wanted.kind.value, shown_number(asking.wanted), purpose.kind.value, sealed,
                list(purpose.subjects), question_id, asking.officer_id, asking.through,
                asking.said if asking.through else None, asking.legal_basis if asking.through else None,
                asking.agency_id, LookUpState.WAITING.value, work.now,
            ],
        )  # fmt: skip


def _concerned(work: UnitOfWork, wanted: AskedNumber, purpose: Purpose) -> tuple[UUID, ...]:
    """The insured person, where the house knows them by this id; else the people of the case."""
    if wanted.kind is NumberKind.PERSONAL_ID:
        with acting_as_system(work):
            person_id = find_by_personal_id(wanted.value)
        if person_id is not None:
            return (person_id,)
    return purpose.subjects


def put_at_once(question_id: UUID, register: Register, now: datetime) -> None:
    """Two seconds outside any transaction. What does not come in them is left to the drain."""
    question = claim_one(question_id)
    if question is not None:
        _try(question, register, now)


def _try(question: Question, register: Register, now: datetime) -> None:
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
