"""The door of guessing: count a try, take back one that was right, know a place again."""

from tinhso.foundation.guessing.counting import (
    count_try,
    forget_tries,
    is_known_place,
    remember_place,
    take_back,
)
from tinhso.foundation.guessing.errors import TooManyTries
from tinhso.foundation.guessing.passwords import (
    TRIES_AT_A_NAME,
    count_password_try,
    forget_password_tries,
    password_was_right,
)
from tinhso.foundation.guessing.places import place_from, tried_by
from tinhso.foundation.guessing.rules import place_of
from tinhso.foundation.guessing.types import Limit

__all__ = [
    "TRIES_AT_A_NAME",
    "Limit",
    "TooManyTries",
    "count_password_try",
    "count_try",
    "forget_password_tries",
    "forget_tries",
    "is_known_place",
    "password_was_right",
    "place_from",
    "place_of",
    "remember_place",
    "take_back",
    "tried_by",
]
