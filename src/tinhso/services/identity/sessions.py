"""What the browser session holds: open attempts to sign in, and after that only the account's id."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import connection

from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.registers.agencies.service import ACTING_OFFICER_VIEW
from tinhso.services.identity.rules import MOST_OPEN_ATTEMPTS, SECOND_STEP_WITHIN
from tinhso.services.identity.types import AccountKind, SessionEnd, SignInAttempt

ACCOUNT = "account_id"
"""The key under which a session names the account that has signed in."""

_EPOCH = "account_epoch"
_AGENCY = "account_agency"
_ATTEMPTS = "sign_in_attempts"
_SECOND_STEP = "second_step"
_HALF, _HALF_EPOCH, _HALF_SINCE = "half_account", "half_epoch", "half_since"
_STANDING = (
    "select a.session_epoch, a.kind, a.disabled_at is not null, a.must_change_password,"  # noqa: S608
    " a.sessions_ended_for, o.agency_id from identity_account a"
    f" left join {ACTING_OFFICER_VIEW} o on o.officer_id = a.officer_id"
    " and o.valid_from <= %s and (o.valid_to is null or o.valid_to > %s)"
    " where a.id = %s"
)


def keep_attempt(session: SessionBase, attempt: SignInAttempt) -> None:
    """Remember an attempt; of too many open ones the oldest is dropped."""
    attempts = dict(session.get(_ATTEMPTS, {}))
    attempts[attempt.state] = {
        "nonce": attempt.nonce,
        "code_verifier": attempt.code_verifier,
        "redirect_uri": attempt.redirect_uri,
        "next_path": attempt.next_path,
        "started_at": attempt.started_at.isoformat(),
    }
    session[_ATTEMPTS] = dict(list(attempts.items())[-MOST_OPEN_ATTEMPTS:])


def take_attempt(session: SessionBase, state: str) -> SignInAttempt | None:
    """The attempt with this state, taken out: it serves once."""
    attempts = dict(session.get(_ATTEMPTS, {}))
    found = attempts.pop(state, None)
    if found is None:
        return None
    session[_ATTEMPTS] = attempts
    return SignInAttempt(
        state=state, **{**found, "started_at": dt.datetime.fromisoformat(found["started_at"])}
    )


def begin_half_session(session: SessionBase, account_id: UUID) -> None:
    """The password was right and a second step is to come: until then the session acts for nobody.

    It names the account under another key than a signed-in session does, so that nothing which asks who has
    signed in finds it, and lasts ten minutes.
    """
    session.flush()
    found = standing_of(account_id)
    session[_HALF] = str(account_id)
    session[_HALF_EPOCH] = found.epoch if found else 0
    session[_HALF_SINCE] = real_now().isoformat()


def half_signed_in_account(session: SessionBase) -> UUID | None:
    """The account that waits for its second step; None after ten minutes, and once it was locked or ended."""
    account_id, since = session.get(_HALF), session.get(_HALF_SINCE)
    if not account_id or not since:
        return None
    if dt.datetime.fromisoformat(since) + SECOND_STEP_WITHIN <= real_now():
        return None
    found = standing_of(UUID(account_id))
    if found is None or found.is_locked or found.epoch != session.get(_HALF_EPOCH):
        return None
    return UUID(account_id)


def has_second_step(session: SessionBase) -> bool:
    """Whether the session began with a second step after the password."""
    return bool(session.get(_SECOND_STEP, False))


def sign_in_session(session: SessionBase, account_id: UUID, *, second_step: bool = False) -> None:
    """Begin a signed-in session under a new key; nothing of the session before is kept.

    An officer's session is for the agency they work for now: moving to another one ends it.

    The session remembers how often the account's sessions had been ended by now; the next time ends it.
    """
    session.flush()
    session[ACCOUNT] = str(account_id)
    if second_step:
        session[_SECOND_STEP] = True
    found = standing_of(account_id)
    session[_EPOCH] = found.epoch if found else 0
    if found and found.agency_id:
        session[_AGENCY] = str(found.agency_id)


def signed_in_account(session: SessionBase) -> UUID | None:
    """The account of the session, or None when nobody has signed in."""
    account_id = session.get(ACCOUNT)
    return UUID(account_id) if account_id else None


def epoch_of(session: SessionBase) -> int:
    """The count of ended sessions under which this one began."""
    return int(session.get(_EPOCH, 0))


def agency_of(session: SessionBase) -> UUID | None:
    """The agency that an officer worked for when the session began."""
    agency_id = session.get(_AGENCY)
    return UUID(agency_id) if agency_id else None


def why_session_ended(session: SessionBase) -> SessionEnd | None:
    """Why the session acts no more, for the page that says so; None for one that acts or never began."""
    account_id = signed_in_account(session)
    found = standing_of(account_id) if account_id else None
    if found is None or found.waits_for_password:
        return None
    if found.is_locked:
        return SessionEnd.LOCKED
    if found.epoch != epoch_of(session):
        return found.ended_for or SessionEnd.ENDED
    if not found.is_officer or found.agency_id == agency_of(session):
        return None
    return SessionEnd.TRANSFERRED if found.agency_id else SessionEnd.WITHOUT_POST


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What decides whether sessions of an account act."""

    epoch: int
    is_officer: bool
    is_locked: bool
    waits_for_password: bool
    ended_for: SessionEnd | None
    agency_id: UUID | None


def standing_of(account_id: UUID) -> _Standing | None:
    """The standing of an account today, by the legal clock; None for an unknown one."""
    day = legal_now().date()
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [day, day, account_id])
        row = cursor.fetchone()
    if row is None:
        return None
    epoch, kind, is_locked, waits, ended_for, agency_id = row
    return _Standing(
        epoch=epoch,
        is_officer=kind == AccountKind.OFFICER,
        is_locked=is_locked,
        waits_for_password=waits,
        ended_for=SessionEnd(ended_for) if ended_for else None,
        agency_id=agency_id,
    )


def sign_out(session: SessionBase) -> None:
    """End the session: its row and its key are gone."""
    session.flush()
