"""Which dossiers a peer must be told of, claimed in leased batches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.engines.sync.service import System
from tinhso.foundation.clock.service import real_now

_LEASE = timedelta(minutes=3)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)


def claim(peer: System, limit: int) -> list[UUID]:
    """Lease the dossiers that are due for a peer, the longest due first."""
    now = real_now()
    with connection.cursor() as cursor:
        cursor.execute(
            """with due as (
                 select dossier_id from exchange_line
                 where peer = %s and due_at <= %s and (leased_until is null or leased_until < %s)
                 order by due_at limit %s for update skip locked
               )
               update exchange_line l set leased_until = %s from due
               where l.dossier_id = due.dossier_id and l.peer = %s returning l.dossier_id""",
            [peer, now, now, limit, now + _LEASE, peer],
        )
        return [row[0] for row in cursor.fetchall()]


def give_back(peer: System, dossier_ids: Sequence[UUID]) -> None:
    """End a lease; what is due stays due."""
    if dossier_ids:
        _execute(
            "update exchange_line set leased_until = null where peer = %s and dossier_id = any(%s)",
            [peer, list(dossier_ids)],
        )


def put_off(peer: System, dossier_id: UUID, *, reason: str, is_refused: bool = False) -> None:
    """Try one dossier later: each time later, and where it was refused, after the longest wait."""
    longest, first = _LONGEST_WAIT.total_seconds(), _FIRST_WAIT.total_seconds()
    _execute(
        """update exchange_line set tries = tries + 1, reason = %s, leased_until = null,
             due_at = %s + make_interval(secs => case when %s then %s
               else least(%s * 2 ^ least(tries, 12), %s) end)
           where peer = %s and dossier_id = %s""",
        [reason[:200], real_now(), is_refused, longest, first, longest, peer, dossier_id],
    )


def make_due(peer: System, dossier_ids: Sequence[UUID]) -> None:
    """Tell or look at these now."""
    if dossier_ids:
        _execute(
            "update exchange_line set due_at = %s, is_agreed = false"
            " where peer = %s and dossier_id = any(%s)",
            [real_now(), peer, list(dossier_ids)],
        )


def _execute(statement: str, parameters: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def doubt_all(peer: System) -> int:
    """Every dossier that the peer acknowledged is due to be looked at; how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update exchange_line set is_agreed = false, due_at = %s where peer = %s and due_at is null",
            [real_now(), peer],
        )
        return int(cursor.rowcount)
