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
    ClientPurpose.WEBHOOKS: "Nhận thông báo khi hồ sơ thay đổi và khi có câu trả lời tra cứu",
    ClientPurpose.LOOK_UPS: "Tra cứu doanh nghiệp, bảo hiểm, mã ĐVQHNS cho cán bộ giải quyết hồ sơ",
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


class EventKind(StrEnum):
    """What can happen to a dossier or to a client's own look-up, as systems of others are told."""

    DOSSIER_SUBMITTED = "dossier.submitted"
    DOSSIER_ADVANCED = "dossier.advanced"
    LOOK_UP_ANSWERED = "look_up.answered"
    LOOK_UP_CHANGED = "look_up.changed"


EVENT_NAMES: Mapping[EventKind, str] = {
    EventKind.DOSSIER_SUBMITTED: "Hồ sơ được nộp",
    EventKind.DOSSIER_ADVANCED: "Hồ sơ sang bước khác",
    EventKind.LOOK_UP_ANSWERED: "Lần tra cứu có câu trả lời cuối cùng",
    EventKind.LOOK_UP_CHANGED: "Cơ sở dữ liệu nay trả lời khác",
}


class SubscriptionState(StrEnum):
    """How telling an address goes."""

    RUNNING = "running"
    FAILING = "failing"
    PAUSED_AS_FAILING = "paused_as_failing"
    PAUSED_BY_OPERATOR = "paused_by_operator"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierTurn:
    """The step that made this version of a dossier."""

    procedure_code: str
    action: str
    status: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpTurn:
    """A look-up that the client asked, as it stands: never what the register said."""

    client_id: UUID
    id: UUID
    register: str
    state: str
    asked_at: datetime
    answered_at: datetime
    as_of: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What happened to a dossier, or to a look-up for it: ids, codes, closed words, never personal data.

    ``cursor`` is its place among all events; 0 before it is kept. ``at`` is legal time. The turn of a dossier
    is told to every client whose agencies take part, that of a look-up to the client that asked alone.
    """

    cursor: int = 0
    id: UUID
    kind: EventKind
    dossier_id: UUID
    dossier_code: str
    agency_id: UUID
    turn: DossierTurn | LookUpTurn
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRow:
    """A subscription, as its client and administrators see it. ``waiting`` is counted up to 1,000."""

    id: UUID
    client_id: UUID
    url: str
    kinds: frozenset[EventKind]
    state: SubscriptionState
    created_at: datetime
    waiting: int
    oldest_waiting_at: datetime | None
    failing_since: datetime | None
    next_at: datetime | None
    last_error: str
    last_success_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook:
    """A subscription just made, with its signing key, shown once; no key where it had been made before."""

    row: WebhookRow
    key: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One event for one subscription, as administrators see it; only a step of a dossier has a version."""

    cursor: int
    kind: EventKind
    dossier_code: str
    version: int | None
    at: datetime
    attempts: int
    next_at: datetime
    last_error: str
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one pass over the subscriptions did."""

    delivered: int = 0
    failed: int = 0
