"""The systems that hold dossiers, and what crosses between the exchange and its adapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from tinhso.engines.sync.service import Change, DossierKey, Parts, Replica, System, Vector

_NEW = 1
HOUSE: System = "tinhso"
OLD_ONE_STOP: System = "old_one_stop"
ESSENTIAL: System = "essential_portal"
NATIONAL: System = "national_portal"

SYSTEM_TITLES: Mapping[System, str] = {
    HOUSE: "Cổng dịch vụ công tỉnh và hệ thống một cửa (Tỉnh Số)",
    OLD_ONE_STOP: "Hệ thống một cửa cũ",
    ESSENTIAL: "Cổng dịch vụ công thiết yếu",
    NATIONAL: "Cổng Dịch vụ công quốc gia",
}

FIELD_TITLES: Mapping[str, str] = {
    "status": "trạng thái",
    "ending": "xóa hồ sơ",
    "supplement_answer": "nội dung bổ sung",
    "withdrawal_request": "yêu cầu rút hồ sơ",
    "papers": "tệp gửi kèm",
    "received_at": "ngày tiếp nhận",
    "due_at": "ngày hẹn trả",
    "returned_at": "ngày trả kết quả",
    "note": "ghi chú",
    "applicant_name": "tên chủ hồ sơ",
    "applicant_id": "số giấy tờ của chủ hồ sơ",
    "email": "thư điện tử",
    "telephone": "số điện thoại",
    "fax": "số fax",
    "return_method": "cách nhận kết quả",
    "other_information": "thông tin khác",
    "is_paid_online": "đã thanh toán trực tuyến",
}
"""What two systems may say differently of one dossier."""

Record = dict[str, Any]
"""One JSON object as a system outside writes it."""


class ActKind(StrEnum):
    """What somebody did at a system outside."""

    FILED = "filed"
    SUPPLEMENTED = "supplemented"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsidePaper:
    """A file that a citizen gave elsewhere: how it is called, the paper it serves as, where it is fetched."""

    outside_id: str
    name: str
    component: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideAct:
    """A message of another system, understood: the dossier it is about and what it changes there.

    ``unit`` and ``applicant_id`` stand besides, since the house needs them to take a dossier in.
    """

    kind: ActKind
    key: DossierKey
    at: datetime
    parts: Parts
    papers: tuple[OutsidePaper, ...] = ()
    note: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one peer must be told of one dossier: all that it has not acknowledged.

    ``log`` is the whole log in order, ``news`` the part the peer has not seen, ``replica`` what the dossier
    is after all of it. ``code`` is the number by which the peer knows it, or will.
    """

    dossier_id: UUID
    key: DossierKey
    code: str
    replica: Replica
    log: Sequence[Change]
    news: Sequence[Change]
    seen: Vector
    is_known_there: bool


class Outcome(StrEnum):
    """How telling one dossier ended."""

    TAKEN = "taken"
    LATER = "later"
    FORGOTTEN = "forgotten"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The end of one telling; ``reason`` is a closed word, with the field's name where one was named."""

    dossier_id: UUID
    outcome: Outcome
    reason: str = ""


class LookedAt(StrEnum):
    """What a peer shows of a dossier, beside what it was told."""

    SAME = "same"
    OTHER = "other"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What codes are called; portals want the names beside them."""

    procedure: str
    sector_code: str
    sector: str
    agency: str


class Naming(Protocol):
    """Finds the names of a dossier's codes as of the day it was filed."""

    def __call__(self, replica: Replica) -> Names:
        """The names; empty where the house does not know the code."""
        ...


class InboundState(StrEnum):
    """Where a message from outside stands. None is ever deleted."""

    WAITING = "waiting"
    TAKEN = "taken"
    APART = "apart"
    DISMISSED = "dismissed"


UNKNOWN_DOSSIER, EARLIER_MISSING = "dossier_unknown", "earlier_missing"
"""Why a message about something that never came stands apart; when that comes, it is judged again."""
FILE_CHANGED = "file_changed"
"""Why a filing that was taken is looked at again: a file it names is no longer the one that was taken."""
ASKED = "hoi-lai:"
"""So begins the id of a message that a system did not send, but answered when it was asked."""


class Heard(StrEnum):
    """Whether a message that arrived is new."""

    NEW = "new"
    KNOWN = "known"
    OTHER_CONTENT = "other_content"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """A message as it arrived, before anybody has understood it.

    ``may_jump``: an operator accepted that its status passes over others, or that an earlier one never comes.
    ``arrived_at`` is real time, None before it was kept.
    """

    system: System
    message_id: str
    dossier_code: str
    sequence: int
    body: Record = field(repr=False)
    may_jump: bool = False
    arrived_at: datetime | None = None


