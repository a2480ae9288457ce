"""The live process: a bare ASGI application without Django, one worker, one database connection.

``granian --interface asgi tinhso.sites.live.asgi:application``. ``GET /live/<token>`` is a stream;
``GET /`` answers 200 while the process hears the database, 503 while it does not.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from tinhso.sites.live.channels import UnableToReadToken, live_key, read_token
from tinhso.sites.live.hub import Hub, TooManyStreams
from tinhso.sites.live.listening import Ear
from tinhso.sites.live.streaming import Headers, Pace, Receive, Send, stream

Scope = Mapping[str, Any]


class LiveApplication:
    """Answers requests for streams from what it hears."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        secret = environment.get("TINHSO_SECRET_KEY", "")
        if not secret or not environment.get("DATABASE_URL"):
            raise RuntimeError("TINHSO_SECRET_KEY và DATABASE_URL phải được đặt.")
        self._key = live_key(secret)
        self._origins = _allowed_origins(environment)
        self._pace = Pace(
            heartbeat=float(environment.get("TINHSO_LIVE_HEARTBEAT_S", "20")),
            lifetime=float(environment.get("TINHSO_LIVE_STREAM_LASTS_S", "900")),
            sending=float(environment.get("TINHSO_LIVE_SLOW_CLIENT_S", "10")),
        )
        self._hub = Hub(most_streams=int(environment.get("TINHSO_LIVE_MOST_STREAMS", "5000")))
        self._ear = Ear(environment["DATABASE_URL"], self._hub)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, or the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        listening = asyncio.create_task(self._ear.listen())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._hub.close()
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, method = scope["path"], scope["method"]
        headers = {bytes(name).lower(): bytes(value) for name, value in scope["headers"]}
        origin = headers.get(b"origin", b"").decode("latin-1")
        if origin and origin not in self._origins:
            await _finish(send, 403)
        elif method != "GET":
            await _finish(send, 405)
        elif path == "/":
            await _finish(send, 200 if self._ear.is_listening else 503)
        elif path.startswith("/live/"):
            returning = b"last-event-id" in headers
            await self._open(path.removeprefix("/live/"), origin, returning, receive, send)
        else:
            await _finish(send, 404)

    async def _open(self, token: str, origin: str, returning: bool, receive: Receive, send: Send) -> None:
        allowed = _cross_origin(origin)
        try:
            channel = read_token(token, now=time.time(), key=self._key)
            await stream(
                hub=self._hub,
                channel=channel,
                headers=[*_STREAM_HEADERS, *allowed],
                returning=returning,
                receive=receive,
                send=send,
                pace=self._pace,
            )
        except UnableToReadToken:
            await _finish(send, 403, allowed)
        except TooManyStreams:
            await _finish(send, 503, [*allowed, (b"retry-after", b"30")])


_STREAM_HEADERS: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


def _allowed_origins(environment: Mapping[str, str]) -> frozenset[str]:
    """The portal's own origin, and others that the installation trusts."""
    portal = urlsplit(environment.get("TINHSO_PUBLIC_URL", "http://127.0.0.1:8000"))
    more = environment.get("TINHSO_TRUSTED_ORIGINS", "").split(",")
    return frozenset({f"{portal.scheme}://{portal.netloc}", *filter(None, more)})


def _cross_origin(origin: str) -> Headers:
    if not origin:
        return []
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


async def _finish(send: Send, status: int, headers: Headers | None = None) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers or []})
    await send({"type": "http.response.body", "body": b""})


application = LiveApplication(os.environ)
