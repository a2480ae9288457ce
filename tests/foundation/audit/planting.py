"""Entries to write, and the scope in which they are read."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import connection

from tinhso.foundation.audit.service import Entry, insert_sql
from tinhso.foundation.clock.service import VIETNAM, new_id

LEGAL = datetime(2023, 7, 17, 9, 0, tzinfo=VIETNAM)

Tamper = Callable[..., None]
"""Runs one SQL statement as the owner of the database, with triggers off."""


def make_entry(**changes: object) -> Entry:
    """An officer reads a dossier of one person."""
    facts: dict[str, object] = {
        "id": new_id(),
        "at": LEGAL,
        "actor_kind": "officer",
        "actor_id": UUID(int=7),
        "agency_id": UUID(int=8),
        "action": "dossier.read",
        "object_kind": "dossier",
        "object_id": UUID(int=9),
        "subjects": (UUID(int=1),),
        "purpose": "giải quyết hồ sơ",
        "legal_basis": "Luật Cư trú 2020, Điều 28",
        "details": {"papers": 2, "urgent": False, "step": "thẩm định"},
        "trace_id": "t-1",
    }
    return Entry(**{**facts, **changes})  # type: ignore[arg-type]


def write(*entries: Entry) -> None:
    """Write entries as the unit of work does."""
    with connection.cursor() as cursor:
        cursor.execute(*insert_sql(entries))


def write_many(count: int) -> list[Entry]:
    """Write ``count`` entries in one statement."""
    entries = [make_entry(object_id=UUID(int=number), details={"number": number}) for number in range(count)]
    write(*entries)
    return entries


def set_scope(scope: str, person: UUID | None = None) -> None:
    """What authority tells the database about the actor."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('tinhso.scope', %s, true), set_config('tinhso.person', %s, true)",
            [scope, str(person or "")],
        )
