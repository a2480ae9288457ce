"""What crosses the door of cleaning. No ``repr`` shows what identifies a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

CASE_KIND = "cleaning"

FACTS = ("full_name", "personal_id", "birth", "sex")
"""What the national register is asked about a person, in the order of the form DC02."""


class CleaningState(StrEnum):
    """The states of ``data/process.yaml``; a test compares the two."""

    NEW = "new"
    COMPARING = "comparing"
    COLLECTING = "collecting"
    PROPOSED = "proposed"
    APPROVED = "approved"
    VERIFYING = "verifying"
    CLOSED = "closed"
    STATEMENT_WRONG = "statement_wrong"


ENDED = frozenset({CleaningState.CLOSED, CleaningState.STATEMENT_WRONG})
WAITING = frozenset({CleaningState.COMPARING, CleaningState.VERIFYING})


class ReachedBy(StrEnum):
    """Why this agency has the task: the residence, the agency of the dossier, or nobody else was known."""

    RESIDENCE = "residence"
    DOSSIER = "dossier"
    PROVINCE = "province"
    TRANSFER = "transfer"


class CleaningPurpose(StrEnum):
    """Why the register was asked: to compare, or to see whether a correction has arrived there."""

    COMPARE = "compare"
    VERIFY = "verify"


class SeenPaper(StrEnum):
    """Which paper an officer saw."""

    ID_CARD = "id_card"
    BIRTH_CERTIFICATE = "birth_certificate"
    HOUSEHOLD_BOOK = "household_book"
    PASSPORT = "passport"
    OTHER = "other"


class CleaningQueue(StrEnum):
    """What an agency looks at."""

    TO_DO = "to_do"
    WAITING = "waiting"
    LATE = "late"
    ALL_OPEN = "all_open"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedFacts:
    """The facts of a person as an officer types them from a paper; read and checked behind the door."""

    full_name: str = field(repr=False)
    personal_id: str = field(repr=False)
    birth: str = field(repr=False)
    sex: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact as the dossier states it, as the house knows it (and from where), and as the paper says."""

    fact: str
    declared: str = field(repr=False)
    known: str = field(repr=False)
    source: str
    collected: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """What an officer saw."""

    paper: SeenPaper
    number: str = field(repr=False)
    note: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A question to the register; ``answer`` is a word of verification, "" while it waits."""

    purpose: CleaningPurpose
    asked_at: datetime
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedChange:
    """One field of the national record: what stands there now ("" unknown or empty), what it should be."""

    fact: str
    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """The latest proposal to correct the national record."""

    changes: tuple[ProposedChange, ...] = field(repr=False)
    basis: str = field(repr=False)
    proposed_by: UUID
    proposed_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningStory:
    """One thing that happened."""

    at: datetime
    action: str
    text: str
    by: str
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningAction:
    """A step that this reader may take now."""

    key: str
    name: str
    needs_note: bool
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningRow:
    """One line of the list: nothing that identifies the person."""

    id: UUID
    code: str
    state: CleaningState
    state_name: str
    next_step: str
    dossiers: int
    raised_at: datetime
    due_at: datetime
    finished_at: datetime | None
    waits_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningSlice:
    """A page of a list and where the next one begins."""

    rows: tuple[CleaningRow, ...]
    next_after: str = ""
    total: int = 0
    capped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningView:
    """One task on one screen, for an officer of the agency that has it."""

    id: UUID
    code: str
    version: int
    state: CleaningState
    state_name: str
    public_text: str
    agency: str
    agency_id: UUID
    reached_by: ReachedBy
    matched_before: bool
    dossiers: int
    raised_at: datetime
    due_at: datetime
    finished_at: datetime | None
    waits_since: datetime | None
    register_says: str
    facts: tuple[FactRow, ...] = field(repr=False)
    visits: tuple[VisitRow, ...] = field(repr=False)
    questions: tuple[QuestionRow, ...]
    proposal: ProposalView | None
    story: tuple[CleaningStory, ...]
    actions: tuple[CleaningAction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayedCleaning:
    """How many tasks of one agency waited for an answer while a line stood still; each once."""

    stop: int
    agency_id: UUID
    tasks: int
