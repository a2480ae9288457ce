"""From an account to the actor that acts: one statement on every request."""

import datetime as dt
from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import Actor, ActorKind, Role, anonymous_actor
from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.registers.agencies.service import ACTING_OFFICER_VIEW
from tinhso.services.identity.types import AccountKind

_ACTOR = (
    "select a.kind, a.person_id, a.officer_id, a.assurance_level, o.agency_id, o.roles"  # noqa: S608
    " from identity_account a"
    f" left join {ACTING_OFFICER_VIEW} o on o.officer_id = a.officer_id"
    " and o.valid_from <= %s and (o.valid_to is null or o.valid_to > %s)"
    " where a.id = %s and a.disabled_at is null and (a.locked_until is null or a.locked_until <= %s)"
)


def actor_of(account_id: UUID, *, trace_id: str, on: dt.date | None = None) -> Actor:
    """Who acts with this account on that day (today by the legal clock).

    Nobody (an anonymous actor) when the account is unknown, disabled or locked, and when an officer holds no
    post on that day: a transfer or a release takes effect on the next request.
    """
    day = on or legal_now().date()
    with connection.cursor() as cursor:
        cursor.execute(_ACTOR, [day, day, account_id, real_now()])
        row = cursor.fetchone()
    if row is None:
        return anonymous_actor(trace_id)
    kind, person_id, officer_id, level, agency_id, roles = row
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
    )
