"""Systems of others look up in the name of an officer, and read again what they asked themselves.

A register answers people who have a name there, so that a client names an officer who might ask themselves;
what those concerned read is the client, with the reason and the legal basis of its agreement.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.foundation.authority.service import (
    Actor,
    ActorKind,
    NotVisible,
    Permission,
    Resource,
    agencies_with_access,
    is_permitted,
    require,
)
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import blind_index
from tinhso.foundation.unit_of_work.service import UnitOfWork, claim_key, unit_of_work
from tinhso.services.verification import models
from tinhso.services.verification.errors import UnableToAskForOfficer
from tinhso.services.verification.look_up_types import (
    AskedByClient,
    AskedNumber,
    ClientAgreement,
    LookUp,
    LookUpState,
    OpenedLookUp,
    Purpose,
    Register,
)
from tinhso.services.verification.looking_up.asking import Asking, keep_look_up, put_at_once
from tinhso.services.verification.looking_up.reading import open_row, record_reading, views_of
from tinhso.services.verification.rules import look_up_key, read_number


def look_up_through_client(
    *,
    register: Register,
    number: str,
    purpose: Purpose,
    officer: Actor,
    agreement: ClientAgreement,
    key: str,
    actor: Actor,
    now: datetime,
) -> AskedByClient:
    """A client looks a number up for a case in the name of ``officer``; waits at most 2 s for the line.

    ``officer`` must be one who may look up for the case, at an agency of the client's agreement. ``key`` is
    the request's own: sent again it asks nothing and gives back the look-up as it stands. Recorded with the
    agreement's words for whom it is about. Never call it inside a unit of work.

    Raises UnableToLookUp for a number that the register cannot know, UnableToAskForOfficer (audited),
    UnableToRepeat where the key was sent with something else, NotPermitted, and NotVisible where no agency of
    the agreement takes part in the case.
    """
    asking = Asking(
        look_up_id=new_id(),
        register=register,
        wanted=read_number(register, number),
        purpose=purpose,
        officer=officer,
        said=agreement.reason,
        legal_basis=agreement.legal_basis,
        through=actor.client_id,
    )
    try:
        first = _keep_once(asking, officer, key=key, actor=actor, now=now)
    except UnableToAskForOfficer as refusal:
        _note_refusal(refusal, purpose, actor=actor, now=now)
        raise
    with unit_of_work(actor=actor, now=now) as work:
        (view,) = views_of(work, models.LookUp.objects.filter(id=first))
    return AskedByClient(look_up=view, is_new=first == asking.look_up_id)


def get_look_up_through_client(
    *, look_up_id: UUID, agreement: ClientAgreement, actor: Actor, now: datetime
) -> OpenedLookUp:
    """One of the client's own look-ups, with its answer once there is one; NotVisible for any other.

    Reading an answer is recorded with the agreement's words and shown to whom it is about; asking whether it
    has come is recorded without them.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.REGISTER_ASK)
        row = models.LookUp.objects.filter(id=look_up_id, asked_through=actor.client_id).first()
        if row is None:
            raise NotVisible(object_kind="look_up", object_id=look_up_id, permission=Permission.REGISTER_ASK)
        _require(actor, row.case_kind, row.case_id)
        opened = open_row(work, row)
        if opened.look_up.state is LookUpState.WAITING:
            work.record(
                action="verification.look_up_awaited",
                object_kind=row.case_kind,
                object_id=row.case_id,
                details={"line": row.register, "look_up": str(row.id)},
            )
        else:
            record_reading(work, row, opened, said=agreement.reason, legal_basis=agreement.legal_basis)
    return opened


def asked_through_client(work: UnitOfWork, look_up_id: UUID) -> LookUp | None:
    """The look-up without its answer where a client asked it, for telling that client; None where none did.

    In the system's unit of work.
    """
    rows = models.LookUp.objects.filter(id=look_up_id, asked_through__isnull=False)
    return next(iter(views_of(work, rows)), None)


def _keep_once(asking: Asking, officer: Actor, *, key: str, actor: Actor, now: datetime) -> UUID:
    """Store and put the question, unless the key did before; the id of the look-up that it made."""
    purpose = asking.purpose
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.REGISTER_ASK)
        resource = _require(actor, purpose.case_kind, purpose.case_id)
        _require_officer(officer, actor, resource)
        first = claim_key(
            work,
            key=f"look-up:{key}",
            request_digest=_digest(asking.wanted, asking),
            result_id=asking.look_up_id,
        )
        question_id = keep_look_up(work, asking) if first == asking.look_up_id else None
    if question_id is not None:
        put_at_once(question_id, asking.register, now)
    return first


def _digest(wanted: AskedNumber, asking: Asking) -> bytes:
    """What was asked, kept blindly: a number of a person could be guessed from a plain digest."""
    asked = look_up_key(wanted, asked_by=asking.account, reference=asking.purpose.reference)
    return blind_index(f"{asking.register.value}:{asked}", kind="look_up.request")


def _require(actor: Actor, case_kind: str, case_id: UUID) -> Resource:
    resource = Resource(kind=case_kind, id=case_id, agencies=agencies_with_access(case_id))
    require(actor=actor, permission=Permission.REGISTER_ASK, resource=resource)
    return resource


def _require_officer(officer: Actor, actor: Actor, resource: Resource) -> None:
    """One answer for all that is wrong, so that it tells of no officer elsewhere."""
    serves_here = (
        officer.kind is ActorKind.OFFICER
        and officer.officer_id is not None
        and officer.agency_id is not None
        and actor.takes_part(frozenset({officer.agency_id}))
    )
    may_ask = is_permitted(actor=officer, permission=Permission.REGISTER_LOOK_UP, resource=resource)
    if not serves_here or not may_ask:
        raise UnableToAskForOfficer


def _note_refusal(refusal: UnableToAskForOfficer, purpose: Purpose, *, actor: Actor, now: datetime) -> None:
    with unit_of_work(actor=actor, now=now) as work:
        work.record(
            action=Permission.REGISTER_ASK,
            object_kind=purpose.case_kind,
            object_id=purpose.case_id,
            outcome="refused",
            details={"reason": refusal.code},
        )
