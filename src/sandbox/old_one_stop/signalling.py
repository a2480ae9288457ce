"""Webhooks, if somebody wants them: only the number of the latest change, to be fetched from the feed.

``X-Signature`` is the hex HMAC-SHA256 of the body by ``old_one_stop_webhook_secret``. As old systems do, it
gives up after five tries; the next change is signalled again, and the feed still has everything.
"""

import hashlib
import hmac
import json
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from sandbox.background import wait_before
from sandbox.dials.modes import Mode
from sandbox.dials.service import peek
from sandbox.old_one_stop.models import Change, Webhook

MOST_ATTEMPTS = 5
SILENT = frozenset({Mode.DOWN, Mode.HANG})


def choose_webhook(url: object) -> bool:
    """Whom to signal from now on, nobody when blank; False when that address is not allowed."""
    if not isinstance(url, str) or (url and not _is_allowed(url)):
        return False
    Webhook.objects.all().delete()
    if url:
        Webhook.objects.create(url=url, told_until=latest_number(), due_at=timezone.now())
    return True


def latest_number() -> int:
    """The number of the latest change."""
    return Change.objects.aggregate(latest=Max("number"))["latest"] or 0


def signal_due(client: httpx.Client) -> None:
    """Signal the latest change to whoever wants it."""
    latest, position = latest_number(), peek("old_one_stop")
    if position is not None and position.mode in SILENT:
        return
    for webhook in Webhook.objects.filter(told_until__lt=latest, due_at__lte=timezone.now()):
        _signal(client, webhook, latest)


def _signal(client: httpx.Client, webhook: Webhook, latest: int) -> None:
    body = json.dumps({"stt": latest}).encode("ascii")
    key = settings.SHARED_SECRETS["old_one_stop_webhook_secret"].encode("ascii")
    headers = {
        "Content-Type": "application/json",
        "X-Signature": hmac.new(key, body, hashlib.sha256).hexdigest(),
    }
    webhook.attempts += 1
    try:
        response = client.post(webhook.url, content=body, headers=headers)
        webhook.outcome, taken = str(response.status_code), response.is_success
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        webhook.outcome, taken = type(error).__name__[:60], False
    if taken or webhook.attempts >= MOST_ATTEMPTS:
        webhook.told_until, webhook.attempts = latest, 0
    else:
        webhook.due_at = timezone.now() + timedelta(seconds=wait_before(webhook.attempts))
    webhook.save()


def _is_allowed(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and parts.hostname in settings.CALLBACK_HOSTS
    except ValueError:
        return False
