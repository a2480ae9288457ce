"""From an account to the actor that acts: one statement on every request."""

import datetime as dt
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import connection

from tinhso.foundation.authority.service import Actor, ActorKind, Role, anonymous_actor
from tinhso.foundation.clock.service import legal_now
from tinhso.registers.agencies.service import ACTING_DELEGATION_VIEW, ACTING_OFFICER_VIEW
from tinhso.services.identity import models
from tinhso.services.identity.sessions import agency_of, epoch_of, half_signed_in_account, signed_in_account
from tinhso.services.identity.types import Account, AccountKind

_ACTOR = f"""
select a.kind, a.person_id, a.officer_id, a.assurance_level, o.agency_id, o.roles,
  (select d.leader_id from {ACTING_DELEGATION_VIEW} d where d.deputy_id = a.officer_id
    and d.agency_id = o.agency_id and d.begins_at <= %(moment)s and d.until > %(moment)s limit 1)
from identity_account a
left join {ACTING_OFFICER_VIEW} o on o.officer_id = a.officer_id
  and o.valid_from <= %(day)s and (o.valid_to is null or o.valid_to > %(day)s)
where a.id = %(account)s and a.disabled_at is null and not a.must_change_password
  and a.session_epoch = coalesce(%(epoch)s, a.session_epoch)
"""  # noqa: S608 - names of our own views


def actor_of_session(session: SessionBase, *, trace_id: str) -> Actor:
    """Who acts with this browser session.

    Nobody once the account's sessions have been ended, or its officer has moved to another agency since.
    """
    account_id = signed_in_account(session)
    if account_id is None:
        return anonymous_actor(trace_id)
    actor = actor_of(account_id, trace_id=trace_id, epoch=epoch_of(session))
    if actor.kind is ActorKind.OFFICER and actor.agency_id != agency_of(session):
        return anonymous_actor(trace_id)
    return actor


def actor_of(
    account_id: UUID, *, trace_id: str, on: dt.date | None = None, epoch: int | None = None
) -> Actor:
    """Who acts with this account on that day (today by the legal clock).

    Nobody (an anonymous actor) when the account is unknown or locked by an administrator, waits for a new
    password, or has had its sessions ended since ``epoch``, and when an officer holds no post on that day: a
    transfer or a release takes effect on the next request. Whoever stands in for a leader of the agency by a
    delegation that runs at this moment says so. Wrong guesses close sign-in, not the sessions.
    """
    moment = legal_now()
    day = on or moment.date()
    with connection.cursor() as cursor:
        cursor.execute(_ACTOR, {"account": account_id, "epoch": epoch, "moment": moment, "day": day})
        row = cursor.fetchone()
    if row is None:
        return anonymous_actor(trace_id)
    kind, person_id, officer_id, level, agency_id, roles, leader_id = row
    if kind == AccountKind.CITIZEN:
        return Actor(
            kind=ActorKind.CITIZEN,
            account_id=account_id,
            person_id=person_id,
            assurance_level=level,
            trace_id=trace_id,
        )
    if agency_id is None:
        return anonymous_actor(trace_id)
    return Actor(
        kind=ActorKind.OFFICER,
        account_id=account_id,
        officer_id=officer_id,
        agency_id=agency_id,
        roles=frozenset(Role(role) for role in roles),
        trace_id=trace_id,
        stands_in_for=leader_id,
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
