"""What the browser session holds: open attempts to sign in, and after that only the account's id."""

import datetime as dt
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from tinhso.services.identity import models
from tinhso.services.identity.rules import MOST_OPEN_ATTEMPTS
from tinhso.services.identity.types import SignInAttempt

_ACCOUNT = "account_id"
_EPOCH = "account_epoch"
_ATTEMPTS = "sign_in_attempts"


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


def sign_in_session(session: SessionBase, account_id: UUID) -> None:
    """Begin a signed-in session under a new key; nothing of the session before is kept.

    The session remembers how often the account's sessions had been ended by now; the next time ends it.
    """
    session.flush()
    session[_ACCOUNT] = str(account_id)
    found = models.Account.objects.filter(id=account_id).values_list("session_epoch", flat=True).first()
    session[_EPOCH] = found or 0


def signed_in_account(session: SessionBase) -> UUID | None:
    """The account of the session, or None when nobody has signed in."""
    account_id = session.get(_ACCOUNT)
    return UUID(account_id) if account_id else None


def epoch_of(session: SessionBase) -> int:
    """The count of ended sessions under which this one began."""
    return int(session.get(_EPOCH, 0))


def sign_out(session: SessionBase) -> None:
    """End the session: its row and its key are gone."""
    session.flush()