class UnableToUnderstand(Exception):
    """A message from outside that cannot be used as it is; ``field`` names what, never its value."""

    def __init__(self, reason: str, *, field: str = "") -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field

    def __str__(self) -> str:
        return f"{self.reason} {self.field}".strip()


class UnableToReach(Exception):
    """The system did not answer, or not in its own language; ``is_busy`` where it only asks to wait."""

    def __init__(self, reason: str, *, is_busy: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_busy = reason, is_busy


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One system outside as its operator sees it; moments are real time.

    ``behind`` dossiers have something that the system was not told of yet, ``refused`` of them were refused
    by it, or show something else again and again; ``to_compare`` were told and not looked at yet. ``waiting``
    messages from it are not taken yet, since ``waiting_since``; ``apart`` need a person. ``read_to`` is how
    far its feed was read, where it has one.
    """

    system: System
    title: str
    is_connected: bool
    is_working: bool
    is_paused: bool
    retry_at: datetime | None
    last_answer_at: datetime | None
    last_failure_at: datetime | None
    last_error: str
    dossiers: int
    behind: int
    behind_since: datetime | None
    refused: int
    to_compare: int
    waiting: int
    waiting_since: datetime | None
    apart: int
    used_per_minute: int
    read_to: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLate:
    """How many dossiers of one agency were told late, or came late, because a line stood still: ``stop`` is
    its place in the list that was asked for."""

    stop: int
    agency_code: str
    dossiers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartRow:
    """A message that cannot be used as it is, by its head; what it says stays sealed."""

    id: UUID
    system: System
    message_id: str
    dossier_code: str
    reason: str
    field: str
    arrived_at: datetime
    held_up: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartMessage:
    """One such message with the values that a person may put right.

    ``may_jump``: its status passes over others, and the old system may be believed. ``unit_name`` is what
    the other system calls the agency.
    """

    row: ApartRow
    state: InboundState
    procedure: str
    unit: str
    unit_name: str
    may_jump: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A dossier that a system refuses to take, and why."""

    system: System
    code: str
    reason: str
    tries: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRow:
    """What an operator did with a line or a message; ``act`` is a closed word."""

    at: datetime
    officer_id: UUID | None
    act: str
    system: System
    reason: str = field(repr=False)


class DifferenceKind(StrEnum):
    """How a dossier differs, seen from the house."""

    MISSING_THERE = "missing_there"
    MISSING_HERE = "missing_here"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """One dossier that is not the same here and at a peer, by its number there.

    ``is_theirs``: the peer handles it, so it is not told but heard of. ``apart_id`` is a message about it
    that waits for a person.
    """

    system: System
    code: str
    kind: DifferenceKind
    status_here: int | None
    status_there: int | None
    is_theirs: bool = False
    apart_id: UUID | None = None

    @property
    def is_asked_about(self) -> bool:
        """Whether the peer is asked: it handles the dossier itself, or nobody took what was filed there."""
        if self.kind is DifferenceKind.MISSING_HERE:
            return self.system == OLD_ONE_STOP or self.status_there == _NEW
        return self.is_theirs


@dataclass(frozen=True, slots=True, kw_only=True)
class Convergence:
    """How long differences to one system lasted: ``ended`` of them, with the median and the longest.

    ``lasting`` are still there, the ``oldest`` of them for so long.
    """

    system: System
    ended: int
    lasting: int
    median: timedelta | None
    longest: timedelta | None
    oldest: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualityRow:
    """What the house expects a peer to show, beside what it shows: counts and one digest of everything.

    A bucket is one agency's dossiers opened on one day; a stale one has changed since it was compared.
    ``behind`` dossiers were not told yet and are not expected; ``unknown_here`` stand there and nobody here
    knows them; ``unread_days`` days of the peer's list, since the first dossier, were never read.
    """

    system: System
    dossiers_here: int
    dossiers_there: int
    buckets: int
    unequal_buckets: int
    stale_buckets: int
    unknown_here: int
    behind: int
    unread_days: int
    digest_here: str
    digest_there: str

    @property
    def is_equal(self) -> bool:
        """Whether everything was told and compared, and each side shows what the other does, and no more."""
        differs = self.unequal_buckets or self.unknown_here or self.digest_here != self.digest_there
        return self.is_compared and not differs and not self.behind

    @property
    def is_compared(self) -> bool:
        """Whether there is something to compare, all of the peer's list was read, and nothing waits."""
        return self.buckets > 0 and not self.stale_buckets and not self.unread_days
