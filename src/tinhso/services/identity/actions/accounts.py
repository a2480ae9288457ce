"""Opening, disabling and enabling accounts."""

from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import F

from tinhso.foundation.clock.service import new_id
from tinhso.foundation.guessing.service import forget_password_tries
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.registers.agencies.service import DelegationEnd, end_delegations_of
from tinhso.services.identity import models
from tinhso.services.identity.errors import UnableToKeepAccount
from tinhso.services.identity.queries import account_from
from tinhso.services.identity.rules import SHORTEST_PASSWORD, canonical_username
from tinhso.services.identity.types import Account, AccountKind, LockReason, SessionEnd

NO_FAILURES: dict[str, Any] = {"failed_attempts": 0, "failures_since": None, "locked_until": None}
"""What an account's row says when nobody has guessed."""


def forget_guesses(account_id: UUID) -> None:
    forget_password_tries(models.Account.objects.get(id=account_id).username or "")


def sessions_ended(reason: SessionEnd) -> dict[str, Any]:
    """What an account's row says from now on, so that every session begun before is over, and why."""
    return {"session_epoch": F("session_epoch") + 1, "sessions_ended_for": reason.value}


def open_officer_account(work: UnitOfWork, *, officer_id: UUID, username: str, password: str) -> Account:
    """Give an officer an account. Refuses a short password, a taken name, and a second account."""
    row = models.Account(
        id=new_id(),
        kind=AccountKind.OFFICER,
        username=canonical_username(username),
        officer_id=officer_id,
        password=_encoded(password),
        created_at=work.now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise UnableToKeepAccount(
            "identity.account_exists", "Tên đăng nhập đã có người dùng, hoặc cán bộ đã có tài khoản."
        ) from error
    _record(work, "identity.account_opened", row.id)
    return account_from(row)


def set_officer_password(work: UnitOfWork, *, account_id: UUID, password: str) -> None:
    """Replace an officer's password, end the sessions begun with the old one, and forget wrong guesses."""
    changed = models.Account.objects.filter(id=account_id, kind=AccountKind.OFFICER).update(
        password=_encoded(password),
        must_change_password=False,
        code_expires_at=None,
        **sessions_ended(SessionEnd.PASSWORD),
        **NO_FAILURES,
    )
    _must_be_one(changed)
    forget_guesses(account_id)
    _record(work, "identity.password_set", account_id)


def disable_account(work: UnitOfWork, *, account_id: UUID, reason: LockReason = LockReason.REQUEST) -> None:
    """Lock an account from the next request on; whoever is signed in with it acts no more.

    What its officer delegated, or was delegated, ends with it, and does not begin anew when it is opened.
    """
    changed = models.Account.objects.filter(id=account_id).update(
        disabled_at=work.now, disabled_reason=reason.value, **sessions_ended(SessionEnd.LOCKED)
    )
    _must_be_one(changed)
    officer_id = models.Account.objects.values_list("officer_id", flat=True).get(id=account_id)
    if officer_id is not None:
        end_delegations_of(work, officer_id=officer_id, at=work.now, reason=DelegationEnd.LOCKED)
    work.record(
        action="identity.account_disabled",
        object_kind="account",
        object_id=account_id,
        details={"reason": reason.value},
    )


def enable_account(work: UnitOfWork, *, account_id: UUID) -> None:
    """Open a locked account again, and one that is closed to sign-ins because somebody guessed."""
    changed = models.Account.objects.filter(id=account_id).update(
        disabled_at=None, disabled_reason="", **NO_FAILURES
    )
    _must_be_one(changed)
    forget_guesses(account_id)
    _record(work, "identity.account_enabled", account_id)


def end_sessions(work: UnitOfWork, *, account_id: UUID, reason: SessionEnd = SessionEnd.ENDED) -> None:
    """End every session of the account from the next request on; signing in anew stays possible."""
    changed = models.Account.objects.filter(id=account_id).update(**sessions_ended(reason))
    _must_be_one(changed)
    _record(work, "identity.sessions_ended", account_id)


def _encoded(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise UnableToKeepAccount(
            "identity.password_short", f"Mật khẩu phải có ít nhất {SHORTEST_PASSWORD} ký tự."
        )
    return make_password(password)


def _must_be_one(changed: int) -> None:
    if changed != 1:
        raise UnableToKeepAccount("identity.account_unknown", "Không có tài khoản này.")


def _record(work: UnitOfWork, action: str, account_id: UUID) -> None:
    work.record(action=action, object_kind="account", object_id=account_id)
