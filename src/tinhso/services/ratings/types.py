"""What crosses the door of ratings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ServiceStage(StrEnum):
    """The part of a dossier's way that a reason of a rating is about."""

    GUIDANCE = "guidance"
    FILING = "filing"
    PROCESSING = "processing"
    RESULT = "result"


class RatingDimension(StrEnum):
    """By what the figures of ratings are grouped."""

    AGENCY = "agency"
    PROCEDURE = "procedure"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedDossier:
    """A dossier that ended, as the site above read it for its own citizen."""

    id: UUID
    agency_id: UUID
    procedure_code: str
    finished_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRating:
    """What a citizen said of the service: 1 (very bad) to 5 (very good), and why, stage by stage."""

    score: int
    reasons: Mapping[ServiceStage, tuple[str, ...]]
    rated_at: datetime
    editable_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingCell:
    """Ratings of one agency or procedure in one month; ``count`` None where too few people would show."""

    month: dt.date
    key: str
    count: int | None
    average: float | None = None
    scores: Mapping[int, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
