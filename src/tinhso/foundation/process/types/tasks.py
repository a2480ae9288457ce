"""Tasks as they cross the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from tinhso.foundation.process.types.durations import Duration

CANCELLED = "cancelled"
"""Outcome of a task that nobody finished: its case went on without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task to be opened at an agency; ``hours`` for officers, ``wait`` for a timer of the system.

    Both are kept so that the due date can be computed anew when the calendar changes.
    """

    key: str
    name: str
    role: str
    agency_id: UUID
    hours: Decimal | None = None
    wait: Duration | None = None
    due_at: datetime | None = None
    officer_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """A task that waits to be done; role "system" marks a timer."""

    id: UUID
    case_kind: str
    case_id: UUID
    agency_id: UUID
    role: str
    key: str
    name: str
    officer_id: UUID | None
    opened_at: datetime
    due_at: datetime | None
    hours: Decimal | None
    wait: Duration | None
