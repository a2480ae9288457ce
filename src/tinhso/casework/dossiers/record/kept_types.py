"""Papers of a dossier that nobody handed in: from the personal store, or spared by a register."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class SparedBy(StrEnum):
    """Why a paper need not be brought: a register knows it, or the personal store has it."""

    REGISTER = "register"
    STORE = "store"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spared:
    """One paper that was not asked for; ``fact`` names the register's fact or the kind in the store."""

    key: str
    by: SparedBy
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SparedMark:
    """What pages say of a paper that a register spared: which one, and what the register says instead."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMark:
    """What an officer reads beside a paper from the store: no original has to be asked for.

    ``is_result``: the province's own result; else certified by an officer. ``why_not`` is empty while it
    may be relied on.
    """

    kept_id: UUID
    label: str = field(repr=False)
    is_result: bool
    by: str
    agency: str
    at: datetime | None
    valid_until: date | None
    why_not: str
    revoked_at: datetime | None
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedIn:
    """A dossier in which a kept paper was used."""

    dossier_id: UUID
    code: str
    title: str
    submitted_at: datetime
