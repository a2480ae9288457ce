"""The one connection to PostgreSQL: LISTEN, and again after every loss."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

import psycopg

from tinhso.sites.live.hub import Hub
from tinhso.sites.live.messages import NOTIFICATION, from_notification

_log = logging.getLogger(__name__)

_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 5.0
_CHECK_EVERY_S = 30.0
_PATIENCE_S = 5


@dataclass(slots=True)
class Ear:
    """Hears notifications and gives them to the hub, until cancelled."""

    database_url: str
    hub: Hub
    is_listening: bool = False

    async def listen(self) -> None:
        """Never ends by itself: a lost connection is opened again, and every page is told to look anew."""
        pause = _FIRST_PAUSE_S
        was_here_before = False
        while True:
            try:
                async with await self._connect() as connection:
                    await connection.execute(f"listen {NOTIFICATION}")
                    self.is_listening = True
                    pause = _FIRST_PAUSE_S
                    if was_here_before:
                        self.hub.announce_gap()
                    was_here_before = True
                    await self._hear(connection)
            except psycopg.Error as error:
                # The text of a database error may name hosts and users; its type is enough.
                _log.warning("listening was interrupted: %s", type(error).__name__)
            finally:
                self.is_listening = False
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_S)

    async def _connect(self) -> psycopg.AsyncConnection[tuple[object, ...]]:
        return await psycopg.AsyncConnection.connect(
            self.database_url,
            autocommit=True,
            connect_timeout=_PATIENCE_S,
            application_name="tinhso-live",
            keepalives_idle=30,
        )

    async def _hear(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        while True:
            async for notification in connection.notifies(timeout=_CHECK_EVERY_S):
                try:
                    self.hub.publish(from_notification(notification.payload))
                except (ValueError, TypeError):
                    _log.warning("a notification could not be read")
            await asyncio.wait_for(connection.execute("select 1"), _PATIENCE_S)
