"""What may be seen of the log: who has looked at my data, and what was done to an account or an agency."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.foundation.audit.reading import COLUMNS, entry_of
from tinhso.foundation.audit.types import Entry
from tinhso.foundation.clock.service import legal_now


def entries_about(
    subject_id: UUID,
    *,
    after: UUID | None = None,
    limit: int = 50,
    now: datetime | None = None,
    object_id: UUID | None = None,
    actor_id: UUID | None = None,
    agency_id: UUID | None = None,
) -> list[Entry]:
    """Entries that touched this person's data, newest first; ``after`` is the last id of the page before.

    Answers only when the transaction's scope is that person or the system. An entry hidden by law appears
    once its release moment has come (legal time). Only those about one object, by one doer or for one agency
    where these are given; the limit counts what is left.
    """
    narrowed = {
        column: value
        for column, value in (("object_id", object_id), ("actor_id", actor_id), ("agency_id", agency_id))
        if value is not None
    }
    every = None if narrowed else limit  # the function's own limit would count what is left out
    wanted = "".join(f" and {column} = %s" for column in narrowed)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select {COLUMNS} from audit_entries_about(%s::uuid, %s::uuid, %s, %s)
                where true{wanted} order by id desc limit %s""",  # noqa: S608 - own column names
            [subject_id, after, now or legal_now(), every, *narrowed.values(), limit],
        )
        return [entry_of(row) for row in cursor.fetchall()]


HISTORY_KINDS = frozenset({"account", "officer", "agency", "delegation", "holiday"})
"""The kinds of objects whose pages show what was done to them; others have no index for it."""


def history_of(object_ids: Sequence[UUID], *, after: UUID | None = None, limit: int = 50) -> list[Entry]:
    """Entries about these objects (of HISTORY_KINDS), newest first; ``after`` ends the page before.

    Answers only when the transaction's scope is the system: the caller has asked authority.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {COLUMNS} from audit_history_of(%s::uuid[], %s::uuid, %s)",  # noqa: S608
            [list(object_ids), after, limit],
        )
        return [entry_of(row) for row in cursor.fetchall()]
