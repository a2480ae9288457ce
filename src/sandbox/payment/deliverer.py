"""The thread that delivers callbacks, with retries that wait longer each time."""

import logging
import threading
from datetime import timedelta

import httpx
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from sandbox.payment.models import Callback
from sandbox.payment.signing import HEADER

logger = logging.getLogger(__name__)
PATIENCE_SECONDS = 10
PAUSE_SECONDS = 0.2
RETRY_SECONDS = (1, 2, 4, 8, 15, 30, 60)

_started = threading.Lock()


def start_deliverer() -> None:
    """Start the thread once per process."""
    if _started.acquire(blocking=False):
        threading.Thread(target=_run, name="payment-callbacks", daemon=True).start()


def _run() -> None:
    pause = threading.Event()
    with httpx.Client(timeout=PATIENCE_SECONDS, trust_env=False) as client:
        while True:
            try:
                deliver_due(client)
            except DatabaseError:
                logger.exception("payment callbacks: the order book could not be read or written")
                close_old_connections()
            pause.wait(PAUSE_SECONDS)


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
