"""The words of a dossier's life and what crosses the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

from tinhso.casework.dossiers.record.kept_types import KeptMark, SparedMark
from tinhso.casework.dossiers.record.look_up_types import LookUpMark
from tinhso.casework.dossiers.record.outside_types import OutsideMark
from tinhso.casework.dossiers.record.postal_types import PostalState
from tinhso.casework.dossiers.record.slip_types import ApologyOffer, CashReceiptRow, SlipRow

CASE_KIND = "dossier"
ENTERED_LATER = "entered_later"
"""The act that says: received on paper in a power cut, entered afterwards; its note is the stub's number."""
ANSWERS_ENTERED = "answers_entered"
"""The act that says: an officer took answers from papers that came from another system."""


class Status(IntEnum):
    """The ten national statuses of a dossier (data: dossier_status.csv)."""

    NEW = 1
    ACCEPTED = 2
    REJECTED = 3
    PROCESSING = 4
    SUPPLEMENT = 5
    PAYMENT = 6
    WITHDRAW_REQUESTED = 7
    STOPPED = 8
    DONE = 9
    RETURNED = 10


STATUS_NAMES: Mapping[Status, str] = {
    Status.NEW: "Mới đăng ký",
    Status.ACCEPTED: "Được tiếp nhận",
    Status.REJECTED: "Không được tiếp nhận",
    Status.PROCESSING: "Đang xử lý",
    Status.SUPPLEMENT: "Yêu cầu bổ sung giấy tờ",
    Status.PAYMENT: "Yêu cầu thực hiện nghĩa vụ tài chính",
    Status.WITHDRAW_REQUESTED: "Công dân yêu cầu rút hồ sơ",
    Status.STOPPED: "Dừng xử lý",
    Status.DONE: "Đã xử lý xong",
    Status.RETURNED: "Đã trả kết quả",
}


class Channel(StrEnum):
    """How the dossier came in."""

    ONLINE = "online"
    COUNTER = "counter"
    POST = "post"


class FeeState(StrEnum):
    """Where the fee stands."""

    NONE = "none"
    DUE = "due"
    PAID = "paid"


class CheckState(StrEnum):
    """What the population database has said about the applicant so far."""

    PENDING = "pending"
    MATCH = "match"
    NO_MATCH = "no_match"
    NOT_PERMITTED = "not_permitted"


class Queue(StrEnum):
    """What an agency has to do next with a dossier; drives its work lists."""

    TO_RECEIVE = "to_receive"
    TO_PROCESS = "to_process"
    TO_APPROVE = "to_approve"
    TO_DELIVER = "to_deliver"
    WAITING_CITIZEN = "waiting_citizen"
    WAITING_AGENCY = "waiting_agency"
    CLOSED = "closed"


