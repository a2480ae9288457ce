"""Who calls: a session for thirty minutes against name and password, and the units it may speak for."""

import hmac
from typing import Any

from django.conf import settings
from django.core import signing

from sandbox.filings import UNIT
from sandbox.national_portal.errors import NO_SESSION, NOT_PERMITTED, Refusal

SESSION_SECONDS = 30 * 60
SALT = "national_portal.session"


def open_session(wish: dict[str, Any]) -> str:
    """A session token for the account; raises Refusal for a wrong name or password."""
    given = (wish.get("username"), wish.get("password"))
    expected = (settings.SHARED_SECRETS["national_account"], settings.SHARED_SECRETS["national_password"])
    right = all(
        isinstance(one, str) and hmac.compare_digest(one.encode(), other.encode())
        for one, other in zip(given, expected, strict=True)
    )
    if not right:
        raise Refusal(NO_SESSION, message="Tên đăng nhập hoặc mật khẩu không đúng")
    return signing.dumps({"account": expected[0]}, salt=SALT)


def require_unit(call: dict[str, Any]) -> str:
    """The unit the call speaks for; raises Refusal when session or unit is wrong."""
    token, unit = call.get("session"), call.get("madonvi")
    try:
        signing.loads(token if isinstance(token, str) else "", salt=SALT, max_age=SESSION_SECONDS)
    except signing.BadSignature:
        raise Refusal(NO_SESSION) from None
    if not isinstance(unit, str) or not UNIT.fullmatch(unit):
        raise Refusal(NOT_PERMITTED, field="madonvi")
    return unit
