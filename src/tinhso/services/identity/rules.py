"""Rules of signing in that need no database."""

import datetime as dt
import re
from urllib.parse import urlsplit

ATTEMPT_LASTS = dt.timedelta(minutes=10)
"""How long the way to the identity provider and back may take."""

SECOND_STEP_WITHIN = dt.timedelta(minutes=10)
"""How long after the right password the second step may come; also a first set-up of it."""

FAILURES_FROM_EVERYWHERE = 30
FAILURE_WINDOW = dt.timedelta(minutes=15)
LOCK_LASTS = dt.timedelta(minutes=15)
"""Thirty wrong passwords, which takes many places, close an account to places that nobody knows."""

MOST_OPEN_ATTEMPTS = 5

SHORTEST_PASSWORD = 12
CODE_LASTS = dt.timedelta(hours=24)
"""How long a one-time code of an administrator opens an account."""

_CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE_GROUPS = 4
_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{1,58})[a-z0-9]")


def path_within_the_house(wanted: str) -> str:
    """``wanted`` if it is a plain path of this site, ``/`` otherwise: a sign-in never leads elsewhere."""
    if not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    if any(ord(letter) < 0x21 or letter == "\\" for letter in wanted):
        return "/"
    parts = urlsplit(wanted)
    return "/" if parts.scheme or parts.netloc else wanted


def canonical_username(typed: str) -> str:
    """A user name as it is kept: no outer blanks, lower case; what cannot be a name becomes empty."""
    name = typed.strip().lower()
    return name if name.isprintable() else ""


def is_username(name: str) -> bool:
    """Whether a new account may have this name: Latin letters, digits, points and hyphens."""
    return _USERNAME.fullmatch(name) is not None


def one_time_code(randomness: bytes) -> str:
    """Sixteen letters and digits that are not taken for one another, in groups of four (79 bits of choice).

    Takes 32 bytes: a remainder of sixteen bits is even enough.
    """
    pairs = zip(randomness[::2], randomness[1::2], strict=True)
    letters = "".join(_CODE_LETTERS[(high << 8 | low) % len(_CODE_LETTERS)] for high, low in pairs)
    return "-".join(letters[4 * group : 4 * group + 4] for group in range(_CODE_GROUPS))


def may_be_password(password: str) -> bool:
    """Whether a password is long enough and is not one letter or a short piece over and over."""
    return len(password) >= SHORTEST_PASSWORD and len(set(password)) >= 6