QUEUE_NAMES: Mapping[Queue, str] = {
    Queue.TO_RECEIVE: "Chờ tiếp nhận",
    Queue.TO_PROCESS: "Cần xử lý",
    Queue.TO_APPROVE: "Chờ phê duyệt",
    Queue.TO_DELIVER: "Chờ trả kết quả",
    Queue.WAITING_CITIZEN: "Chờ người dân",
    Queue.WAITING_AGENCY: "Chờ cơ quan khác",
    Queue.CLOSED: "Đã kết thúc",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A paper of a dossier or draft, as shown to people."""

    key: str
    title: str
    file_id: UUID
    name: str
    media_type: str
    size: int
    added_at: datetime | None = None
    replaced: bool = False
    kept_id: UUID | None = None
    kept: KeptMark | None = None
    is_placed_by_guess: bool = False
    """Whether another system did not say which paper it is, so that it stands where it was missing."""
    is_damaged: bool = False
    """Whether it is a photo that nobody can open: its sender must be asked for another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A dossier being written by a citizen; resumes where it was left.

    ``locked`` answers come from the state and cannot be typed over; ``from_population`` is False when
    the register's line was down at the start, so that only VNeID's own facts stand there.
    """

    id: UUID
    procedure_code: str
    procedure_version: str
    title: str
    answers: Mapping[str, Any]
    prefilled: frozenset[str]
    locked: frozenset[str]
    from_population: bool
    papers: tuple[PaperRow, ...]
    done_sections: frozenset[str]
    updated_at: datetime
    dossier_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What the citizen or the counter gets back: the dossier and its code."""

    id: UUID
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterPrefill:
    """What the state knows of a walk-in, by field of the form.

    ``from_population`` are the fields that the population database answered just now; ``answered`` is
    false when it was not asked or gave nothing: the officer then types from the papers. ``told`` goes with
    the form to ``register_at_counter``: sealed, it says which papers the answer spares.
    """

    answers: Mapping[str, str] = field(repr=False)
    from_population: frozenset[str]
    told: str = field(repr=False)
    answered: bool
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementItem:
    """One thing to correct: the exact field or paper and the rule it breaks."""

    target: str
    key: str
    label: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """One round of asking the citizen to complete the dossier; lapsed when the dossier went on without it."""

    id: UUID
    round: int
    items: tuple[SupplementItem, ...]
    asked_at: datetime
    answer_by: datetime | None
    answered_at: datetime | None
    due_before: datetime | None
    due_after: datetime | None
    lapsed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer is still waited for."""
        return self.answered_at is None and self.lapsed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One line of an agency's work list."""

    dossier_id: UUID
    code: str
    title: str
    applicant_name: str
    status: Status
    queue: Queue
    channel: Channel
    check: CheckState
    fee_state: FeeState
    submitted_at: datetime
    due_at: datetime | None
    next_step: str
    version: int
    promised_at: datetime | None = None
    may_apologise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A page of a work list: rows, the key of the next page, a capped count."""

    rows: tuple[WorkItem, ...]
    next_key: str
    total: int
    capped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCount:
    """How many dossiers stand in a queue, counted up to a cap."""

    queue: str
    count: int
    capped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQueue:
    """A queue before an officer: its page, and how many dossiers stand in each."""

    queue: str
    found: Slice
    counts: tuple[QueueCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One thing that happened, in plain Vietnamese."""

    at: datetime
    text: str
    note: str
    status: Status
    by: str
    action: str
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One answered field with its label."""

    section: str
    key: str
    label: str
    value: str
    from_register: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """An open task of the dossier."""

    key: str
    name: str
    agency: str
    role: str
    due_at: datetime | None
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """A button: what this officer may do next."""

    key: str
    name: str
    needs_note: bool
    kind: str
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRow:
    """A dossier in a citizen's own list; ``due_at`` is the last date that was promised."""

    id: UUID
    code: str
    title: str
    status: Status
    submitted_at: datetime
    due_at: datetime | None
    public_text: str
    needs_citizen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """Who filed a dossier for its owner, by what right, and whether they may still act.

    ``right`` and ``end`` are words to read; ``last_day`` is None where none was named.
    """

    name: str = field(repr=False)
    number_end: str = field(repr=False)
    right: str = field(repr=False)
    last_day: date | None
    is_active: bool
    end: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """Everything about one dossier, for the page of an officer or of its owner.

    ``applicant_name`` is whose dossier it is; ``filed_by`` who filed it for them, and by what right;
    ``reserve_number`` the paper stub on which it was received, where it was entered later; ``postal`` where
    the result is, if it goes or was to go by post; ``outside`` what is known where it was filed elsewhere;
    ``look_ups`` what officers looked up for it, newest first; ``is_check_old``: for officers, ask again.
    """

    id: UUID
    code: str
    dotted_code: str
    procedure_code: str
    procedure_version: str
    title: str
    agency: str
    channel: Channel
    status: Status
    state: str
    state_name: str
    public_text: str
    version: int
    applicant_id: UUID
    applicant_name: str
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    first_due_at: datetime | None
    finished_at: datetime | None
    delivered_at: datetime | None
    fee_state: FeeState
    fee_amount: int
    fee_when: str
    check: CheckState
    checked_at: datetime | None
    supplement_rounds: int
    answers: tuple[AnswerRow, ...]
    raw_answers: Mapping[str, Any]
    papers: tuple[PaperRow, ...]
    supplements: tuple[Supplement, ...]
    timeline: tuple[TimelineRow, ...]
    tasks: tuple[TaskRow, ...]
    actions: tuple[ActionRow, ...]
    result_file_id: UUID | None
    result_name: str
    draft_result: str
    promised_at: datetime | None = None
    slips: tuple[SlipRow, ...] = ()
    apology: ApologyOffer | None = None
    cash_receipts: tuple[CashReceiptRow, ...] = ()
    agencies: tuple[str, ...] = field(default_factory=tuple)
    filed_by: Representation | None = None
    reserve_number: str = ""
    postal: PostalState | None = None
    offers_post: bool = False
    outside: OutsideMark | None = None
    look_ups: tuple[LookUpMark, ...] = ()
    is_check_old: bool = False
    spared: tuple[SparedMark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStatus:
    """What anybody who holds the code may know: no name, no content; ``due_at`` is the last date promised."""

    code: str
    title: str
    agency: str
    status: Status
    public_text: str
    submitted_at: datetime
    due_at: datetime | None
    steps: tuple[TimelineRow, ...]
