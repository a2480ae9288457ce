"""A client asks to be told, and ends it; an administrator looks, stops, resumes and tells again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from tinhso.foundation.authority.service import Actor, NotVisible, Permission, Resource, require
from tinhso.foundation.clock.service import new_id, new_token, real_now
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.unit_of_work.service import acting_as_system, claim_key, unit_of_work
from tinhso.services.integration.errors import UnableToSubscribe
from tinhso.services.integration.models import Subscription
from tinhso.services.integration.rules import wrong_address
from tinhso.services.integration.types import (
    DeliveryRow,
    EventKind,
    NewWebhook,
    SubscriptionState,
    WebhookRow,
)

WEBHOOK_KIND = "webhook"
KEY_FIELD = "integration.webhook_key"
MOST_OF_A_CLIENT = 10
_COUNTED = 1_000
_SHOWN = 50


def subscribe(*, url: str, kinds: frozenset[EventKind], key: str, actor: Actor, now: datetime) -> NewWebhook:
    """Tell the client at ``url`` from now on; its signing key is shown once.

    ``key`` is the request's own: sent again it gives back the subscription, without the signing key. Raises
    UnableToSubscribe, and UnableToRepeat where the same key was sent with something else.
    """
    with unit_of_work(actor=actor, now=now) as work:
        client_id = _client(actor)
        wrong = wrong_address(url, may_be_local=settings.TINHSO_DEMONSTRATION)
        if wrong:
            raise UnableToSubscribe("wrong_address", wrong, {"url": wrong})
        webhook_id = new_id()
        digest = sha256(repr((url, sorted(kinds))).encode()).digest()
        with acting_as_system(work):
            first = claim_key(work, key=f"webhook:{key}", request_digest=digest, result_id=webhook_id)
            if first != webhook_id:
                return NewWebhook(row=_one(first), key=None)
            if Subscription.objects.filter(client_id=client_id, ended_at__isnull=True).count() >= (
                MOST_OF_A_CLIENT
            ):
                raise UnableToSubscribe(
                    "too_many_webhooks", f"Mỗi hệ thống đăng ký được nhiều nhất {MOST_OF_A_CLIENT} địa chỉ."
                )
            signing_key = new_token()
            Subscription.objects.create(
                id=webhook_id,
                client_id=client_id,
                url=url,
                kinds=sorted(kinds),
                sealed_key=seal_text(signing_key, owner=webhook_id, field=KEY_FIELD),
                created_at=now,
                next_at=real_now(),
            )
            work.record(action="integration.subscribed", object_kind=WEBHOOK_KIND, object_id=webhook_id)
            return NewWebhook(row=_one(webhook_id), key=signing_key)


def own_webhooks(*, actor: Actor, now: datetime) -> tuple[WebhookRow, ...]:
    """The client's subscriptions that have not ended."""
    with unit_of_work(actor=actor, now=now) as work:
        client_id = _client(actor)
        with acting_as_system(work):
            return _rows("s.client_id = %s and s.ended_at is null", [client_id])


def unsubscribe(*, webhook_id: UUID, actor: Actor, now: datetime) -> None:
    """End one of the client's own; NotVisible for anybody else's. Ending it again changes nothing."""
    with unit_of_work(actor=actor, now=now) as work:
        client_id = _client(actor)
        with acting_as_system(work):
            own = Subscription.objects.select_for_update().filter(id=webhook_id, client_id=client_id)
            subscription = own.first()
            if subscription is None:
                raise _unknown(webhook_id, Permission.WEBHOOK_KEEP)
            if subscription.ended_at is None:
                subscription.ended_at = now
                subscription.save(update_fields=["ended_at"])
                work.record(action="integration.unsubscribed", object_kind=WEBHOOK_KIND, object_id=webhook_id)


def webhooks_of(*, client_id: UUID, actor: Actor, now: datetime) -> tuple[WebhookRow, ...]:
    """Every subscription of a client, for administrators."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.INTEGRATION_ADMINISTER)
        with acting_as_system(work):
            return _rows("s.client_id = %s", [client_id])


def get_webhook(
    *, webhook_id: UUID, actor: Actor, now: datetime
) -> tuple[WebhookRow, tuple[DeliveryRow, ...]]:
    """One subscription with what waits first and then what was told last, for administrators."""
    with unit_of_work(actor=actor, now=now) as work:
        _administer(actor, webhook_id)
        with acting_as_system(work):
            found = _rows("s.id = %s", [webhook_id])
            if not found:
                raise _unknown(webhook_id, Permission.INTEGRATION_ADMINISTER)
            return found[0], _deliveries(webhook_id)


def pause_webhook(*, webhook_id: UUID, paused: bool, actor: Actor, now: datetime) -> None:
    """Stop telling, or go on at once; whatever waits is kept."""
    with unit_of_work(actor=actor, now=now) as work:
        _administer(actor, webhook_id)
        with acting_as_system(work):
            subscription = _running(webhook_id)
            subscription.paused_at = now if paused else None
            subscription.paused_for = "operator" if paused else ""
            subscription.failures, subscription.failing_since = 0, None
            subscription.next_at = real_now()
            subscription.save()
            _all_at_once(webhook_id)
        action = "integration.webhook_paused" if paused else "integration.webhook_resumed"
        work.record(action=action, object_kind=WEBHOOK_KIND, object_id=webhook_id)


def tell_again(*, webhook_id: UUID, after: int, actor: Actor, now: datetime) -> int:
    """Put every event after the cursor that concerns it on the subscription's queue again; how many."""
    with unit_of_work(actor=actor, now=now) as work:
        _administer(actor, webhook_id)
        with acting_as_system(work), connection.cursor() as cursor:
            _running(webhook_id)
            cursor.execute(_AGAIN, [real_now(), webhook_id, after])
            count = int(cursor.rowcount)
        work.record(
            action="integration.webhook_told_again", object_kind=WEBHOOK_KIND, object_id=webhook_id,
            details={"after": after, "events": count},
        )  # fmt: skip
        return count


