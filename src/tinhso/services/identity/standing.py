"""How an account stands at a moment: what decides who acts with it. Pieces of a statement and their row."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from tinhso.registers.agencies.service import ACTING_DELEGATION_VIEW, ACTING_OFFICER_VIEW

STANDING = f"""a.kind, a.person_id, a.officer_id, a.assurance_level, a.session_epoch,
  a.disabled_at is null and not a.must_change_password, o.agency_id, o.roles,
  (select d.leader_id from {ACTING_DELEGATION_VIEW} d where d.deputy_id = a.officer_id
    and d.agency_id = o.agency_id and d.begins_at <= %(moment)s and d.until > %(moment)s limit 1)"""  # noqa: S608
"""Columns of ``identity_account a`` and JOINS, in the order of Standing after its first field."""

JOINS = f"""left join {ACTING_OFFICER_VIEW} o on o.officer_id = a.officer_id
  and o.valid_from <= %(day)s and (o.valid_to is null or o.valid_to > %(day)s)"""


class Standing(NamedTuple):
    """One account as it stood when it was read."""

    account_id: UUID
    kind: str
    person_id: UUID | None
    officer_id: UUID | None
    assurance_level: int
    epoch: int
    is_open: bool
    agency_id: UUID | None
    roles: list[str] | None
    leader_id: UUID | None
