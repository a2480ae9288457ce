"""Messages as they came in: kept once, claimed in order, ended with a reason; never deleted."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.coordination.exchange.types import (
    ASKED,
    EARLIER_MISSING,
    UNKNOWN_DOSSIER,
    Heard,
    InboundMessage,
    InboundState,
    Record,
)
from tinhso.engines.sync.service import System
from tinhso.foundation.clock.service import new_id, real_now
from tinhso.foundation.crypto.service import open_json, seal_json
from tinhso.foundation.ledger.service import give_back_of_the_gone, holder, lease_time

_BODY = "exchange_inbound.sealed_body"
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=10)
LATE_AFTER = timedelta(minutes=1)
"""Who hears of a filing later than that is told late: a portal is asked every few seconds."""

Claimed = tuple[UUID, InboundMessage]


def keep(message: InboundMessage) -> Heard:
    """Keep a message in the caller's transaction, once by its id at its system."""
    row_id, digest, now = new_id(), digest_of(message.body), real_now()
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into exchange_inbound (id, system, message_id, dossier_code, sequence, digest,
                 sealed_body, arrived_at, state, reason, tries, due_at)
               values (%s, %s, %s, %s, %s, %s, %s, %s, 'waiting', '', 0, %s)
               on conflict (system, message_id) do nothing""",
            [
                row_id, message.system, message.message_id, message.dossier_code, message.sequence, digest,
                seal_json(message.body, owner=row_id, field=_BODY), now, now,
            ],
        )  # fmt: skip
        if cursor.rowcount:
            return Heard.NEW
        cursor.execute(
            "select digest from exchange_inbound where system = %s and message_id = %s",
            [message.system, message.message_id],
        )
        return Heard.KNOWN if bytes(cursor.fetchone()[0]) == digest else Heard.OTHER_CONTENT


def digest_of(body: Record) -> bytes:
    """The same for the same content, in whatever order its parts were written."""
    return hashlib.sha256(msgspec.json.encode(body, order="sorted")).digest()


def claim(limit: int) -> list[Claimed]:
    """Lease messages that are due, in the order in which they came; also those that a dead worker held."""
    now = real_now()
    give_back_of_the_gone("exchange_inbound", "state = 'waiting'", [])
    with connection.cursor() as cursor:
        cursor.execute(
            """with due as (
                 select id from exchange_inbound
                 where state = 'waiting' and due_at <= %s and (leased_until is null or leased_until < %s)
                 order by due_at, arrived_at, sequence limit %s for update skip locked
               )
               update exchange_inbound i set leased_until = %s, leased_by = %s, tries = tries + 1 from due
               where i.id = due.id
               returning i.id, i.system, i.message_id, i.dossier_code, i.sequence, i.sealed_body,
                 i.may_jump, i.arrived_at""",
            [now, now, limit, now + lease_time(), holder()],
        )
        rows = sorted(cursor.fetchall(), key=lambda row: (row[7], row[1], row[4]))
    return [(row[0], _message(row)) for row in rows]


def read(row_id: UUID) -> InboundMessage | None:
    """One message, opened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, system, message_id, dossier_code, sequence, sealed_body, may_jump, arrived_at"
            " from exchange_inbound"
            " where id = %s",
            [row_id],
        )
        row = cursor.fetchone()
    return _message(row) if row else None


def said_before(message: InboundMessage) -> Record | None:
    """The body of the message before this one, of the same dossier at the same system."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, sealed_body from exchange_inbound
               where system = %s and dossier_code = %s and sequence < %s order by sequence desc limit 1""",
            [message.system, message.dossier_code, message.sequence],
        )
        row = cursor.fetchone()
    return open_json(row[1], owner=row[0], field=_BODY) if row else None


def _message(row: tuple[Any, ...]) -> InboundMessage:
    return InboundMessage(
        system=row[1],
        message_id=row[2],
        dossier_code=row[3],
        sequence=row[4],
        body=open_json(row[5], owner=row[0], field=_BODY),
        may_jump=row[6],
        arrived_at=row[7],
    )


def rewrite(row_id: UUID, body: Record) -> None:
    """Keep a mended body: what is told again by the other system is still known by its first digest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update exchange_inbound set sealed_body = %s where id = %s",
            [seal_json(body, owner=row_id, field=_BODY), row_id],
        )


def note_late_arrival(
    row_id: UUID, *, dossier_id: UUID, agency_code: str, filed_at: datetime, now: datetime
) -> None:
    """Note that a filing came much later than it was filed (both in legal time, ``now`` as well).

    When a message arrived is kept in real time.
    """
    said: dict[str, Any] = {
        "row": row_id, "dossier": dossier_id, "agency": agency_code, "filed": filed_at,
        "legal": now, "now": real_now(), "late": LATE_AFTER,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into exchange_delay (dossier_id, peer, agency_code, waited_from, told_at, is_arrival)
               select %(dossier)s, system, %(agency)s, %(filed)s, arrived, true
               from exchange_inbound, lateral (select %(legal)s - (%(now)s - arrived_at) as arrived) as a
               where id = %(row)s and arrived > %(filed)s + %(late)s
               on conflict do nothing""",
            said,
        )


