"""A citizen signs in with VNeID: out to the provider, back, and into an account."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import new_id, new_token, real_now
from tinhso.foundation.crypto.service import blind_index
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.registers.people.service import FactSource, PersonFacts, remember_person
from tinhso.services.identity import models
from tinhso.services.identity.adapters.claims import citizen_claims
from tinhso.services.identity.adapters.code_flow import authorization_url, claims_for_code
from tinhso.services.identity.errors import SignInRefusal, UnableToSignIn
from tinhso.services.identity.queries import account_from
from tinhso.services.identity.rules import ATTEMPT_LASTS, path_within_the_house
from tinhso.services.identity.sessions import keep_attempt, sign_in_session, take_attempt
from tinhso.services.identity.types import (
    Account,
    AccountKind,
    CitizenClaims,
    SignedIn,
    SignInAttempt,
)

_PURPOSE = "Đăng nhập Cổng dịch vụ công"
_LEGAL_BASIS = "NĐ 59/2022/NĐ-CP"


def begin_sign_in(session: SessionBase, *, redirect_uri: str, next_path: str = "/") -> str:
    """Open an attempt and return the provider's address to send the browser to.

    ``next_path`` is where to go afterwards; anything but a path of this site becomes ``/``. Raises
    UnableToSignIn when the provider does not answer.
    """
    attempt = SignInAttempt(
        state=new_token(),
        nonce=new_token(),
        code_verifier=new_token(48),
        redirect_uri=redirect_uri,
        next_path=path_within_the_house(next_path),
        started_at=real_now(),
    )
    url = authorization_url(attempt)
    keep_attempt(session, attempt)
    return url


def finish_sign_in(
    session: SessionBase, *, params: Mapping[str, str], now: dt.datetime, trace_id: str = ""
) -> SignedIn:
    """Take the browser's return from the provider and sign the citizen in.

    Raises UnableToSignIn for an answer that is unknown, used, late, refused, or whose token is not the
    provider's, not for us, not for this attempt, expired, or about another person. An attempt serves once,
    also when it fails; a refusal after a real attempt is audited.
    """
    attempt = take_attempt(session, params.get("state", ""))
    if attempt is None:
        raise UnableToSignIn(SignInRefusal.ATTEMPT_UNKNOWN)
    try:
        claims = _claims_of(attempt, params)
        account = sign_in_citizen(claims=claims, now=now, trace_id=trace_id)
    except UnableToSignIn as refused:
        _audit_refusal(refused, now, trace_id)
        raise
    sign_in_session(session, account.id)
    return SignedIn(
        account=account,
        name=claims.full_name,
        next_path=attempt.next_path,
        organisations=claims.organisations,
    )


def _claims_of(attempt: SignInAttempt, params: Mapping[str, str]) -> CitizenClaims:
    if abs(real_now() - attempt.started_at) > ATTEMPT_LASTS:
        raise UnableToSignIn(SignInRefusal.ATTEMPT_EXPIRED)
    if params.get("error") == "access_denied":
        raise UnableToSignIn(SignInRefusal.NOT_AGREED)
    code = params.get("code", "")
    if params.get("error") or not code:
        raise UnableToSignIn(SignInRefusal.CODE_REFUSED)
    return citizen_claims(claims_for_code(code, attempt, answering_issuer=params.get("iss", "")))


def sign_in_citizen(*, claims: CitizenClaims, now: dt.datetime, trace_id: str = "") -> Account:
    """The account of the person whom verified claims name: found, or opened at the first sign-in.

    What the claims say of the person goes to the register of people; the account keeps none of it.
    """
    subject = blind_index(f"{claims.issuer} {claims.subject}", kind="vneid_subject")
    with unit_of_work(actor=system_actor(trace_id), now=now) as work:
        person_id = remember_person(work, facts=_facts(claims, now))
        row = _account_row(work, subject, person_id)
        if row.disabled_at is not None:
            raise UnableToSignIn(SignInRefusal.ACCOUNT_DISABLED)
        row.assurance_level = claims.assurance_level
        row.last_login = real_now()
        row.save(update_fields=["assurance_level", "last_login"])
        work.record(
            action="identity.signed_in",
            object_kind="account",
            object_id=row.id,
            subjects=[person_id],
            purpose=_PURPOSE,
            legal_basis=_LEGAL_BASIS,
            details={"assurance_level": claims.assurance_level},
        )
    return account_from(row)


def _facts(claims: CitizenClaims, now: dt.datetime) -> PersonFacts:
    return PersonFacts(
        personal_id=claims.personal_id,
        source=FactSource.VNEID,
        as_of=now,
        full_name=claims.full_name,
        birth=claims.birth,
        sex=claims.sex,
        phone=claims.phone,
        email=claims.email,
    )


def _account_row(work: UnitOfWork, subject: bytes, person_id: UUID) -> models.Account:
    """The row for this subject and person; the person's row is locked, so there is nobody beside us."""
    rows = models.Account.objects.select_for_update().filter(
        Q(vneid_subject_index=subject) | Q(person_id=person_id)
    )
    by_person = None
    for row in rows:
        if bytes(row.vneid_subject_index or b"") == subject and row.person_id != person_id:
            raise UnableToSignIn(SignInRefusal.ANOTHER_PERSON)
        by_person = row
    if by_person is None:
        return models.Account.objects.create(
            id=new_id(),
            kind=AccountKind.CITIZEN,
            vneid_subject_index=subject,
            person_id=person_id,
            password="",
            created_at=work.now,
        )
    if bytes(by_person.vneid_subject_index or b"") != subject:
        by_person.vneid_subject_index = subject
        by_person.save(update_fields=["vneid_subject_index"])
        work.record(
            action="identity.subject_replaced",
            object_kind="account",
            object_id=by_person.id,
            subjects=[person_id],
        )
    return by_person


def _audit_refusal(refused: UnableToSignIn, now: dt.datetime, trace_id: str) -> None:
    with unit_of_work(actor=system_actor(trace_id), now=now) as work:
        work.record(
            action="identity.signed_in",
            object_kind="account",
            object_id=None,
            outcome="refused",
            details={"reason": refused.code},
        )
