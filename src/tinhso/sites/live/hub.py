"""Who listens to which channel, and what waits to be sent to each; all in the memory of one process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from tinhso.sites.live.messages import Change, changed, look_again

MOST_WAITING = 32
"""Dossiers that wait for one client; more become a single hint to fetch everything anew."""


class TooManyStreams(Exception):
    """The process carries as many streams as it may."""


@dataclass(slots=True, eq=False)
class Listener:
    """One open stream: what it has not been sent yet, each dossier once with its newest version."""

    channel: bytes
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False
    _waiting: dict[UUID, int] = field(default_factory=dict)
    _missed: bool = False

    def hear(self, change: Change) -> None:
        """Keep a change for sending; memory stays bounded however slow the client is."""
        if self._missed:
            return
        known = self._waiting.get(change.dossier, change.version)
        self._waiting[change.dossier] = max(known, change.version)
        if len(self._waiting) > MOST_WAITING:
            self.miss()
        self.woken.set()

    def miss(self) -> None:
        """Something may have been missed: one hint takes the place of all that waits."""
        self._waiting.clear()
        self._missed = True
        self.woken.set()

    def end(self) -> None:
        """Close the stream: the client has gone, or the process stops."""
        self.is_over = True
        self.woken.set()

    def take(self) -> bytes:
        """What is to be sent now; empty when nothing waits."""
        self.woken.clear()
        if self._missed:
            self._missed = False
            return look_again()
        waiting, self._waiting = self._waiting, {}
        return b"".join(changed(dossier, version) for dossier, version in waiting.items())


@dataclass(slots=True)
class Hub:
    """The fan-out from one database connection to every open stream."""

    most_streams: int
    count: int = 0
    is_closing: bool = False
    _by_channel: dict[bytes, set[Listener]] = field(default_factory=dict)

    @contextmanager
    def listening(self, channel: bytes) -> Iterator[Listener]:
        """Listen to ``channel`` while inside the block. Raises TooManyStreams."""
        if self.count >= self.most_streams or self.is_closing:
            raise TooManyStreams
        listener = Listener(channel)
        self._by_channel.setdefault(channel, set()).add(listener)
        self.count += 1
        try:
            yield listener
        finally:
            self.count -= 1
            members = self._by_channel[channel]
            members.discard(listener)
            if not members:
                del self._by_channel[channel]

    def publish(self, change: Change) -> None:
        """Give a change to whoever listens on one of its channels."""
        for channel in change.channels:
            for listener in self._by_channel.get(channel, ()):
                listener.hear(change)

    def announce_gap(self) -> None:
        """The database was away: nobody knows what was missed."""
        for listener in self._everybody():
            listener.miss()

    def close(self) -> None:
        """End every stream and take no new one."""
        self.is_closing = True
        for listener in self._everybody():
            listener.end()

    def _everybody(self) -> Iterator[Listener]:
        for members in list(self._by_channel.values()):
            yield from list(members)
