"""The door of the outbox: events that are delivered, or stand in a visible queue.

Announcing and delivering happen in the unit of work; this room keeps the rows and knows who
listens. No event is ever dropped: a failing handler is tried again without end, and shows.
"""

from tinhso.foundation.outbox.queries import WaitingDelivery, find_event, waiting_deliveries
from tinhso.foundation.outbox.registry import find_handler, handler_names, handles, rebuild_event
from tinhso.foundation.outbox.store import (
    CTE,
    due_events,
    mark_delivered,
    mark_failed,
    rows_of,
    take_delivery,
    waiting_handlers,
)
from tinhso.foundation.outbox.types import Announced, DomainEvent

__all__ = [
    "CTE",
    "Announced",
    "DomainEvent",
    "WaitingDelivery",
    "due_events",
    "find_event",
    "find_handler",
    "handler_names",
    "handles",
    "mark_delivered",
    "mark_failed",
    "rebuild_event",
    "rows_of",
    "take_delivery",
    "waiting_deliveries",
    "waiting_handlers",
]
