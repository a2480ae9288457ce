"""Who holds leases: a process whose session with the database stands; its leases end with that session.

A lease also ends by itself after a time: soon where nobody holds it so, and late where somebody does, since
then their session tells whether they still work. A machine that is gone silently loses its session within a
minute: the database asks whether it is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import psycopg
from django.db import connection

from tinhso.foundation.clock.service import new_id

_held: int | None = None
_OF_NOBODY, _AT_LAST = timedelta(minutes=3), timedelta(hours=1)
_STILL_THERE = (("tcp_keepalives_idle", 30), ("tcp_keepalives_interval", 10), ("tcp_keepalives_count", 3))
"""Asked after 30 quiet seconds, every 10 s, three times. Without meaning on a socket of this machine."""


@contextmanager
def holding_leases(session: psycopg.Connection[tuple[object, ...]]) -> Iterator[None]:
    """What this process leases from now on is held by ``session``: when it ends, so do they.

    The sign is an advisory lock under a number that nobody had before and nobody will have again.
    """
    global _held
    number = new_id().int & (2**62 - 1)
    for name, value in _STILL_THERE:
        session.execute("select set_config(%s, %s, false)", [name, str(value)])
    session.execute("select pg_advisory_lock(%s::bigint)", [number])
    _held = number
    try:
        yield
    finally:
        _held = None


def holder() -> int | None:
    """Under which number this process leases; None where its leases end by time only."""
    return _held


def lease_time() -> timedelta:
    """How long what is leased now stays so at most, unless it is given back or its holder is gone before."""
    return _OF_NOBODY if _held is None else _AT_LAST


def give_back_of_the_gone(table: str, where: str, values: Sequence[str]) -> int:
    """End the leases of holders that are gone, in ``table``, among the rows ``where``; how many.

    Who holds leases is read first, and who is gone asked afterwards: a number that is gone stays gone, so a
    lease that somebody takes in between is never ended.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"select distinct leased_by from {table} where {where} and leased_by is not null",  # noqa: S608
            list(values),
        )
        others = [row[0] for row in cursor.fetchall() if row[0] != _held]
        if not others:
            return 0
        cursor.execute(
            "select number from unnest(%s::bigint[]) number where pg_try_advisory_xact_lock_shared(number)",
            [others],
        )
        gone = [row[0] for row in cursor.fetchall()]
        if not gone:
            return 0
        cursor.execute(
            f"""update {table} set leased_until = null, leased_by = null
                where {where} and leased_by = any(%s::bigint[])""",  # noqa: S608
            [*values, gone],
        )
        return int(cursor.rowcount)