def earlier(message: InboundMessage) -> tuple[int, int]:
    """Of the earlier messages of this dossier: how many are ended well, how many are not.

    What stood apart after the system was asked for the dossier holds up nothing that the system says itself.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """select count(*) filter (where state in ('taken', 'dismissed')),
                 count(*) filter (where state = 'waiting'
                   or state = 'apart' and not starts_with(message_id, %s))
               from exchange_inbound where system = %s and dossier_code = %s and sequence < %s""",
            [ASKED, message.system, message.dossier_code, message.sequence],
        )
        done, open_ = cursor.fetchone()
    return int(done), int(open_)


def end(
    row_id: UUID, state: InboundState, *, reason: str = "", was: InboundState = InboundState.WAITING
) -> bool:
    """The message is taken, set apart or dismissed; False where it no longer is what it ``was``."""
    with connection.cursor() as cursor:
        cursor.execute(
            """update exchange_inbound set state = %s, reason = %s, ended_at = %s, due_at = null,
                 leased_until = null, leased_by = null where id = %s and state = %s""",
            [state.value, reason[:200], real_now(), row_id, was.value],
        )
        return bool(cursor.rowcount)


def wait(row_id: UUID, *, reason: str, is_short: bool = False) -> None:
    """Try the message again later: soon where only another message must come first."""
    with connection.cursor() as cursor:
        cursor.execute("select tries from exchange_inbound where id = %s", [row_id])
        tries = int(cursor.fetchone()[0])
        pause = _FIRST_WAIT if is_short else min(_FIRST_WAIT * 2 ** min(tries, 10), _LONGEST_WAIT)
        cursor.execute(
            """update exchange_inbound set due_at = %s, reason = %s, leased_until = null, leased_by = null
               where id = %s and state = 'waiting'""",
            [real_now() + pause, reason[:200], row_id],
        )


def wake(system: System, dossier_code: str) -> None:
    """Whatever of this dossier waits is due now: something it may have waited for is here.

    What was set apart because that had not come is judged again, and what the system answered when it was
    asked for the dossier.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """update exchange_inbound set state = 'waiting', due_at = least(due_at, %s), ended_at = null
               where system = %s and dossier_code = %s and leased_until is null
                 and (state = 'waiting'
                   or (state = 'apart' and (reason = any(%s) or starts_with(message_id, %s))))""",
            [real_now(), system, dossier_code, [UNKNOWN_DOSSIER, EARLIER_MISSING], ASKED],
        )


def let_jump(row_id: UUID) -> None:
    """The status that a message tells may pass over others; an earlier message need not come."""
    with connection.cursor() as cursor:
        cursor.execute("update exchange_inbound set may_jump = true where id = %s", [row_id])


def release(row_id: UUID) -> None:
    """Judge a message that was set apart once more."""
    with connection.cursor() as cursor:
        cursor.execute(
            """update exchange_inbound set state = 'waiting', reason = '', tries = 0, due_at = %s,
                 ended_at = null where id = %s and state = 'apart'""",
            [real_now(), row_id],
        )


def ended(system: System, message_ids: list[str]) -> dict[str, tuple[str, str]]:
    """Of these messages those that wait no more: the state they ended in, and the dossier's code there."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select message_id, state, dossier_code from exchange_inbound
               where system = %s and message_id = any(%s) and state <> 'waiting'""",
            [system, message_ids],
        )
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def apart_of(system: System, codes: list[str]) -> dict[str, UUID]:
    """For each of these dossiers, by their codes at the system, its first message that needs a person."""
    if not codes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """select distinct on (dossier_code) dossier_code, id from exchange_inbound
               where system = %s and dossier_code = any(%s) and state = 'apart'
               order by dossier_code, sequence""",
            [system, codes],
        )
        return dict(cursor.fetchall())


def is_open(system: System, message_id: str) -> bool:
    """Whether the message waits to be taken, or for a person."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select 1 from exchange_inbound
               where system = %s and message_id = %s and state in ('waiting', 'apart')""",
            [system, message_id],
        )
        return cursor.fetchone() is not None


def cursor_of(system: System) -> int:
    """How far the feed of a system has been read."""
    with connection.cursor() as cursor:
        cursor.execute("select position from exchange_cursor where system = %s", [system])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def move_cursor(system: System, position: int) -> None:
    """The feed has been read so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into exchange_cursor (system, position, moved_at) values (%s, %s, %s)
               on conflict (system) do update set position = excluded.position, moved_at = excluded.moved_at
               where exchange_cursor.position < excluded.position""",
            [system, position, real_now()],
        )


def move_cursor_back(system: System, position: int) -> bool:
    """Read the feed again from a position that was read before; what is known is known by its number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update exchange_cursor set position = %s, moved_at = %s where system = %s and position > %s",
            [position, real_now(), system, position],
        )
        return bool(cursor.rowcount)


def state_of(row_id: UUID) -> InboundState | None:
    """Where a message stands; locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select state from exchange_inbound where id = %s for update", [row_id])
        row = cursor.fetchone()
    return InboundState(row[0]) if row else None


def reason_of(row_id: UUID) -> str:
    """Why a message was set apart."""
    with connection.cursor() as cursor:
        cursor.execute("select reason from exchange_inbound where id = %s", [row_id])
        return str(cursor.fetchone()[0])
