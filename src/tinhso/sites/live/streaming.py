"""One stream to one browser."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tinhso.sites.live.hub import Hub, Listener
from tinhso.sites.live.messages import HEARTBEAT, opening

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The times of a stream, in seconds."""

    heartbeat: float = 20.0
    lifetime: float = 900.0
    """After this a stream ends and the browser comes back through the page's site, which asks permission."""

    sending: float = 10.0
    """A client that takes nothing for so long is dropped; when it comes back it is told to look anew."""

    retry: float = 2.0


async def stream(
    *, hub: Hub, channel: bytes, headers: Headers, returning: bool, receive: Receive, send: Send, pace: Pace
) -> None:
    """Send what is heard on ``channel`` until the client goes, is too slow, or the stream is old.

    A ``returning`` client (one that had a stream before) is told to look anew at once.
    """
    with hub.listening(channel) as listener:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _send(send, opening(retry_ms=int(pace.retry * 1000)), pace)
        if returning:
            listener.miss()
        leaving = asyncio.create_task(_end_when_gone(receive, listener))
        try:
            await _forward(listener, send, pace)
            await _send(send, b"", pace, more=False)
        except (TimeoutError, ConnectionError):
            return  # the client takes nothing more: there is nobody to tell
        finally:
            leaving.cancel()


async def _forward(listener: Listener, send: Send, pace: Pace) -> None:
    # A jitter keeps a thousand pages that opened together from coming back together.
    ends_at = time.monotonic() + pace.lifetime * random.uniform(0.9, 1.1)  # noqa: S311
    while not listener.is_over and (left := ends_at - time.monotonic()) > 0:
        try:
            await asyncio.wait_for(listener.woken.wait(), min(pace.heartbeat, left))
        except TimeoutError:
            await _send(send, HEARTBEAT, pace)
            continue
        if waiting := listener.take():
            await _send(send, waiting, pace)


async def _send(send: Send, body: bytes, pace: Pace, *, more: bool = True) -> None:
    message = {"type": "http.response.body", "body": body, "more_body": more}
    await asyncio.wait_for(send(message), pace.sending)


async def _end_when_gone(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()
