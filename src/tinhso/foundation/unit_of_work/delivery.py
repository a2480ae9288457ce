"""Delivering announcements: each handler in a transaction of its own, marked done with its effect."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.foundation.outbox.service import (
    due_events,
    find_event,
    find_handler,
    mark_delivered,
    mark_failed,
    rebuild_event,
    take_delivery,
    waiting_handlers,
)
from tinhso.foundation.unit_of_work.work import unit_of_work

_log = logging.getLogger(__name__)
_GRACE = timedelta(seconds=10)


class UnknownHandler(Exception):
    """The code no longer has the handler that was subscribed: its delivery waits, visibly, for a repair."""


def deliver_event(event_id: UUID) -> int:
    """Give the event to every handler that has not taken it; returns how many failed.

    A failure is kept on the delivery row with its reason and tried again by the sweep.
    """
    event_row = find_event(event_id)
    if event_row is None:
        return 0
    failed = 0
    for name in waiting_handlers(event_id):
        try:
            _deliver_to(event_id, event_row.name, event_row.payload, event_row.trace_id, name)
        except Exception as error:  # noqa: BLE001 - any failure must be kept and retried, never lost
            failed += 1
            kind = type(error).__name__
            _log.warning("delivery of %s to %s failed: %s", event_row.name, name, kind)
            with transaction.atomic():
                mark_failed(event_id, name, error=kind, now=real_now())
    return failed


def _deliver_to(
    event_id: UUID, event_name: str, payload: dict[str, object], trace_id: str, name: str
) -> None:
    handler = find_handler(event_name, name)
    if handler is None:
        raise UnknownHandler
    with unit_of_work(actor=system_actor(trace_id), now=legal_now()) as work:
        if take_delivery(event_id, name):
            handler(rebuild_event(event_name, payload), work=work)
            mark_delivered(event_id, name, now=real_now())


def deliver_due(*, limit: int = 100, grace: timedelta = _GRACE) -> int:
    """Deliver what has been due for ``grace``, the longest first; returns the number of events looked at.

    The sweep leaves some seconds to whoever delivers as it is announced.
    """
    due = due_events(now=real_now(), grace=grace, limit=limit)
    for event_id in due:
        deliver_event(event_id)
    return len(due)
