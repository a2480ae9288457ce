"""Access rows: written by casework when an agency joins a case, read by row-level security."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

SUCCESSOR = "successor"
"""The basis of an agency that goes on with what another left when it ended."""

GRANT_CTE = """granted as (
  insert into authority_access (case_id, agency_id, case_kind, basis, granted_at)
  select %s, agency, %s, %s, %s from unnest(%s::uuid[]) as agency
  on conflict do nothing)"""
"""The same as grant_access, as a piece of a larger statement.

Parameters: case id, case kind, basis, moment, agency ids.
"""


def grant_access(
    *, case_kind: str, case_id: UUID, agency_ids: Sequence[UUID], basis: str, now: datetime
) -> None:
    """Let each agency see the case; repeating a grant changes nothing. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"with {GRANT_CTE} select 1",
            [case_id, case_kind, basis, now, list(agency_ids)],
        )


def access_bases(case_id: UUID) -> dict[UUID, str]:
    """Every agency that takes part in the case, and on what basis, as far as row-level security shows."""
    with connection.cursor() as cursor:
        cursor.execute("select agency_id, basis from authority_access where case_id = %s", [case_id])
        return dict(cursor.fetchall())


def agencies_with_access(case_id: UUID) -> frozenset[UUID]:
    """Every agency that takes part in the case, as far as row-level security shows."""
    return frozenset(access_bases(case_id))
