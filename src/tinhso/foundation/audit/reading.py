"""Entries as rows of the database, in one column order."""

from collections.abc import Sequence
from typing import Any

import msgspec

from tinhso.foundation.audit.types import Entry

COLUMNS = (
    "id, at, recorded_at, actor_kind, actor_id, agency_id, action, object_kind, object_id, subjects,"
    " purpose, legal_basis, outcome, details::text, trace_id, hidden_until, hidden_basis"
)


def entry_of(row: Sequence[Any]) -> Entry:
    """The entry of a row of ``COLUMNS``."""
    return Entry(
        id=row[0],
        at=row[1],
        recorded_at=row[2],
        actor_kind=row[3],
        actor_id=row[4],
        agency_id=row[5],
        action=row[6],
        object_kind=row[7],
        object_id=row[8],
        subjects=tuple(row[9]),
        purpose=row[10],
        legal_basis=row[11],
        outcome=row[12],
        details=msgspec.json.decode(row[13]),
        trace_id=row[14],
        hidden_until=row[15],
        hidden_basis=row[16],
    )
