"""Counting a try, taking back one that was right, knowing a place again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from tinhso.foundation.clock.service import VIETNAM, real_now
from tinhso.foundation.crypto.service import blind_index
from tinhso.foundation.guessing.errors import TooManyTries
from tinhso.foundation.guessing.rules import retry_at
from tinhso.foundation.guessing.types import Limit

_SWEPT = 20
"""How many counters that ran empty are deleted with each try; more than one try can make."""

# A try that is refused adds nothing: whoever waits comes in, however often was tried meanwhile.
_COUNT = """
with gone as (
  delete from guessing_try_counter where (purpose, subject, place) in (
    select purpose, subject, place from guessing_try_counter where empty_at <= %(now)s
    and (purpose, subject, place) <> (%(purpose)s, %(subject)s, %(place)s)
    limit %(swept)s for update skip locked))
insert into guessing_try_counter as c (purpose, subject, place, empty_at)
values (%(purpose)s, %(subject)s, %(place)s, %(now)s + %(step)s)
on conflict (purpose, subject, place) do update
  set empty_at = greatest(c.empty_at, %(now)s) + %(step)s
  where greatest(c.empty_at, %(now)s) + %(step)s <= %(now)s + %(full)s
returning 1"""
_THIS = "purpose = %(purpose)s and subject = %(subject)s and place = %(place)s"


def count_try(limit: Limit, *, place: str, subject: str = "") -> None:
    """Count one try at ``subject`` from ``place``; raises TooManyTries when the counter is full.

    Stays counted whatever becomes of the try: call it outside any transaction that may be undone.
    """
    now = real_now()
    values = {
        **_key(limit.purpose, subject, place),
        "now": now,
        "step": limit.one_per,
        "full": limit.at_once * limit.one_per,
        "swept": _SWEPT,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        if cursor.fetchone() is not None:
            return
        cursor.execute(f"select empty_at from guessing_try_counter where {_THIS}", values)  # noqa: S608
        found = cursor.fetchone()
    again = retry_at(limit, empty_at=found[0]) if found else now
    raise TooManyTries(retry_at=again.astimezone(VIETNAM), now=now)


def take_back(limit: Limit, *, place: str, subject: str = "") -> None:
    """The try was right, and does not count."""
    values = {**_key(limit.purpose, subject, place), "step": limit.one_per}
    with connection.cursor() as cursor:
        cursor.execute(
            f"update guessing_try_counter set empty_at = empty_at - %(step)s where {_THIS}",  # noqa: S608
            values,
        )


def forget_tries(limit: Limit, *, subject: str, place: str | None = None) -> None:
    """Begin the count of ``subject`` anew, from one place or from everywhere."""
    values = _key(limit.purpose, subject, place or "")
    where = _THIS if place is not None else "purpose = %(purpose)s and subject = %(subject)s"
    with connection.cursor() as cursor:
        cursor.execute(f"delete from guessing_try_counter where {where}", values)  # noqa: S608


def remember_place(purpose: str, *, place: str, subject: str, lasts: timedelta) -> None:
    """Know ``place`` again as one from where ``subject`` was right, for so long."""
    values = {**_key(purpose, subject, place), "until": real_now() + lasts}
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into guessing_try_counter (purpose, subject, place, empty_at)
               values (%(purpose)s, %(subject)s, %(place)s, %(until)s)
               on conflict (purpose, subject, place) do update set empty_at = excluded.empty_at""",
            values,
        )


def is_known_place(purpose: str, *, place: str, subject: str) -> bool:
    """Whether the place is remembered."""
    values = {**_key(purpose, subject, place), "now": real_now()}
    with connection.cursor() as cursor:
        cursor.execute(
            f"select 1 from guessing_try_counter where {_THIS} and empty_at > %(now)s",  # noqa: S608
            values,
        )
        return cursor.fetchone() is not None


def _key(purpose: str, subject: str, place: str) -> dict[str, Any]:
    return {
        "purpose": purpose,
        "subject": blind_index(subject, kind=f"guessing.{purpose}.subject"),
        "place": blind_index(place, kind=f"guessing.{purpose}.place"),
    }
