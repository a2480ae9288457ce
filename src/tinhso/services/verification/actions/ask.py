"""Asking: stored with the act that needs the answer; never waits for the line."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.clock.service import new_id
from tinhso.foundation.ledger.service import ASK_CTE, equal_in_flight, new_question
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.services.verification.rules import question_key
from tinhso.services.verification.types import DOSSIER, LINE, CheckState, PersonFacts

PURPOSE = "Xác thực thông tin công dân với Cơ sở dữ liệu quốc gia về dân cư để giải quyết hồ sơ"
LEGAL_BASIS = "Nghị định 61/2018/NĐ-CP, sửa đổi bởi Nghị định 107/2021/NĐ-CP"

_REQUEST = """insert into verification_request
  (id, case_kind, case_id, agency_id, person_id, state, asked_at, question_id)
  select %s, %s, %s, %s, %s, %s, %s"""
_ASK_AND_REQUEST = f"{ASK_CTE}, requested as ({_REQUEST}, id from asked returning 1)"


def ask_about_person(
    work: UnitOfWork,
    *,
    case_id: UUID,
    person_id: UUID,
    facts: PersonFacts,
    asked_by: str,
    service_name: str,
    due_at: datetime | None,
    agency_id: UUID | None = None,
    case_kind: str = DOSSIER,
    purpose: str = PURPOSE,
    legal_basis: str = LEGAL_BASIS,
) -> UUID:
    """Ask the population database whether ``facts`` belong to one person; the verification's id.

    ``asked_by`` is the officer's code, or ``portal_account()`` for a citizen's own filing;
    ``service_name`` the code of the procedure: the register permits and logs by both. A new question needs
    no statement of its own.
    The answer is announced as PersonVerified, also days later. ``due_at`` sets its place in the
    queue, ``agency_id`` leads the case of ``case_kind``.
    """
    question = new_question(
        line=LINE,
        kind="person",
        key=question_key(facts, asked_by=asked_by, service_code=service_name),
        body={
            "personal_id": facts.personal_id,
            "full_name": facts.full_name,
            "birth": facts.birth.iso,
            "sex": facts.sex,
            "asked_by": asked_by,
            "service": service_name,
        },
        due_at=due_at,
        case_id=case_id,
        now=work.now,
    )
    verification_id = new_id()
    row: list[Any] = [
        verification_id, case_kind, case_id, agency_id, person_id, CheckState.PENDING.value, work.now,
    ]  # fmt: skip

    def join() -> None:
        # Somebody has asked the same: their answer will be ours, too.
        with connection.cursor() as cursor:
            cursor.execute(_REQUEST + ", %s", [*row, equal_in_flight(question)])

    work.write("requested", _ASK_AND_REQUEST, [*question.parameters, *row], otherwise=join)
    work.record(
        action="verification.asked",
        object_kind="verification",
        object_id=verification_id,
        subjects=(person_id,),
        purpose=purpose,
        legal_basis=legal_basis,
        details={"line": LINE, "service": service_name},
    )
    return verification_id
