"""What is counted of dossiers, and what crosses the door of it: no name, no answer, no note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from tinhso.casework.dossiers.record.types import Channel, Status


class Figure(StrEnum):
    """One number about the dossiers of a period.

    A received dossier has exactly one of the first two (whence it came) and exactly one of the next five
    (where it stands at the end); so their sums are equal. The last two count what was never received.
    """

    RECEIVED = "received"
    CARRIED_OVER = "carried_over"
    ON_TIME = "on_time"
    LATE = "late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_STOPPED = "open_stopped"
    OPEN_LATE = "open_late"
    NOT_YET_RECEIVED = "not_yet_received"
    NEVER_RECEIVED = "never_received"


class CountedBy(StrEnum):
    """What dossiers are told apart by."""

    AGENCY = "agency"
    PROCEDURE = "procedure"
    CHANNEL = "channel"


class DayFigure(StrEnum):
    """What one agency did on one day."""

    REGISTERED = "registered"
    RECEIVED = "received"
    REFUSED = "refused"
    SUPPLEMENT_ASKED = "supplement_asked"
    HANDED_OVER = "handed_over"
    APPROVED = "approved"
    RETURNED = "returned"
    CASH = "cash"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDossiers:
    """Which dossiers are counted: led by these agencies, touched by the period, as they stood at ``at``.

    ``at`` is the last moment of the period, or now where the period still runs; a dossier that ended
    before ``since`` is not counted.
    """

    agencies: tuple[UUID, ...]
    since: datetime
    at: datetime
    procedure: str | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCount:
    """How many dossiers of one group have one figure; ``key`` is an agency's id, a code or a channel."""

    key: str
    figure: Figure
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLine:
    """One dossier behind a figure; ``can_open`` where `get_dossier` shows it to this actor.

    Whoever may not open it learns here what its public tracking says, and no more.
    """

    dossier_id: UUID
    code: str
    procedure_code: str
    title: str
    agency_id: UUID
    status: Status
    received_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    can_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedSlice:
    """A page of the dossiers behind a figure, and how many there are in all."""

    rows: tuple[CountedLine, ...]
    next_key: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """What one officer (None: nobody by name) of the agency did on the day; ``amount_vnd`` of cash only."""

    figure: DayFigure
    officer_id: UUID | None
    count: int
    amount_vnd: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfAgency:
    """Which day of which agency."""

    agency_id: UUID
    day: date
