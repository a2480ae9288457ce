"""The message services: one message under one key, sent at most once whatever is repeated."""

from __future__ import annotations

import httpx
from django.conf import settings

from tinhso.foundation.crypto.service import trusted_authorities
from tinhso.foundation.unit_of_work.service import UnableToReachLine, UnableToSendQuestion
from tinhso.services.notices.types import DeliveryState

_SECONDS = 5.0
_NO_SUCH_ADDRESS = frozenset({"unreachable", "invalid_to"})
_KNOWN_CODES = frozenset(
    {"try_again", "refused", "key_reused", "invalid_token", "invalid_text", "invalid_channel"}
)


def send_message(*, key: str, channel: str, to: str, subject: str, text: str) -> DeliveryState:
    """Hand one message over; SENT also when it was handed over before under this key.

    Raises UnableToReachLine and UnableToSendQuestion with closed reasons; addresses and texts are never part
    of them.
    """
    response = _post({"channel": channel, "to": to, "subject": subject, "text": text}, key)
    if response.is_success:
        return DeliveryState.SENT
    code = _code_of(response)
    if code in _NO_SUCH_ADDRESS:
        return DeliveryState.UNDELIVERABLE
    if code in _KNOWN_CODES:
        raise UnableToSendQuestion(code)
    raise UnableToReachLine(f"http_{response.status_code}")


def _post(body: dict[str, str], key: str) -> httpx.Response:
    headers = {
        "Authorization": f"Bearer {settings.TINHSO_MESSAGES_TOKEN}",
        "Idempotency-Key": key,
    }
    try:
        with httpx.Client(
            timeout=_SECONDS, trust_env=False, follow_redirects=False, verify=trusted_authorities()
        ) as client:
            return client.post(f"{settings.TINHSO_MESSAGES_URL}/api/send", json=body, headers=headers)
    except httpx.TimeoutException:
        raise UnableToReachLine("timeout") from None
    except httpx.HTTPError:
        raise UnableToReachLine("no_connection") from None


def _code_of(response: httpx.Response) -> str:
    try:
        body = response.json()
    except ValueError:
        return ""
    return str(body.get("code", "")) if isinstance(body, dict) else ""
