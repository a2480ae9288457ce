"""Granting a mandate in the portal, and the answer of the one who is to act."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection
from uuid import UUID

from tinhso.foundation.authority.service import Actor, NotVisible, Permission, require
from tinhso.foundation.clock.service import VIETNAM, legal_day, new_id
from tinhso.foundation.crypto.service import seal_json, seal_text
from tinhso.foundation.identifiers.service import DomainError, clean_text, parse_personal_id
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, claim_key, unit_of_work
from tinhso.services.representation import models
from tinhso.services.representation.adapters import mandate_terms
from tinhso.services.representation.errors import UnableToAnswerMandate, UnableToGrantMandate
from tinhso.services.representation.queries import lock_mandate, number_index, opened, own_person
from tinhso.services.representation.rules import names_match, wrong_days
from tinhso.services.representation.types import (
    MANDATE_KIND,
    Mandate,
    MandateKind,
    MandateProof,
    MandateState,
)

_PURPOSE = "Ủy quyền làm thủ tục hành chính"
_LONGEST_NAME = 120


def grant_mandate(
    *,
    personal_id: str,
    full_name: str,
    procedures: Collection[str],
    first_day: dt.date,
    last_day: dt.date,
    key: str,
    actor: Actor,
    now: dt.datetime,
) -> Mandate:
    """Authorise the person of this number and name, for these procedures (none: for all), for these days.

    The citizen grants for themself; whoever legally represents an organisation and acts for it, for the
    organisation; an authorised person cannot authorise others. Whether number and name belong together is
    never answered: the offer is seen only by the person to whom both belong. ``key`` makes it happen once.
    """
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.MANDATE_GRANT)
        _refuse_authorised(actor)
        number, name = _read(personal_id, full_name)
        _check(procedures, first_day, last_day, today=legal_day(now))
        own = own_person(work)
        if own.personal_id == number:
            raise UnableToGrantMandate(
                "mandate.oneself",
                "Bạn không cần ủy quyền cho chính mình.",
                {"personal_id": "Đây là số định danh của bạn."},
            )
        mandate_id = new_id()
        content = repr((number, name, sorted(procedures), first_day, last_day, actor.organisation_id))
        digest = hashlib.sha256(content.encode()).digest()
        first_id = claim_key(work, key=f"mandate:{key}", request_digest=digest, result_id=mandate_id)
        if first_id == mandate_id:
            _insert(work, mandate_id, number, name, own.full_name or "", procedures, first_day, last_day)
        row = models.Mandate.objects.get(pk=first_id)
        return opened(row, now)


def accept_mandate(*, mandate_id: UUID, actor: Actor, now: dt.datetime) -> Mandate:
    """Agree to act; from then on, and within its days, the person may. Repeating changes nothing.

    NotVisible for everybody but the person whose number and name the offer gives.
    """
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.MANDATE_ACT)
        with acting_as_system(work):
            row = _offer_to_me(work, mandate_id, Permission.MANDATE_ACT)
            if row.accepted_at is None:
                if opened(row, now).state is not MandateState.OFFERED:
                    raise UnableToAnswerMandate(
                        "mandate.over", "Ủy quyền này đã hết hạn hoặc đã bị thu hồi, không nhận được nữa."
                    )
                row.representative_id, row.accepted_at = actor.person_id, now
                row.save(update_fields=["representative", "accepted_at"])
                record(work, "mandate.accepted", row)
            return opened(row, now)


def my_offer(work: UnitOfWork, mandate_id: UUID, permission: Permission) -> models.Mandate:
    """The locked offer, for the person whose number and name it gives; NotVisible for everybody else."""
    return _offer_to_me(work, mandate_id, permission)


def record(work: UnitOfWork, action: str, row: models.Mandate) -> None:
    """Write an act on a mandate down, for the principal and the representative to see."""
    concerned = (row.principal_id, row.representative_id, work.actor.person_id)
    work.record(
        action=action,
        object_kind=MANDATE_KIND,
        object_id=row.id,
        subjects=tuple(dict.fromkeys(each for each in concerned if each)),
        purpose=_PURPOSE,
        details={"kind": row.kind, "proof": row.proof, "procedures": len(row.procedures)},
    )


def _offer_to_me(work: UnitOfWork, mandate_id: UUID, permission: Permission) -> models.Mandate:
    row = lock_mandate(mandate_id, permission=permission)
    own = own_person(work)
    is_number = bytes(row.representative_index) == number_index(own.personal_id)
    is_mine = is_number and names_match(opened(row, work.now).representative_name, own.full_name or "")
    if not is_mine:
        raise NotVisible(object_kind=MANDATE_KIND, object_id=mandate_id, permission=permission)
    return row


def _refuse_authorised(actor: Actor) -> None:
    if actor.mandate_id is not None and not actor.is_legal_representative:
        raise UnableToGrantMandate(
            "mandate.not_yours_to_give",
            "Bạn đang làm thay theo ủy quyền nên không ủy quyền lại được cho người khác.",
        )


def _read(personal_id: str, full_name: str) -> tuple[str, str]:
    wrong: dict[str, str] = {}
    number = name = ""
    try:
        number = parse_personal_id(personal_id).value
    except DomainError as refusal:
        wrong["personal_id"] = refusal.message
    try:
        name = clean_text(full_name, _LONGEST_NAME)
    except DomainError as refusal:
        wrong["full_name"] = refusal.message
    if not name and "full_name" not in wrong:
        wrong["full_name"] = "Bạn hãy ghi họ tên người được ủy quyền."
    _refuse(wrong)
    return number, name


def _check(procedures: Collection[str], first: dt.date, last: dt.date, *, today: dt.date) -> None:
    terms = mandate_terms()
    wrong = wrong_days(first=first, last=last, today=today, longest_months=terms.longest_months)
    if len(procedures) > terms.most_procedures:
        wrong["procedures"] = f"Bạn chọn nhiều nhất {terms.most_procedures} thủ tục, hoặc chọn tất cả."
    _refuse(wrong)


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise UnableToGrantMandate("mandate.incomplete", "Còn chỗ cần sửa trước khi ủy quyền.", wrong)


def _insert(
    work: UnitOfWork,
    mandate_id: UUID,
    number: str,
    name: str,
    own_name: str,
    procedures: Collection[str],
    first: dt.date,
    last: dt.date,
) -> None:
    organisation_id = work.actor.organisation_id
    row = models.Mandate.objects.create(
        id=mandate_id,
        kind=MandateKind.BY_ORGANISATION if organisation_id else MandateKind.BY_PERSON,
        proof=MandateProof.PORTAL,
        principal_id=None if organisation_id else work.actor.person_id,
        sealed_principal_name=None
        if organisation_id
        else seal_text(own_name, owner=mandate_id, field=models.PRINCIPAL),
        organisation_id=organisation_id,
        representative_index=number_index(number),
        sealed_representative=seal_json([number, name], owner=mandate_id, field=models.REPRESENTATIVE),
        procedures=sorted(procedures),
        granted_by_id=work.actor.person_id,
        valid_from=max(_midnight(first), work.now),
        valid_to=_midnight(last + dt.timedelta(days=1)),
        offered_at=work.now,
    )
    record(work, "mandate.granted", row)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), VIETNAM)
