"""Telling subscribers what happened: outside any transaction, each in its own thread.

A subscription is told its events one after the other. A receiver that fails rests, longer each time, and only
it; an event that a working receiver does not take waits alone. Nothing is ever dropped: after days without a
success the subscription is paused, visibly, and goes on where it stopped when somebody resumes it.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from tinhso.foundation.authority.service import ClientPurpose, system_actor
from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.foundation.crypto.service import open_text
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.integration.actions.events import EVENT_COLUMNS, event_of
from tinhso.services.integration.actions.subscriptions import KEY_FIELD, WEBHOOK_KIND
from tinhso.services.integration.adapters.receiver import tell
from tinhso.services.integration.errors import UnableToReachReceiver
from tinhso.services.integration.models import Subscription
from tinhso.services.integration.rules import wait_after
from tinhso.services.integration.types import Happening, Told

_log = logging.getLogger(__name__)
_AT_ONCE = 8
_SUBSCRIPTIONS = 40
_EVENTS = 500
_LONGEST_PASS = 20.0
"""Seconds in which new events are begun; the worker must be able to stop."""


@dataclass(slots=True, kw_only=True)
class _Line:
    """What one subscription is told in this pass."""

    id: UUID
    url: str
    key: str = field(repr=False)
    events: deque[Happening]


def tell_subscribers() -> Told:
    """One pass over everybody who is due; run by one job at a time."""
    lines = _due_lines()
    if not lines:
        return Told()
    delivered = failed = 0
    ends = time.monotonic() + _LONGEST_PASS
    unexpected: BaseException | None = None
    with ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="webhook") as pool:
        running = {_begin(pool, line): line for line in lines}
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                line = running.pop(future)
                error = future.exception()
                if error is not None and not isinstance(error, UnableToReachReceiver):
                    unexpected = error
                    continue
                goes_on = _note(line, line.events.popleft(), error)
                delivered, failed = delivered + (error is None), failed + (error is not None)
                if goes_on and line.events and time.monotonic() < ends:
                    running[_begin(pool, line)] = line
    if unexpected is not None:
        raise unexpected
    return Told(delivered=delivered, failed=failed)


def _begin(pool: ThreadPoolExecutor, line: _Line) -> Future[None]:
    timestamp = int(real_now().timestamp())
    return pool.submit(tell, url=line.url, key=line.key, event=line.events[0], timestamp=timestamp)


def _due_lines() -> list[_Line]:
    real = real_now()
    with unit_of_work(actor=system_actor("webhooks"), now=legal_now()), connection.cursor() as cursor:
        cursor.execute(_DUE, [real, real, ClientPurpose.WEBHOOKS.value, real, _SUBSCRIPTIONS])
        found = cursor.fetchall()
        lines = []
        for id_, url, sealed_key in found:
            cursor.execute(_WAITING, [id_, real, _EVENTS])
            events = deque(event_of(row) for row in cursor.fetchall())
            key = open_text(sealed_key, owner=id_, field=KEY_FIELD)
            lines.append(_Line(id=id_, url=url, key=key, events=events))
    return [line for line in lines if line.events]


_DUE = """
select s.id, s.url, s.sealed_key
from integration_subscription s join integration_client c on c.id = s.client_id
where s.ended_at is null and s.paused_at is null and s.next_at <= %s
  and c.disabled_at is null and c.valid_until > %s and %s = any(c.purposes)
  and exists (select 1 from integration_delivery d
    where d.subscription_id = s.id and d.delivered_at is null and d.next_at <= %s)
order by s.next_at, s.id limit %s"""

_WAITING = f"""
select {EVENT_COLUMNS} from integration_delivery d join integration_event e on e.seq = d.event_id
where d.subscription_id = %s and d.delivered_at is null and d.next_at <= %s order by d.event_id
limit %s"""  # noqa: S608


def _note(line: _Line, event: Happening, error: BaseException | None) -> bool:
    """Write down how it went, in a transaction of its own; False where nothing more is told in this pass."""
    with unit_of_work(actor=system_actor("webhooks"), now=legal_now()) as work:
        subscription = Subscription.objects.select_for_update().get(id=line.id)
        if not isinstance(error, UnableToReachReceiver):
            _delivered(subscription, event)
            return subscription.paused_at is None and subscription.ended_at is None
        _failed(subscription, event, error)
        if _has_failed_too_long(subscription):
            subscription.paused_at, subscription.paused_for = work.now, "failing"
            work.record(
                action="integration.webhook_paused",
                object_kind=WEBHOOK_KIND,
                object_id=line.id,
                details={"reason": error.reason},
            )
        subscription.save()
        _log.warning("webhook %s: %s", line.id, error.reason)
        return error.is_about_the_event and subscription.paused_at is None


def _delivered(subscription: Subscription, event: Happening) -> None:
    real = real_now()
    with connection.cursor() as cursor:
        cursor.execute(
            """update integration_delivery set delivered_at = %s, attempts = attempts + 1, last_error = ''
               where subscription_id = %s and event_id = %s""",
            [real, subscription.id, event.cursor],
        )
    subscription.failures, subscription.failing_since, subscription.last_error = 0, None, ""
    subscription.last_success_at = real
    subscription.save(update_fields=["failures", "failing_since", "last_error", "last_success_at"])


def _failed(subscription: Subscription, event: Happening, error: UnableToReachReceiver) -> None:
    real = real_now()
    with connection.cursor() as cursor:
        cursor.execute(
            """update integration_delivery set attempts = attempts + 1, last_error = %s
               where subscription_id = %s and event_id = %s returning attempts""",
            [error.reason, subscription.id, event.cursor],
        )
        attempts = cursor.fetchone()[0]
        cursor.execute(
            "update integration_delivery set next_at = %s where subscription_id = %s and event_id = %s",
            [
                real + (wait_after(attempts) if error.is_about_the_event else timedelta()),
                subscription.id,
                event.cursor,
            ],
        )
    subscription.last_error = error.reason
    subscription.failing_since = subscription.failing_since or real
    if not error.is_about_the_event:
        subscription.failures += 1
        subscription.next_at = real + wait_after(subscription.failures)


def _has_failed_too_long(subscription: Subscription) -> bool:
    since = subscription.failing_since
    longest = timedelta(days=settings.TINHSO_WEBHOOK_PAUSED_AFTER_DAYS)
    return subscription.paused_at is None and since is not None and real_now() - since >= longest
