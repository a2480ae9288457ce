"""What a message to a person is and how it reaches them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

LINE = "messages"
"""The line of the ledger that leads to the message services."""


class NoticeChannel(StrEnum):
    """The ways to reach a person."""

    SMS = "sms"
    EMAIL = "email"
    VNEID = "vneid"


class DeliveryState(StrEnum):
    """Where one sending stands; UNDELIVERABLE: the service says that the address does not exist."""

    QUEUED = "queued"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The texts of one event; ``values`` are the places to fill, ``{link}`` is filled by the room."""

    key: str
    values: frozenset[str]
    title: str
    sms: str
    text: str
    page: str = "dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One sending of a notice."""

    channel: NoticeChannel
    state: DeliveryState
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message as its reader sees it in "tin nhắn của tôi"."""

    id: UUID
    case_id: UUID
    template: str
    title: str
    text: str = field(repr=False)
    created_at: datetime
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberCheck:
    """A telephone number that is being confirmed by a code sent to it."""

    id: UUID
    valid_until: datetime
