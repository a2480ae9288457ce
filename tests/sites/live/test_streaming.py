"""One stream: a client that takes nothing is let go, one that has left is noticed."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from tinhso.sites.live.hub import Hub
from tinhso.sites.live.messages import HEARTBEAT, Change, look_again
from tinhso.sites.live.streaming import Pace, stream

CHANNEL = b"one"
CHANGE = Change(dossier=UUID(int=1), version=1, channels=frozenset({CHANNEL}))


class Client:
    """The other end: takes ``takes`` messages, then no more; leaves when told."""

    def __init__(self, takes: int = 1000) -> None:
        self.takes = takes
        self.received: list[bytes] = []
        self.left = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        if len(self.received) >= self.takes:
            await asyncio.Event().wait()
        self.received.append(message.get("body", b""))


def follow(hub: Hub, client: Client, pace: Pace, *, returning: bool = False) -> asyncio.Task[None]:
    return asyncio.create_task(
        stream(
            hub=hub,
            channel=CHANNEL,
            headers=[],
            returning=returning,
            receive=client.receive,
            send=client.send,
            pace=pace,
        )
    )


def test_a_client_that_takes_nothing_is_let_go() -> None:
    async def story() -> None:
        hub, client = Hub(most_streams=1), Client(takes=2)
        following = follow(hub, client, Pace(sending=0.05))
        await asyncio.sleep(0)
        hub.publish(CHANGE)
        await following
        assert hub.count == 0

    asyncio.run(asyncio.wait_for(story(), 10))


def test_a_client_that_left_is_noticed_without_anything_to_send() -> None:
    async def story() -> None:
        hub, client = Hub(most_streams=1), Client()
        following = follow(hub, client, Pace())
        await asyncio.sleep(0)
        client.left.set()
        await following
        assert hub.count == 0

    asyncio.run(asyncio.wait_for(story(), 10))


def test_a_silent_stream_is_kept_alive_by_comments() -> None:
    async def story() -> None:
        hub, client = Hub(most_streams=1), Client()
        await follow(hub, client, Pace(heartbeat=0.01, lifetime=0.2))
        assert HEARTBEAT in client.received

    asyncio.run(asyncio.wait_for(story(), 10))


def test_after_a_gap_in_listening_every_page_is_told_to_look_anew() -> None:
    async def story() -> None:
        hub, client = Hub(most_streams=1), Client()
        following = follow(hub, client, Pace(lifetime=0.2))
        await asyncio.sleep(0)
        hub.announce_gap()
        await following
        assert look_again() in client.received

    asyncio.run(asyncio.wait_for(story(), 10))
