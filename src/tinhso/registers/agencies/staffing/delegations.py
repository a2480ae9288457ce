"""A leader's delegation for a period, as it crosses the door."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class DelegationState(StrEnum):
    """Where a delegation stands at a moment."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"


class DelegationEnd(StrEnum):
    """Why a delegation ends before its time."""

    BY_HAND = "by_hand"
    POST_ENDED = "post_ended"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """``deputy`` approves in the place of ``leader`` at their agency, from ``begins_at`` to ``ends_at``.

    ``ends_at`` is the first moment no longer covered. ``ended_at`` is an earlier end that somebody set, or
    that followed from a transfer or a lock; it may lie ahead.
    """

    id: UUID
    agency_id: UUID
    leader_id: UUID
    deputy_id: UUID
    begins_at: dt.datetime
    ends_at: dt.datetime
    basis: str
    ended_at: dt.datetime | None
    ended_for: DelegationEnd | None

    @property
    def until(self) -> dt.datetime:
        """The first moment that it does not cover."""
        return min(self.ends_at, self.ended_at) if self.ended_at else self.ends_at

    def state_at(self, moment: dt.datetime) -> DelegationState:
        """Planned, running or over at that moment."""
        if moment >= self.until:
            return DelegationState.OVER
        return DelegationState.RUNNING if moment >= self.begins_at else DelegationState.PLANNED
