"""What the calendar announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayDeclared:
    """A day became a holiday, a working day, a half day or ordinary again; ``subject_id`` is the declaration.

    Of several days declared together only the earliest is announced: due dates from there on are concerned.
    Shaped like the outbox's events without being one: the outbox lives above this room. Who hears
    it asks `get_declared_day` what was declared, and recomputes the due dates that it touches.
    """

    name: ClassVar[str] = "calendar.holiday_declared"
    subject_id: UUID
    version: int = 1
