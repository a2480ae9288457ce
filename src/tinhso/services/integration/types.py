"""What crosses the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from tinhso.foundation.authority.service import ClientPurpose

CLIENT_KIND = "client"
"""The kind of object that audit rows and requests to authority name."""

TOKEN_LASTS = timedelta(minutes=30)

PURPOSE_NAMES: Mapping[ClientPurpose, str] = {
    ClientPurpose.CATALOGUE_READ: "Đọc danh mục thủ tục",
    ClientPurpose.STATUSES_READ: "Đọc tình trạng hồ sơ, không có dữ liệu cá nhân",
    ClientPurpose.DOSSIERS_READ: "Nhận nội dung hồ sơ, có dữ liệu cá nhân",
    ClientPurpose.WEBHOOKS: "Nhận thông báo khi hồ sơ thay đổi",
}


class ClientState(StrEnum):
    """Whether a client is let in."""

    ACTIVE = "active"
    DISABLED = "disabled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientTerms:
    """What was agreed with whoever runs the system; ``agency_ids`` None means the whole province.

    ``reason`` and ``legal_basis`` are shown to every person whose data is handed over; ``per_minute`` is how
    many requests are answered.
    """

    name: str
    operator: str
    reason: str
    legal_basis: str
    purposes: frozenset[ClientPurpose]
    agency_ids: frozenset[UUID] | None
    valid_until: datetime
    per_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRow:
    """A client as administrators see it."""

    id: UUID
    terms: ClientTerms
    created_at: datetime
    secret_made_at: datetime
    disabled_at: datetime | None
    last_token_at: datetime | None

    def state_at(self, real: datetime) -> ClientState:
        """``real`` is the real moment: access of machines ends by the real clock."""
        if self.disabled_at is not None:
            return ClientState.DISABLED
        return ClientState.EXPIRED if self.terms.valid_until <= real else ClientState.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedSecret:
    """A client's secret, shown once: the house keeps its keyed hash only."""

    client_id: UUID
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedToken:
    """An access token for ``purposes``, and how long it lasts in seconds."""

    token: str = field(repr=False)
    lasts_s: int
    purposes: frozenset[ClientPurpose]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The client behind a request: how often it may ask, and the words of its agreement."""

    client_id: UUID
    purposes: frozenset[ClientPurpose]
    agency_ids: frozenset[UUID] | None
    per_minute: int
    reason: str
    legal_basis: str
