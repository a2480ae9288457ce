"""Telling one receiver one event: a signed POST of a few hundred bytes, five seconds, no redirects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec
from django.conf import settings

from tinhso.services.integration.errors import UnableToReachReceiver
from tinhso.services.integration.rules import may_connect, signature, wrong_address
from tinhso.services.integration.types import DossierTurn, Happening, LookUpTurn

_SECONDS = 5.0
_ITS_OWN_REFUSALS = range(400, 500)
_ABOUT_THE_RECEIVER = frozenset({401, 403, 404, 407, 408, 410, 421, 425, 429})


def payload_of(event: Happening) -> dict[str, Any]:
    """What is told, and what reading the events shows: ids and codes."""
    return {
        "cursor": event.cursor,
        "id": str(event.id),
        "type": event.kind.value,
        "at": _moment(event.at),
        "dossier": _dossier(event, event.turn) if isinstance(event.turn, DossierTurn) else None,
        "look_up": _look_up(event, event.turn) if isinstance(event.turn, LookUpTurn) else None,
    }


def _dossier(event: Happening, turn: DossierTurn) -> dict[str, Any]:
    return {
        "id": str(event.dossier_id),
        "code": event.dossier_code,
        "procedure_code": turn.procedure_code,
        "agency_id": str(event.agency_id),
        "action": turn.action,
        "status": turn.status,
        "version": turn.version,
    }


def _look_up(event: Happening, turn: LookUpTurn) -> dict[str, Any]:
    """Never what the register said, nor what changed: that is read by the look-up's id, and recorded."""
    return {
        "id": str(turn.id),
        "dossier": event.dossier_code,
        "register": turn.register,
        "state": turn.state,
        "asked_at": _moment(turn.asked_at),
        "answered_at": _moment(turn.answered_at),
        "as_of": _moment(turn.as_of) if turn.as_of else None,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def tell(*, url: str, key: str, event: Happening, timestamp: int) -> None:
    """Hand the event over; returns when the receiver said that it has it (2xx). UnableToReachReceiver else.

    Uses no database and no transaction: runs in a thread.
    """
    import httpcore

    from tinhso.services.integration.adapters.checked_transport import CheckedBackend

    if wrong_address(url, may_be_local=settings.TINHSO_DEMONSTRATION):
        raise UnableToReachReceiver("address")
    body = msgspec.json.encode(payload_of(event))
    backend = CheckedBackend(
        may_connect=lambda number: may_connect(number, may_be_local=settings.TINHSO_DEMONSTRATION),
        seconds=_SECONDS,
    )
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), _SECONDS)
    pool = httpcore.ConnectionPool(ssl_context=_tls(), network_backend=backend, max_connections=1)
    try:
        with (
            pool,
            pool.stream(
                "POST",
                url,
                headers=_headers(event, key=key, timestamp=timestamp, body=body),
                content=body,
                extensions={"timeout": timeouts},
            ) as answer,
        ):
            status = answer.status
    except httpcore.TimeoutException as error:
        raise UnableToReachReceiver("too_slow") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise UnableToReachReceiver("no_connection") from error
    _judge(status)


def _headers(event: Happening, *, key: str, timestamp: int, body: bytes) -> Mapping[bytes | str, bytes | str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": "tinhso-webhook/1",
        "Tinhso-Event": event.kind.value,
        "Tinhso-Event-Id": str(event.id),
        "Tinhso-Signature": signature(key=key, timestamp=timestamp, body=body),
    }


def _judge(status: int) -> None:
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        raise UnableToReachReceiver("redirect")
    is_about_the_event = status in _ITS_OWN_REFUSALS and status not in _ABOUT_THE_RECEIVER
    raise UnableToReachReceiver(f"status_{status}", is_about_the_event=is_about_the_event)


@lru_cache(maxsize=1)
def _tls() -> Any:
    import ssl

    return ssl.create_default_context()
