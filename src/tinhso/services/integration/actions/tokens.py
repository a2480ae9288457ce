"""A client comes in: id and secret for a token, a token for an actor.

Access of machines is counted by the real clock, whatever the law's clock says (DESIGN 3.3).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tinhso.foundation.authority.service import Actor, ActorKind, system_actor
from tinhso.foundation.clock.service import new_token
from tinhso.foundation.crypto.service import blind_index
from tinhso.foundation.guessing.service import Limit, count_try, take_back
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.services.integration.actions.clients import secret_index
from tinhso.services.integration.errors import UnableToGrantPurposes, UnableToLetClientIn
from tinhso.services.integration.models import AccessToken, Client
from tinhso.services.integration.queries import caller_of, read_purposes
from tinhso.services.integration.rules import granted_purposes
from tinhso.services.integration.types import CLIENT_KIND, TOKEN_LASTS, Caller, IssuedToken

_GUESSES = Limit(purpose="integration.secret", at_once=20, one_per=timedelta(seconds=15))
_UNKNOWN = UUID(int=0)
_SWEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCaller:
    """The actor of a request, and the words under which data is handed over to it."""

    actor: Actor
    reason: str
    legal_basis: str


def issue_token(
    *, client_id: str, secret: str, purposes: str, place: str, now: datetime, real: datetime, trace_id: str
) -> IssuedToken:
    """A token for the purposes asked for (by blanks; none: all agreed), at most as long as the agreement.

    Wrong secrets are counted by the place they come from: raises TooManyTries, UnableToLetClientIn,
    UnableToGrantPurposes. A refusal is audited in a transaction of its own.
    """
    count_try(_GUESSES, place=place)
    try:
        issued = _issue(client_id, secret, purposes, now=now, real=real, trace_id=trace_id)
    except (UnableToLetClientIn, UnableToGrantPurposes) as refusal:
        _note_refusal(client_id, refusal.code, now=now, trace_id=trace_id)
        raise
    take_back(_GUESSES, place=place)
    return issued


def _issue(
    client_id: str, secret: str, asked: str, *, now: datetime, real: datetime, trace_id: str
) -> IssuedToken:
    with unit_of_work(actor=system_actor(trace_id), now=now) as work:
        client = _let_in(client_id, secret, real)
        granted = granted_purposes(asked=asked, agreed=frozenset(client.purposes))
        if granted is None:
            raise UnableToGrantPurposes
        purposes = read_purposes(granted)
        token = new_token()
        expires_at = min(real + TOKEN_LASTS, client.valid_until)
        AccessToken.objects.filter(expires_at__lt=real - _SWEPT).delete()
        AccessToken.objects.create(
            token_index=_token_index(token),
            client_id=client.id,
            purposes=sorted(purposes),
            issued_at=real,
            expires_at=expires_at,
        )
        Client.objects.filter(id=client.id).update(last_token_at=real)
        _record(work, "integration.token_issued", client.id, {"purposes": " ".join(sorted(purposes))})
    return IssuedToken(token=token, lasts_s=int((expires_at - real).total_seconds()), purposes=purposes)


def _let_in(client_id: str, secret: str, real: datetime) -> Client:
    try:
        sought = UUID(client_id)
    except ValueError:
        sought = _UNKNOWN
    client = Client.objects.filter(id=sought).first()
    # An unknown id costs the same comparison as a wrong secret.
    kept = bytes(client.secret_index) if client is not None else bytes(16)
    is_right = hmac.compare_digest(kept, secret_index(secret))
    if client is None or not is_right or client.disabled_at is not None or client.valid_until <= real:
        raise UnableToLetClientIn
    return client


def _note_refusal(client_id: str, code: str, *, now: datetime, trace_id: str) -> None:
    with unit_of_work(actor=system_actor(trace_id), now=now) as work:
        try:
            known = Client.objects.filter(id=UUID(client_id)).values_list("id", flat=True).first()
        except ValueError:
            known = None
        _record(work, "integration.token_issued", known, {"reason": code}, outcome="refused")


def _record(
    work: UnitOfWork,
    action: str,
    client_id: UUID | None,
    details: dict[str, str | int | bool],
    *,
    outcome: str = "done",
) -> None:
    work.record(action=action, object_kind=CLIENT_KIND, object_id=client_id, details=details, outcome=outcome)


def let_in(*, token: str, now: datetime, real: datetime, trace_id: str) -> ClientCaller:
    """The actor behind a token; raises UnableToLetClientIn, and TooManyTries over the agreed rate.

    The rate is counted in the database, so that all web processes count together (docs/adr/0006).
    """
    with unit_of_work(actor=system_actor(trace_id), now=now):
        caller = caller_of(_token_index(token), real=real)
    if caller is None:
        raise UnableToLetClientIn
    count_try(_rate_of(caller), place=str(caller.client_id))
    actor = Actor(
        kind=ActorKind.CLIENT,
        client_id=caller.client_id,
        client_purposes=caller.purposes,
        client_agencies=caller.agency_ids or frozenset(),
        is_province_wide=caller.agency_ids is None,
        trace_id=trace_id,
    )
    return ClientCaller(actor=actor, reason=caller.reason, legal_basis=caller.legal_basis)


def _rate_of(caller: Caller) -> Limit:
    return Limit(
        purpose="integration.rate",
        at_once=caller.per_minute,
        one_per=timedelta(minutes=1) / caller.per_minute,
    )


def _token_index(token: str) -> bytes:
    return blind_index(token, kind="integration.token")
