"""How far dossiers were walked through, for a system that was connected after they were filed."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from tinhso.engines.sync.service import System
from tinhso.foundation.clock.service import real_now


def begun(whom: System) -> tuple[UUID | None, bool]:
    """The last dossier that was looked at, and whether all were."""
    with connection.cursor() as cursor:
        cursor.execute("select after, ended_at is not null from exchange_catch_up where whom = %s", [whom])
        row = cursor.fetchone()
    return (row[0], row[1]) if row else (None, False)


def went_on(whom: System, after: UUID | None, *, is_ended: bool) -> None:
    """So many were looked at."""
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into exchange_catch_up (whom, after, ended_at) values (%s, %s, %s)
               on conflict (whom) do update set after = excluded.after, ended_at = excluded.ended_at""",
            [whom, after, real_now() if is_ended else None],
        )


def begin_anew(whom: System) -> None:
    """The system is not connected: what comes now must be caught up with when it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update exchange_catch_up set after = null, ended_at = null where whom = %s and"
            " (after is not null or ended_at is not null)",
            [whom],
        )


def unknown_to_exchange(house_ids: tuple[UUID, ...]) -> list[UUID]:
    """Of these dossiers of the house those that the exchange does not keep."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select id from unnest(%s::uuid[]) as house(id)
               where not exists (select 1 from exchange_dossier d where d.house_dossier_id = house.id)""",
            [list(house_ids)],
        )
        return [row[0] for row in cursor.fetchall()]


def next_dossiers(after: UUID | None, limit: int) -> list[UUID]:
    """The next dossiers that the exchange keeps."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select id from exchange_dossier where %(after)s::uuid is null or id > %(after)s
               order by id limit %(limit)s""",
            {"after": after, "limit": limit},
        )
        return [row[0] for row in cursor.fetchall()]


def is_busy(peer: System) -> bool:
    """Whether anything is due to be told to a peer: what is new goes before what is old."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from exchange_line where peer = %s and due_at <= %s)", [peer, real_now()]
        )
        return bool(cursor.fetchone()[0])
