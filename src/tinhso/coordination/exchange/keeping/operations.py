"""What operators did, kept with their sealed reasons."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.coordination.exchange.types import OperationRow
from tinhso.engines.sync.service import System
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.crypto.service import open_text, seal_text

_REASON = "exchange_operation.sealed_reason"


def keep(
    *, act: str, system: System, message_id: UUID | None, officer_id: UUID | None, reason: str, at: datetime
) -> None:
    """Keep one act in the caller's transaction."""
    row_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into exchange_operation (id, at, officer, act, system, message_id, sealed_reason)
               values (%s, %s, %s, %s, %s, %s, %s)""",
            [row_id, at, officer_id, act, system, message_id, seal_text(reason, owner=row_id, field=_REASON)],
        )


def latest(limit: int) -> list[OperationRow]:
    """The latest acts, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, at, officer, act, system, sealed_reason from exchange_operation"
            " order by at desc, id desc limit %s",
            [limit],
        )
        return [
            OperationRow(
                at=row[1],
                officer_id=row[2],
                act=row[3],
                system=row[4],
                reason=open_text(row[5], owner=row[0], field=_REASON),
            )
            for row in cursor.fetchall()
        ]
