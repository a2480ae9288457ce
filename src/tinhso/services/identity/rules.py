"""Rules of signing in that need no database."""

import datetime as dt
from urllib.parse import urlsplit

ATTEMPT_LASTS = dt.timedelta(minutes=10)
"""How long the way to the identity provider and back may take."""

FAILURES_ALLOWED = 5
FAILURE_WINDOW = dt.timedelta(minutes=15)
LOCK_LASTS = dt.timedelta(minutes=15)
"""Five wrong passwords within fifteen minutes close an officer's account for fifteen minutes."""

MOST_OPEN_ATTEMPTS = 5


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
