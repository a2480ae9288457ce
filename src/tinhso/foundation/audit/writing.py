"""Writing entries: a piece of one SQL statement that the unit of work sends with everything else."""

from collections.abc import Sequence
from typing import Any

import msgspec

from tinhso.foundation.audit.types import Entry

CTE = """
audit_rows as (
  select * from jsonb_to_recordset(%s::jsonb) as e(
    id uuid, at timestamptz, actor_kind text, actor_id uuid, agency_id uuid, action text,
    object_kind text, object_id uuid, subjects uuid[], purpose text, legal_basis text, outcome text,
    details jsonb, trace_id text, hidden_until timestamptz, hidden_basis text)
), audit_entries as (
  insert into audit_entry (id, at, recorded_at, actor_kind, actor_id, agency_id, action, object_kind,
    object_id, subjects, purpose, legal_basis, outcome, details, trace_id, hidden_until, hidden_basis)
  select id, at, statement_timestamp(), actor_kind, actor_id, agency_id, action, object_kind,
    object_id, subjects, purpose, legal_basis, outcome, details, trace_id, hidden_until, hidden_basis
  from audit_rows
), audit_queue as (
  insert into audit_pending (entry_id) select id from audit_rows
)"""
"""Common table expressions with one parameter: the JSON text of ``rows_of(entries)``."""

_WRITTEN = tuple(name for name in Entry.__slots__ if name != "recorded_at")


def rows_of(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """The JSON rows of ``CTE``."""
    return [{name: getattr(entry, name) for name in _WRITTEN} for entry in entries]


def insert_sql(entries: Sequence[Entry]) -> tuple[str, list[str]]:
    """A whole statement and its parameters that write ``entries`` and queue them for sealing."""
    return f"with {CTE} select 1", [msgspec.json.encode(rows_of(entries)).decode()]
