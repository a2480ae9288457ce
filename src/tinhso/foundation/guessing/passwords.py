"""How often passwords may be tried: at one name from one place, and from one place at all names."""

from __future__ import annotations

from datetime import timedelta

from tinhso.foundation.guessing.counting import (
    count_try,
    forget_tries,
    is_known_place,
    remember_place,
    take_back,
)
from tinhso.foundation.guessing.types import Limit

TRIES_AT_A_NAME = 5
_AT_NAME = Limit(purpose="password.name", at_once=TRIES_AT_A_NAME, one_per=timedelta(minutes=3))
_FROM_PLACE = Limit(purpose="password.place", at_once=40, one_per=timedelta(seconds=30))
_KNOWN, _KNOWN_FOR = "password.known_place", timedelta(days=90)


def count_password_try(name: str, *, place: str) -> bool:
    """Count a try, and say whether somebody signed in to this name from there before; raises TooManyTries."""
    count_try(_FROM_PLACE, place=place)
    count_try(_AT_NAME, place=place, subject=name)
    return is_known_place(_KNOWN, place=place, subject=name)


def password_was_right(name: str, *, place: str) -> None:
    """The place is known from now on, and its tries do not count."""
    take_back(_FROM_PLACE, place=place)
    forget_tries(_AT_NAME, place=place, subject=name)
    remember_place(_KNOWN, place=place, subject=name, lasts=_KNOWN_FOR)


def forget_password_tries(name: str) -> None:
    """Whoever was held up by guesses at this name may try at once, from everywhere."""
    forget_tries(_AT_NAME, subject=name)
