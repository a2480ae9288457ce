"""What a register says of an organisation that is about to file, so that it need not bring what is known.

The province's portal asks, under its own account: no officer works on the case yet. Nobody waits longer than
for any look-up, and nobody is refused by what comes back.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import legal_day, new_id
from tinhso.foundation.ledger.service import stored_answer
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.services.verification import models
from tinhso.services.verification.look_up_types import LookUpState, Purpose, Register
from tinhso.services.verification.look_up_words import purpose_text
from tinhso.services.verification.looking_up.asking import Asking, keep_look_up, put_at_once
from tinhso.services.verification.looking_up.policies import known_policies
from tinhso.services.verification.rules import is_stale, policy_on, read_number

_ACTIVE = "active"


def look_up_for_filing(
    *, register: Register, number: str, purpose: Purpose, portal_of: UUID, actor: Actor, now: datetime
) -> None:
    """Ask a register about whoever files, for the agency ``portal_of`` that keeps the portal; at most 2 s.

    Stored before the line is tried and recorded for the people of the filing, as every look-up is; what the
    line does not answer at once comes by itself and is good as long as the filing goes on. Never call it
    inside a unit of work. Raises UnableToLookUp for a number that the register cannot know, NotPermitted.
    """
    asking = Asking(
        look_up_id=new_id(),
        register=register,
        wanted=read_number(register, number),
        purpose=purpose,
        officer=None,
        portal_of=portal_of,
        said=purpose_text(purpose.kind),
    )
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.DOSSIER_DRAFT)
        with acting_as_system(work):
            question_id = keep_look_up(work, asking)
    put_at_once(question_id, register, now)


def is_active_business(work: UnitOfWork, *, case_id: UUID) -> bool:
    """Whether the business register said, for this filing, that the business exists and is active.

    Not where it has not answered, nor by an answer that is old by the policy of today. In the system's scope.
    """
    row = (
        models.LookUp.objects.filter(
            case_id=case_id, register=Register.BUSINESS.value, state=LookUpState.FOUND.value
        )
        .order_by("-asked_at", "-id")
        .first()
    )
    if row is None or row.as_of is None or row.answered_at is None:
        return False
    policy = policy_on(known_policies(), row.register, legal_day(work.now))
    if is_stale(as_of=row.as_of, answered_at=row.answered_at, policy=policy, now=work.now):
        return False
    answer = stored_answer(row.question_id) or {}
    return bool(answer.get("facts", {}).get("status") == _ACTIVE)
