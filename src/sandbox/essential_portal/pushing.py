"""Pushing messages to the province: signed, in each dossier's order, tried until they are taken.

``X-Signature`` is the hex HMAC-SHA256, by ``essential_push_secret``, of ``<X-Timestamp>.<body>``. A 2xx or
409 (known already) means taken; another 4xx (but 401, 403, 404, 408, 425 and 429) means refused, until
somebody sends it again from the page; everything else is tried again, later each time, without end.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.utils import timezone

from sandbox.background import wait_before
from sandbox.dials.modes import Mode
from sandbox.dials.service import DialPosition, peek, take
from sandbox.essential_portal.models import Push, Target

SYSTEM = "essential_portal"
BATCH = 50
TRY_AGAIN = frozenset({401, 403, 404, 408, 425, 429})
PUSH_MODES = frozenset({Mode.WRONG, Mode.DUPLICATE, Mode.OUT_OF_ORDER, Mode.SLOW})
PUSH_VARIANTS = frozenset(
    {"signature", "replayed", "malformed", "oversized", "procedure", "unit", "enum", "future"}
)


def push_target() -> str:
    """Where pushes go: what was set at run time, else the address of the settings."""
    chosen = Target.objects.values_list("url", flat=True).first()
    return chosen if chosen is not None else settings.ESSENTIAL_TARGET


def is_allowed_target(url: str) -> bool:
    """Pushes carry personal data: they go to known hosts only."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and parts.hostname in settings.CALLBACK_HOSTS
    except ValueError:
        return False


def push_due(client: httpx.Client) -> None:
    """Try the messages that are due, as the dial lets them."""
    target, position = push_target(), peek(SYSTEM)
    if not target or (position is not None and position.mode in {Mode.DOWN, Mode.HANG}):
        return
    for push in _due(newest_first=position is not None and position.mode is Mode.OUT_OF_ORDER):
        _try(client, target, push, take(SYSTEM, PUSH_MODES) if _concerns_pushes(position) else None)


def _concerns_pushes(position: DialPosition | None) -> bool:
    if position is None or position.mode not in PUSH_MODES:
        return False
    return position.mode is not Mode.WRONG or position.variant in PUSH_VARIANTS


def _due(*, newest_first: bool) -> Iterator[Push]:
    due = Push.objects.filter(is_finished=False, due_at__lte=timezone.now())
    if newest_first:
        yield from due.order_by("-made_at", "-sequence")[:BATCH]
        return
    # A message waits for the earlier ones of its dossier; other dossiers do not wait.
    for push in due.order_by("made_at", "sequence")[:BATCH]:
        earlier = Push.objects.filter(dossier=push.dossier_id, is_finished=False, sequence__lt=push.sequence)
        if not earlier.exists():
            yield push


def _try(client: httpx.Client, target: str, push: Push, position: DialPosition | None) -> None:
    mode = position.mode if position is not None else None
    if position is not None and mode is Mode.SLOW:
        time.sleep(position.seconds)
    push.attempts += 1
    variant = position.variant if position is not None and mode is Mode.WRONG else ""
    outcome = _send(client, target, push.body, variant)
    if mode is Mode.DUPLICATE:
        outcome = _send(client, target, push.body, "")
    push.outcome = outcome
    status = int(outcome) if outcome.isdecimal() else 0
    if 200 <= status < 300 or status == 409:
        push.is_finished, push.taken_at = True, timezone.now()
    elif 400 <= status < 500 and status not in TRY_AGAIN and not variant:
        push.is_finished = True
    else:
        push.due_at = timezone.now() + timedelta(seconds=0 if variant else wait_before(push.attempts))
    push.save()


def _send(client: httpx.Client, target: str, body: str, variant: str) -> str:
    moment = int(time.time()) - (7 * 24 * 3600 if variant == "replayed" else 0)
    content = _spoilt(body, variant).encode("utf-8")
    signed = f"{moment}.".encode("ascii") + (b"another content" if variant == "signature" else content)
    key = settings.SHARED_SECRETS["essential_push_secret"].encode("ascii")
    headers = {
        "Content-Type": "application/json",
        "X-Message-Id": json.loads(body)["message_id"],
        "X-Timestamp": str(moment),
        "X-Signature": hmac.new(key, signed, hashlib.sha256).hexdigest(),
    }
    try:
        return str(client.post(target, content=content, headers=headers).status_code)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return type(error).__name__[:60]


def _spoilt(body: str, variant: str) -> str:
    if variant == "malformed":
        return body[: len(body) // 2]
    message = json.loads(body)
    spoilt = {
        "oversized": {"GhiChu": "x" * 3_000_000},
        "procedure": {"MaTTHC": "9.999999"},
        "unit": {"MaDonViXuLy": "H09.999"},
        "enum": {"LoaiDoiTuong": "9"},
        "future": {"NgayNopHoSo": "20991231235959"},
    }.get(variant)
    if spoilt is None:
        return body
    return json.dumps({**message, "dossier": {**message["dossier"], **spoilt}}, ensure_ascii=False)
