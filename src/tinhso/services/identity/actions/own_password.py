"""An officer sets the own password: after a one-time code, or by choice with the old one."""

import datetime as dt
from uuid import UUID

from django.contrib.auth.hashers import check_password

from tinhso.foundation.authority.service import Actor, ActorKind, system_actor
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.identity import models
from tinhso.services.identity.actions.accounts import end_sessions, set_officer_password
from tinhso.services.identity.actions.officer_sign_in import authenticate_officer
from tinhso.services.identity.errors import UnableToKeepAccount
from tinhso.services.identity.queries import account_from
from tinhso.services.identity.rules import SHORTEST_PASSWORD, may_be_password
from tinhso.services.identity.types import Account, AccountKind, SessionEnd


def replace_code(
    *, account_id: UUID, epoch: int, password: str, repeated: str, now: dt.datetime, trace_id: str = ""
) -> Account:
    """Set the password of an account that was opened by a one-time code; the code is worth nothing then.

    ``account_id`` and ``epoch`` are those of the session that the code opened. Refuses an account that waits
    for no new password, a code that has expired or been replaced since, a weak password, two that differ, and
    the code itself.
    """
    with unit_of_work(actor=system_actor(trace_id), now=now) as work:
        row = (
            models.Account.objects.select_for_update()
            .filter(
                id=account_id,
                kind=AccountKind.OFFICER,
                session_epoch=epoch,
                must_change_password=True,
                disabled_at__isnull=True,
                code_expires_at__gt=real_now(),
            )
            .first()
        )
        if row is None:
            raise UnableToKeepAccount(
                "identity.code_over",
                "Mã dùng một lần đã hết hạn hoặc đã được thay. Bạn hãy báo quản trị viên để nhận mã mới.",
            )
        _check_new(row, password, repeated)
        set_officer_password(work, account_id=row.id, password=password)
        row.refresh_from_db()
        return account_from(row)


def change_own_password(
    *, current: str, password: str, repeated: str, actor: Actor, now: dt.datetime
) -> Account:
    """Replace the own password; every session of the account ends, so sign the browser in anew afterwards.

    The old password is counted as a sign-in is, so that a screen left open is no way to guess it.
    """
    row = _own_row(actor)
    _check_new(row, password, repeated)
    if authenticate_officer(row.username or "", current, now=now, trace_id=actor.trace_id) is None:
        message = "Mật khẩu hiện tại không đúng, hoặc đã nhập sai quá nhiều lần."
        raise UnableToKeepAccount("identity.current_wrong", message, {"current": message})
    with unit_of_work(actor=actor, now=now) as work:
        set_officer_password(work, account_id=row.id, password=password)
    return account_from(row)


def is_own_password(*, typed: str, actor: Actor, now: dt.datetime) -> bool:
    """Whether ``typed`` is the actor's password; counted as a sign-in is.

    For what a screen that was left open must not do.
    """
    name = _own_row(actor).username or ""
    return authenticate_officer(name, typed, now=now, trace_id=actor.trace_id) is not None


def end_own_sessions(*, actor: Actor, now: dt.datetime) -> None:
    """End every session of the own account, since a second step is asked for now; sign in anew afterwards."""
    row = _own_row(actor)
    with unit_of_work(actor=actor, now=now) as work:
        end_sessions(work, account_id=row.id, reason=SessionEnd.SECOND_STEP)


def _own_row(actor: Actor) -> models.Account:
    row = None
    if actor.account_id is not None and actor.kind is ActorKind.OFFICER:
        row = models.Account.objects.filter(id=actor.account_id).first()
    if row is None:
        raise UnableToKeepAccount("identity.account_unknown", "Không có tài khoản này.")
    return row


def _check_new(row: models.Account, password: str, repeated: str) -> None:
    message = ""
    if not may_be_password(password):
        message = (
            f"Mật khẩu phải có ít nhất {SHORTEST_PASSWORD} ký tự, với ít nhất 6 ký tự khác nhau. "
            "Một câu dài dễ nhớ là tốt nhất."
        )
    elif row.username and row.username in password.lower():
        message = "Mật khẩu không được chứa tên đăng nhập."
    elif check_password(password, row.password):
        message = "Mật khẩu mới phải khác mật khẩu hoặc mã đang dùng."
    if message:
        raise UnableToKeepAccount("identity.password_weak", message, {"password": message})
    if password != repeated:
        message = "Hai lần gõ mật khẩu không giống nhau."
        raise UnableToKeepAccount("identity.password_differs", message, {"repeated": message})
