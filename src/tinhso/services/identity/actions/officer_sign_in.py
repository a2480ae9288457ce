"""An officer signs in with user name and password; guessing is slow, counted and closed off."""

import datetime as dt

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.foundation.guessing.service import TRIES_AT_A_NAME, count_password_try, password_was_right
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.identity import models
from tinhso.services.identity.queries import account_from
from tinhso.services.identity.rules import (
    FAILURE_WINDOW,
    FAILURES_FROM_EVERYWHERE,
    LOCK_LASTS,
    canonical_username,
)
from tinhso.services.identity.types import Account

OFFICER_SIGN_IN_REFUSED = (
    "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang bị khóa. "
    f"Sau {TRIES_AT_A_NAME} lần sai, bạn phải chờ vài phút mới thử lại được."
)
"""One message for every refusal: it does not tell which user names exist."""

_LONGEST_PASSWORD = 256

# Counts the attempt before the password is looked at, so that guesses made side by side count too.
_COUNT_ATTEMPT = """
    update identity_account set
        failed_attempts = case when failures_since > %(window)s then failed_attempts + 1 else 1 end,
        failures_since = case when failures_since > %(window)s then failures_since else %(now)s end,
        locked_until = case
            when failures_since > %(window)s and failed_attempts + 1 >= %(allowed)s then %(until)s
            else locked_until
        end
    where username = %(username)s and kind = 'officer' and disabled_at is null
        and (locked_until is null or locked_until <= %(now)s or %(is_known_place)s)
    returning id
"""


def authenticate_officer(
    username: str, password: str, *, place: str = "", now: dt.datetime | None = None, trace_id: str = ""
) -> Account | None:
    """The officer's account, or None for a wrong name or password and for an account closed to sign-ins.

    Takes the same time in each case (one Argon2 computation). Right and wrong passwords are audited; attempts
    on unknown, closed or locked accounts change nothing. A one-time code opens an account until it expires.

    Raises TooManyTries after five wrong guesses at one name, existing or not, from one ``place``; guesses
    from many places close the account for a while to all but places that signed in to it before.
    """
    at, name = now or legal_now(), canonical_username(username)
    row = _count_attempt(name, at, trace_id, count_password_try(name, place=place))
    if len(password) > _LONGEST_PASSWORD or "\0" in password:
        password = ""
    if row is None:
        make_password(password)
        return None
    is_right = check_password(password, row.password) and not _is_expired(row)
    with unit_of_work(actor=system_actor(trace_id), now=at) as work:
        if is_right:
            row.failed_attempts, row.failures_since, row.locked_until = 0, None, None
            row.last_login = real_now()
            row.save(update_fields=["failed_attempts", "failures_since", "locked_until", "last_login"])
            password_was_right(name, place=place)
        work.record(
            action="identity.signed_in",
            object_kind="account",
            object_id=row.id,
            outcome="done" if is_right else "refused",
            details={} if is_right else {"failed_attempts": row.failed_attempts},
        )
    return account_from(row) if is_right else None


def _is_expired(row: models.Account) -> bool:
    return row.code_expires_at is not None and row.code_expires_at <= real_now()


def _count_attempt(username: str, at: dt.datetime, trace_id: str, knows_place: bool) -> models.Account | None:
    moment = real_now()
    with unit_of_work(actor=system_actor(trace_id), now=at), connection.cursor() as cursor:
        cursor.execute(
            _COUNT_ATTEMPT,
            {
                "username": username,
                "now": moment,
                "window": moment - FAILURE_WINDOW,
                "until": moment + LOCK_LASTS,
                "allowed": FAILURES_FROM_EVERYWHERE,
                "is_known_place": knows_place,
            },
        )
        found = cursor.fetchone()
        return models.Account.objects.get(id=found[0]) if found else None
