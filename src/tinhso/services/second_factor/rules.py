"""Rules of one-time codes that need no database (TOTP, RFC 6238; HOTP, RFC 4226)."""

import base64
import datetime as dt
import re

import pyotp

STEP_SECONDS = 30
DIGITS = 6
STEPS_ASIDE = 1
"""How many steps a phone's clock may be behind or ahead (RFC 6238, 5.2)."""

SECRET_BYTES = 20
"""160 bits, as RFC 4226 recommends."""

FAILURES_ALLOWED = 5
FIRST_CLOSING = dt.timedelta(minutes=15)
LONGEST_CLOSING = dt.timedelta(hours=24)

ENROLMENT_LASTS = dt.timedelta(minutes=30)
RECOVERY_CODES = 10
_RECOVERY_GROUPS, _RECOVERY_GROUP = 3, 4
RECOVERY_RANDOM_BYTES = 2 * _RECOVERY_GROUPS * _RECOVERY_GROUP
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_BETWEEN = re.compile(r"[\s.\-]+")


def secret_from(randomness: bytes) -> str:
    """A secret as authenticator apps read it: base32 without padding."""
    return base64.b32encode(randomness).decode()


def step_at(moment: dt.datetime) -> int:
    """The time step that a moment falls into."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_of(secret: str, step: int) -> str:
    """The code of a step."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS).generate_otp(step)


def matching_step(secret: str, typed: str, *, now: dt.datetime, last_step: int) -> int | None:
    """The step whose code was typed: the present one or one aside, and never one that was used before.

    A step at or before ``last_step`` is over: whoever read a code over a shoulder cannot use it again.
    """
    present = step_at(now)
    for step in range(present - STEPS_ASIDE, present + STEPS_ASIDE + 1):
        if step > last_step and pyotp.utils.strings_equal(code_of(secret, step), typed):
            return step
    return None


def without_gaps(typed: str) -> str:
    """A code as it is compared: small letters, without blanks, points and hyphens."""
    return _BETWEEN.sub("", typed[:100]).lower()


def is_app_code(typed: str) -> bool:
    """Whether this is meant to be a code of the app; everything else is read as a recovery code."""
    return len(typed) == DIGITS and typed.isascii() and typed.isdigit()


def recovery_code(randomness: bytes) -> str:
    """Twelve letters and digits that are not taken for one another (59 bits of choice)."""
    pairs = zip(randomness[::2], randomness[1::2], strict=True)
    letters = "".join(_LETTERS[(high << 8 | low) % len(_LETTERS)] for high, low in pairs)
    return "-".join(letters[begin : begin + _RECOVERY_GROUP] for begin in range(0, len(letters), 4))


def closed_for(failures: int) -> dt.timedelta | None:
    """How long the step is closed after so many wrong codes in a row; None while more may be tried.

    Every fifth closes it, each time for twice as long, a day at most: whoever knows the password gets a
    handful of guesses a day, not five hundred.
    """
    rounds, rest = divmod(failures, FAILURES_ALLOWED)
    if rest or not rounds:
        return None
    return min(FIRST_CLOSING * (1 << min(rounds - 1, 10)), LONGEST_CLOSING)
