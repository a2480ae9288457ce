"""What waits in the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.foundation.outbox.models import Delivery, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDelivery:
    """An announcement that a handler has not taken yet, with the reason of the last failure."""

    event_id: UUID
    event_name: str
    handler: str
    attempts: int
    next_at: datetime
    last_error: str


def waiting_deliveries(
    *, before: datetime, limit: int = 200, subject_id: UUID | None = None
) -> list[WaitingDelivery]:
    """Deliveries that are due at ``before`` and not done, oldest first; about one subject if named."""
    about = {} if subject_id is None else {"event__subject_id": subject_id}
    rows = (
        Delivery.objects.filter(delivered_at__isnull=True, next_at__lte=before, **about)
        .order_by("next_at")
        .values_list("event_id", "event__name", "handler", "attempts", "next_at", "last_error")[:limit]
    )
    return [
        WaitingDelivery(
            event_id=row[0],
            event_name=row[1],
            handler=row[2],
            attempts=row[3],
            next_at=row[4],
            last_error=row[5],
        )
        for row in rows
    ]


def find_event(event_id: UUID) -> Event | None:
    """The stored announcement."""
    return Event.objects.filter(id=event_id).first()
