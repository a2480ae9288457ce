"""What travels from the transaction that changed a dossier to the pages that show it: ids, nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

NOTIFICATION = "tinhso_live"
"""The name that the live process listens to in PostgreSQL."""

_MOST_CHANNELS = 200
"""PostgreSQL carries less than 8,000 bytes in one notification; a channel takes 35."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A dossier reached a version; whoever listens on these channels shows it anew."""

    dossier: UUID
    version: int
    channels: frozenset[bytes]


def to_notifications(change: Change) -> list[str]:
    """The change as texts that each fit into one notification."""
    names = sorted(channel.hex() for channel in change.channels)
    return [
        json.dumps([str(change.dossier), change.version, names[begin : begin + _MOST_CHANNELS]])
        for begin in range(0, len(names), _MOST_CHANNELS)
    ]


def from_notification(text: str) -> Change:
    """The change that a notification tells of."""
    dossier, version, names = json.loads(text)
    return Change(dossier=UUID(dossier), version=int(version), channels=frozenset(map(bytes.fromhex, names)))


def changed(dossier: UUID, version: int) -> bytes:
    """A change as the browser receives it."""
    return _event({"dossier": str(dossier), "version": version})


def look_again() -> bytes:
    """The hint that announcements may have been missed: fetch what is shown anew."""
    return _event({"reload": True})


def opening(*, retry_ms: int) -> bytes:
    """The first words of a stream. With an id the browser says, when it comes back, that it was here."""
    return f"retry: {retry_ms}\nid: 1\n\n".encode()


HEARTBEAT = b": ...\n\n"
"""A comment: keeps proxies from closing a silent stream, and finds clients that have gone."""


def _event(content: dict[str, object]) -> bytes:
    return f"data: {json.dumps(content)}\n\n".encode()
