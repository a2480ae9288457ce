"""From an account to the actor that acts; on a request it comes with the session, in one statement."""

import datetime as dt
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import connection

from tinhso.foundation.authority.service import Actor, ActorKind, Role, anonymous_actor
from tinhso.foundation.clock.service import legal_now
from tinhso.services.identity import models
from tinhso.services.identity.sessions import agency_of, epoch_of, half_signed_in_account, signed_in_account
from tinhso.services.identity.standing import JOINS, STANDING, Standing
from tinhso.services.identity.types import Account, AccountKind

_STANDING = f"select a.id, {STANDING} from identity_account a {JOINS} where a.id = %(account)s"  # noqa: S608


def actor_of_session(session: SessionBase, *, trace_id: str) -> Actor:
    """Who acts with this browser session.

    Nobody once the account's sessions have been ended, or its officer has moved to another agency since.
    """
    account_id = signed_in_account(session)
    if account_id is None:
        return anonymous_actor(trace_id)
    standing = getattr(session, "standing", None)
    if standing is None or standing.account_id != account_id:
        standing = _standing_of(account_id, legal_now(), None)
    if standing is None or standing.epoch != epoch_of(session):
        return anonymous_actor(trace_id)
    actor = _actor(standing, trace_id)
    if actor.kind is ActorKind.OFFICER and actor.agency_id != agency_of(session):
        return anonymous_actor(trace_id)
    return actor


def actor_of(account_id: UUID, *, trace_id: str, on: dt.date | None = None) -> Actor:
    """Who acts with this account on that day (today by the legal clock).

    Nobody (an anonymous actor) when the account is unknown or locked by an administrator or waits for a new
    password, and when an officer holds no post on that day: a transfer or a release takes effect on the next
    request. Whoever stands in for a leader of the agency by a delegation that runs at this moment says so.
    Wrong guesses close sign-in, not the sessions.
    """
    standing = _standing_of(account_id, legal_now(), on)
    return _actor(standing, trace_id) if standing else anonymous_actor(trace_id)


def _standing_of(account_id: UUID, moment: dt.datetime, on: dt.date | None) -> Standing | None:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"account": account_id, "moment": moment, "day": on or moment.date()})
        row = cursor.fetchone()
    return Standing(*row) if row else None


def _actor(standing: Standing, trace_id: str) -> Actor:
    if not standing.is_open:
        return anonymous_actor(trace_id)
    if standing.kind == AccountKind.CITIZEN:
        return Actor(
            kind=ActorKind.CITIZEN,
            account_id=standing.account_id,
            person_id=standing.person_id,
            assurance_level=standing.assurance_level,
            trace_id=trace_id,
        )
    if standing.agency_id is None:
        return anonymous_actor(trace_id)
    return Actor(
        kind=ActorKind.OFFICER,
        account_id=standing.account_id,
        officer_id=standing.officer_id,
        agency_id=standing.agency_id,
        roles=frozenset(Role(role) for role in standing.roles or ()),
        trace_id=trace_id,
        stands_in_for=standing.leader_id,
    )


def half_signed_in(session: SessionBase) -> tuple[Account, str] | None:
    """Whose password was right in this browser less than ten minutes ago, and their user name; or None."""
    account_id = half_signed_in_account(session)
    return own_account(account_id) if account_id else None


def own_account(account_id: UUID) -> tuple[Account, str] | None:
    """An account and its user name, for who has just given its password; None for an unknown one."""
    row = models.Account.objects.filter(id=account_id).first()
    return (account_from(row), row.username or "") if row else None


def account_from(row: models.Account) -> Account:
    """A row as it crosses the door."""
    return Account(
        id=row.id,
        kind=AccountKind(row.kind),
        person_id=row.person_id,
        officer_id=row.officer_id,
        assurance_level=row.assurance_level,
        must_change_password=row.must_change_password,
    )
