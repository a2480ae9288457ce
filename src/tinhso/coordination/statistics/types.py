"""Periods, the lines of a report, and what leaves the house as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PeriodKind(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RANGE = "range"


class Dimension(StrEnum):
    """What the lines of a report are."""

    AGENCY = "agency"
    UNIT = "unit"
    PROCEDURE = "procedure"
    CHANNEL = "channel"


class UseFigure(StrEnum):
    """What is counted of questions to a register; the words are those of verification."""

    ASKED = "asked"
    ANSWERED = "answered"
    FOUND = "found"
    NOT_FOUND = "not_found"
    NOT_PERMITTED = "not_permitted"
    WAITING = "waiting"
    STALE = "stale"


class FileKind(StrEnum):
    """What sort of file figures leave in."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    kind: PeriodKind
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file on its way out."""

    name: str
    media_type: str
    content: bytes


Cell = str | int | datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table to be written: its title, its head, its lines, and how its numbers are counted."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]
