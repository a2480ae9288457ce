"""Reports as they cross the door: no name and no number of any applicant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tinhso.casework.dossiers.service import Channel, DayFigure, Figure, SparedBy
from tinhso.coordination.statistics.types import Dimension, Period, UseFigure
from tinhso.foundation.process.service import LoadFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Which part of what the officer may see: nothing set means all of it."""

    agency: UUID | None = None
    unit: UUID | None = None
    procedure: str | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One line: an agency, a unit, a procedure or a channel, with its figures."""

    key: str
    label: str
    counts: Mapping[Figure, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of a period as they stood at ``at``; ``agencies`` is how many the officer sees."""

    period: Period
    at: datetime
    by: Dimension
    agency_name: str
    agencies: int
    rows: tuple[ReportRow, ...]
    totals: Mapping[Figure, int]

    @property
    def on_time_share(self) -> float | None:
        """Share of the finished dossiers that were finished on time; None where nothing was finished."""
        finished = self.totals[Figure.ON_TIME] + self.totals[Figure.LATE]
        return self.totals[Figure.ON_TIME] / finished if finished else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SparedFigure:
    """How many papers were not asked for, and in how many dossiers."""

    papers: int
    dossiers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SparedRow:
    """One procedure: what its applicants did not have to bring, by what spared them."""

    key: str
    label: str
    counts: Mapping[SparedBy, SparedFigure]


@dataclass(frozen=True, slots=True, kw_only=True)
class SparedReport:
    """What was spared in the dossiers filed in a period, as it stood at ``at``."""

    at: datetime
    agency_name: str
    agencies: int
    rows: tuple[SparedRow, ...]
    totals: Mapping[SparedBy, SparedFigure]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One register: as a whole, or what one agency asked of it in one month; the median wait in seconds."""

    register: str
    label: str
    agency_name: str
    month: date | None
    counts: Mapping[UseFigure, int]
    median_wait_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterReport:
    """The use of the four registers in a period, as it stood at ``at``."""

    at: datetime
    agency_name: str
    agencies: int
    registers: tuple[RegisterLine, ...]
    rows: tuple[RegisterLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """What one officer did that day."""

    officer_id: UUID
    name: str
    counts: Mapping[DayFigure, int]
    cash_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport:
    """The day of one agency: what was done, the cash taken, what was open at its end (or is now)."""

    agency_name: str
    day: date
    at: datetime
    counts: Mapping[DayFigure, int]
    cash_vnd: int
    officers: tuple[DayRow, ...]
    standing: Mapping[Figure, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRow:
    """The open tasks of one officer, of one role's common pile, or of one agency."""

    label: str
    second: str
    counts: Mapping[LoadFigure, int]
    agency_id: UUID
    role: str = ""
    officer_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Who has how much to do; ``next_day`` is the working day that follows today."""

    agency_name: str
    next_day: date
    people: tuple[LoadRow, ...]
    agencies: tuple[LoadRow, ...]
    totals: Mapping[LoadFigure, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadLine:
    """One open task of a dossier; ``is_own`` where it lies at the officer's own agency."""

    task_id: UUID
    role: str
    is_own: bool
    dossier_id: UUID
    code: str
    title: str
    task: str
    who: str
    agency_name: str
    due_at: datetime | None
    can_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPage:
    """Some of the tasks behind a figure, and how many there are in all."""

    rows: tuple[LoadLine, ...]
    total: int
    next_offset: int | None
