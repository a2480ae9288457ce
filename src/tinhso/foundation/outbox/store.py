"""Writing announcements and taking deliveries: the statements of the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.foundation.clock.service import real_now
from tinhso.foundation.outbox.registry import handler_names
from tinhso.foundation.outbox.types import Announced

CTE = """
outbox_events as (
  insert into outbox_event (id, name, subject_id, version, payload, trace_id, at)
  select id, name, subject_id, version, payload, trace_id, at
  from jsonb_to_recordset(%s::jsonb) as e(id uuid, name text, subject_id uuid, version int,
    payload jsonb, trace_id text, at timestamptz)
), outbox_deliveries as (
  insert into outbox_delivery (event_id, handler, attempts, next_at, last_error)
  select e.id, h, 0, e.next_at, ''
  from jsonb_to_recordset(%s::jsonb) as e(id uuid, next_at timestamptz, handlers jsonb),
    jsonb_array_elements_text(e.handlers) as h
)"""
"""Inserts events and deliveries from the same JSON given twice; part of the one flush statement."""


def rows_of(
    events: Sequence[tuple[UUID, Announced]], *, trace_id: str, now: datetime
) -> list[dict[str, Any]]:
    """The JSON rows of CTE. ``now`` is legal time; trying again is counted in real time."""
    return [
        {
            "id": event_id,
            "name": event.name,
            "subject_id": event.subject_id,
            "version": event.version,
            "payload": msgspec.to_builtins(event),
            "trace_id": trace_id,
            "at": now,
            "next_at": real_now(),
            "handlers": handler_names(event.name),
        }
        for event_id, event in events
    ]


def waiting_handlers(event_id: UUID) -> list[str]:
    """The handlers that have not taken the event yet, as they were subscribed when it was announced."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select handler from outbox_delivery
               where event_id = %s and delivered_at is null order by handler""",
            [event_id],
        )
        return [row[0] for row in cursor.fetchall()]


def take_delivery(event_id: UUID, handler: str) -> bool:
    """Lock one undelivered row for this transaction; False when done or held by another worker."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select 1 from outbox_delivery where event_id = %s and handler = %s
               and delivered_at is null for update skip locked""",
            [event_id, handler],
        )
        return cursor.fetchone() is not None


def mark_delivered(event_id: UUID, handler: str, *, now: datetime) -> None:
    """The handler's effect and this mark commit together."""
    with connection.cursor() as cursor:
        cursor.execute(
            """update outbox_delivery set delivered_at = %s, attempts = attempts + 1, last_error = ''
               where event_id = %s and handler = %s""",
            [now, event_id, handler],
        )


def mark_failed(event_id: UUID, handler: str, *, error: str, now: datetime) -> None:
    """Keep the delivery, later: the wait doubles from 5 s up to an hour, and never ends. ``now`` is real."""
    with connection.cursor() as cursor:
        cursor.execute(
            """update outbox_delivery set attempts = attempts + 1, last_error = %s,
               next_at = %s + least(interval '1 hour', interval '5 seconds' * (2 ^ least(attempts, 10)))
               where event_id = %s and handler = %s""",
            [error, now, event_id, handler],
        )


def due_events(*, now: datetime, grace: timedelta, limit: int) -> list[UUID]:
    """Events with a delivery that has been due for ``grace``, the longest first. ``now`` is real."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select event_id from outbox_delivery
               where delivered_at is null and next_at <= %s
               group by event_id order by min(next_at) limit %s""",
            [now - grace, limit],
        )
        return [row[0] for row in cursor.fetchall()]