_AGAIN = """
insert into integration_delivery as d (subscription_id, event_id, attempts, next_at, last_error)
select s.id, e.seq, 0, %s, ''
from integration_subscription s join integration_client c on c.id = s.client_id
  join integration_event e on e.kind = any(s.kinds) and (e.client_id is null or e.client_id = c.id)
    and (c.agency_ids is null or exists (
      select 1 from authority_access a where a.case_id = e.dossier_id and a.agency_id = any(c.agency_ids)))
where s.id = %s and e.seq > %s
on conflict (subscription_id, event_id) do update
  set delivered_at = null, attempts = 0, next_at = excluded.next_at, last_error = ''"""

_ROWS = f"""
select s.id, s.client_id, s.url, s.kinds, s.created_at, s.ended_at, s.paused_at, s.paused_for,
  s.failing_since, s.next_at, s.last_error, s.last_success_at, w.waiting, w.oldest
from integration_subscription s, lateral (
  select count(*) as waiting, min(e.at) as oldest from (
    select d.event_id from integration_delivery d
    where d.subscription_id = s.id and d.delivered_at is null order by d.event_id limit {_COUNTED}) as first
  join integration_event e on e.seq = first.event_id) as w"""  # noqa: S608 - made of this file's own words


def _rows(condition: str, parameters: Sequence[Any]) -> tuple[WebhookRow, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_ROWS} where {condition} order by s.created_at, s.id", parameters)
        return tuple(_row(each) for each in cursor.fetchall())


def _one(webhook_id: UUID) -> WebhookRow:
    return _rows("s.id = %s", [webhook_id])[0]


def _row(row: tuple[Any, ...]) -> WebhookRow:
    id_, client_id, url, kinds, created_at, ended_at, paused_at, paused_for, failing_since, next_at = row[:10]
    last_error, last_success_at, waiting, oldest = row[10:]
    state = SubscriptionState.FAILING if failing_since else SubscriptionState.RUNNING
    if ended_at:
        state = SubscriptionState.ENDED
    elif paused_at:
        is_failing = paused_for == "failing"
        state = SubscriptionState.PAUSED_AS_FAILING if is_failing else SubscriptionState.PAUSED_BY_OPERATOR
    known = {kind.value: kind for kind in EventKind}
    return WebhookRow(
        id=id_,
        client_id=client_id,
        url=url,
        kinds=frozenset(known[kind] for kind in kinds if kind in known),
        state=state,
        created_at=created_at,
        waiting=waiting,
        oldest_waiting_at=oldest,
        failing_since=failing_since,
        next_at=next_at if state is SubscriptionState.FAILING else None,
        last_error=last_error,
        last_success_at=last_success_at,
    )


def _deliveries(webhook_id: UUID) -> tuple[DeliveryRow, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select e.seq, e.kind, e.dossier_code, e.version, e.at, d.attempts, d.next_at, d.last_error,
                 d.delivered_at
               from integration_delivery d join integration_event e on e.seq = d.event_id
               where d.subscription_id = %s
               order by d.delivered_at is not null,
                 case when d.delivered_at is null then e.seq else -e.seq end
               limit %s""",
            [webhook_id, _SHOWN],
        )
        return tuple(
            DeliveryRow(
                cursor=row[0],
                kind=EventKind(row[1]),
                dossier_code=row[2],
                version=row[3],
                at=row[4],
                attempts=row[5],
                next_at=row[6],
                last_error=row[7],
                delivered_at=row[8],
            )
            for row in cursor.fetchall()
        )


def _all_at_once(webhook_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """update integration_delivery set next_at = %s
               where subscription_id = %s and delivered_at is null""",
            [real_now(), webhook_id],
        )


def _running(webhook_id: UUID) -> Subscription:
    subscription = Subscription.objects.select_for_update().filter(id=webhook_id).first()
    if subscription is None:
        raise _unknown(webhook_id, Permission.INTEGRATION_ADMINISTER)
    if subscription.ended_at is not None:
        raise UnableToSubscribe("webhook_ended", "Đăng ký này đã kết thúc.")
    return subscription


def _client(actor: Actor) -> UUID:
    require(actor=actor, permission=Permission.WEBHOOK_KEEP)
    assert actor.client_id is not None  # noqa: S101 - nobody but a client holds this permission
    return actor.client_id


def _administer(actor: Actor, webhook_id: UUID) -> None:
    resource = Resource(kind=WEBHOOK_KIND, id=webhook_id)
    require(actor=actor, permission=Permission.INTEGRATION_ADMINISTER, resource=resource)


def _unknown(webhook_id: UUID, permission: Permission) -> NotVisible:
    return NotVisible(object_kind=WEBHOOK_KIND, object_id=webhook_id, permission=permission)
