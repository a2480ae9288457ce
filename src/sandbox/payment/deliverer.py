"""Delivers callbacks, with retries that wait longer each time."""

from datetime import timedelta

import httpx
from django.utils import timezone

from sandbox.payment.models import Callback
from sandbox.payment.signing import HEADER

RETRY_SECONDS = (1, 2, 4, 8, 15, 30, 60)


def deliver_due(client: httpx.Client) -> None:
    """Try every callback that is due."""
    due = Callback.objects.filter(is_finished=False, due_at__lte=timezone.now())
    for callback in due.select_related("order").order_by("due_at", "pk")[:50]:
        _deliver(client, callback)


def _deliver(client: httpx.Client, callback: Callback) -> None:
    callback.attempts += 1
    try:
        response = client.post(
            callback.order.callback_url,
            content=callback.body.encode("utf-8"),
            headers={"Content-Type": "application/json", HEADER: callback.signature},
        )
        callback.last_status = str(response.status_code)
        taken = response.is_success
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        callback.last_status = type(error).__name__[:60]
        taken = False
    if taken:
        callback.is_finished, callback.delivered_at = True, timezone.now()
    elif callback.attempts > len(RETRY_SECONDS):
        callback.is_finished = True
    else:
        wait = RETRY_SECONDS[callback.attempts - 1]
        callback.due_at = timezone.now() + timedelta(seconds=wait)
    callback.save()
