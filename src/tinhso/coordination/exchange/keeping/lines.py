"""Which dossiers a peer must be told of, claimed in leased batches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.engines.sync.service import System
from tinhso.foundation.clock.service import real_now
from tinhso.foundation.ledger.service import give_back_of_the_gone, holder, lease_time

_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
_PAUSE = timedelta(minutes=1)

MOST_MENDINGS = 8
"""Who shows something else so often in a row is told no more: a person looks. The pauses add up to 4 h."""
NEEDS_PERSON = "needs_person"


def claim(peer: System, limit: int) -> list[UUID]:
    """Lease the dossiers that are due for a peer, the longest due first; a dead worker's as well.

    What a living one holds is left to it, however slow the line is: nothing is sent twice.
    """
    now = real_now()
    give_back_of_the_gone("exchange_line", "peer = %s", [peer])
    with connection.cursor() as cursor:
        cursor.execute(
            """with due as (
                 select dossier_id from exchange_line
                 where peer = %s and due_at <= %s and (leased_until is null or leased_until < %s)
                 order by due_at limit %s for update skip locked
               )
               update exchange_line l set leased_until = %s, leased_by = %s from due
               where l.dossier_id = due.dossier_id and l.peer = %s returning l.dossier_id""",
            [peer, now, now, limit, now + lease_time(), holder(), peer],
        )
        return [row[0] for row in cursor.fetchall()]


def give_back(peer: System, dossier_ids: Sequence[UUID]) -> None:
    """End a lease; what is due stays due."""
    if dossier_ids:
        _execute(
            "update exchange_line set leased_until = null, leased_by = null"
            " where peer = %s and dossier_id = any(%s)",
            [peer, list(dossier_ids)],
        )


def put_off(peer: System, dossier_id: UUID, *, reason: str, is_refused: bool = False) -> None:
    """Try one dossier later: each time later, and where it was refused, after the longest wait."""
    longest, first = _LONGEST_WAIT.total_seconds(), _FIRST_WAIT.total_seconds()
    _execute(
        """update exchange_line set tries = tries + 1, reason = %s, leased_until = null, leased_by = null,
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


def doubt(peer: System, dossier_ids: Sequence[UUID]) -> None:
    """A list shows these otherwise: look at them now, unless that is known and its own pause runs."""
    if dossier_ids:
        _execute(
            """update exchange_line set due_at = %s, is_agreed = false
               where peer = %s and dossier_id = any(%s) and differed = 0""",
            [real_now(), peer, list(dossier_ids)],
        )


def differs(peer: System, dossier_ids: Sequence[UUID]) -> None:
    """These show something else than was told: tell again, each time later, at last only when asked to."""
    if dossier_ids:
        _execute(
            """update exchange_line set differed = differed + 1,
                 reason = case when differed + 1 >= %(most)s then %(needs_person)s else 'differs' end,
                 due_at = case when differed + 1 >= %(most)s then null when differed = 0 then %(now)s
                   else %(now)s + %(pause)s * 2 ^ differed end
               where peer = %(peer)s and dossier_id = any(%(ids)s)""",
            {
                "most": MOST_MENDINGS, "needs_person": NEEDS_PERSON, "now": real_now(), "pause": _PAUSE,
                "peer": peer, "ids": list(dossier_ids),
            },
        )  # fmt: skip


def agrees(peer: System, dossier_ids: Sequence[UUID]) -> None:
    """These show what they were told: whatever differed before is over."""
    if dossier_ids:
        _execute(
            "update exchange_line set differed = 0 where peer = %s and dossier_id = any(%s) and differed > 0",
            [peer, list(dossier_ids)],
        )


def begin_anew(peer: System, dossier_ids: Sequence[UUID]) -> None:
    """Tell these now, as if nothing had failed before."""
    if dossier_ids:
        _execute(
            """update exchange_line set due_at = %s, differed = 0, tries = 0, reason = ''
               where peer = %s and dossier_id = any(%s)""",
            [real_now(), peer, list(dossier_ids)],
        )


def find_by_code(peer: System, code: str) -> UUID | None:
    """The dossier that the peer, or whoever opened it, knows by this number."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select dossier_id from exchange_line where peer = %(peer)s and peer_code = %(code)s
               union all
               select l.dossier_id from exchange_dossier d join exchange_line l on l.dossier_id = d.id
               where d.code = %(code)s and l.peer = %(peer)s limit 1""",
            {"peer": peer, "code": code},
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _execute(statement: str, parameters: list[Any] | dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def doubt_all(peer: System, *, since: date | None = None) -> int:
    """Every dossier that the peer acknowledged, or that needs a person, is due to be looked at; how many.

    ``since``: only those opened on that day or later.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """update exchange_line l set is_agreed = false, due_at = %(now)s, differed = 0
               from exchange_dossier d
               where d.id = l.dossier_id and l.peer = %(peer)s and l.due_at is null
                 and (%(since)s::date is null or d.opened_on >= %(since)s)""",
            {"now": real_now(), "peer": peer, "since": since},
        )
        return int(cursor.rowcount)
