"""What crosses the door of feedback. No ``repr`` shows what a sender wrote or who they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tinhso.foundation.files.service import HandedIn

CASE_KIND = "feedback"


class FeedbackKind(StrEnum):
    """Phản ánh tells what went wrong; kiến nghị proposes how to do better."""

    COMPLAINT = "complaint"
    PROPOSAL = "proposal"


class FeedbackTopic(StrEnum):
    """What it is about."""

    PROCEDURE = "procedure"
    AGENCY = "agency"
    OFFICER = "officer"
    DELAY = "delay"
    OTHER = "other"


class FeedbackState(StrEnum):
    """The states of ``data/process.yaml``; a test compares the two."""

    SENT = "sent"
    RECEIVED = "received"
    ASSIGNED = "assigned"
    DRAFTED = "drafted"
    PUBLISHING = "publishing"
    ANSWERED = "answered"
    PUBLISHED = "published"
    REFUSED = "refused"


ENDED = frozenset(
    {FeedbackState.PUBLISHING, FeedbackState.ANSWERED, FeedbackState.PUBLISHED, FeedbackState.REFUSED}
)
ANSWERED = ENDED - {FeedbackState.REFUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedDossier:
    """The dossier that the sender speaks of, as the site above read it for this sender."""

    id: UUID
    code: str
    agency_id: UUID
    procedure_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeedback:
    """What is sent. ``name`` is asked of a sender who is not signed in, and taken as it is typed."""

    kind: FeedbackKind
    topic: FeedbackTopic
    text: str = field(repr=False)
    about_agency_id: UUID | None = None
    procedure_code: str = ""
    dossier: LinkedDossier | None = None
    files: tuple[HandedIn, ...] = ()
    may_publish: bool = False
    hides_name: bool = False
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """It was taken in: its id, the code for following it, and when the answer is due."""

    id: UUID
    code: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePart:
    """A paper of a case, to be opened by ``open_file``."""

    id: UUID
    name: str = field(repr=False)
    size: int
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPaper:
    """A paper's content."""

    name: str = field(repr=False)
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRow:
    """One thing that happened, as this reader may know it."""

    at: datetime
    action: str
    text: str
    by: str = ""
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackAction:
    """A step that this reader may take now."""

    key: str
    name: str
    needs_note: bool
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackView:
    """One case on one screen, for its sender or an officer who takes part."""

    id: UUID
    code: str
    version: int
    kind: FeedbackKind
    topic: FeedbackTopic
    state: FeedbackState
    state_name: str
    public_text: str
    text: str = field(repr=False)
    sender_name: str = field(repr=False)
    sender_phone: str = field(repr=False)
    is_name_hidden: bool
    is_signed_in: bool
    about_agency: str
    about_agency_id: UUID | None
    procedure_code: str
    dossier_id: UUID | None
    dossier_code: str
    files: tuple[FilePart, ...]
    may_publish: bool
    agency: str
    agency_id: UUID | None
    is_classified: bool
    sent_at: datetime
    due_at: datetime
    finished_at: datetime | None
    refusal_reason: str
    refusal_note: str = field(repr=False)
    answer: str = field(repr=False)
    score: int | None
    story: tuple[StoryRow, ...]
    actions: tuple[FeedbackAction, ...]
    published: PublishedAnswer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedFeedback:
    """What whoever holds the code may know: no name, no text, no answer."""

    id: UUID
    code: str
    state: FeedbackState
    state_name: str
    public_text: str
    agency: str
    sent_at: datetime
    due_at: datetime
    finished_at: datetime | None
    story: tuple[StoryRow, ...]
    opens_with_phone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRow:
    """One line of a list."""

    id: UUID
    code: str
    kind: FeedbackKind
    topic: FeedbackTopic
    state: FeedbackState
    state_name: str
    about_agency_id: UUID | None
    agency_id: UUID | None
    dossier_id: UUID | None
    sent_at: datetime
    due_at: datetime
    finished_at: datetime | None
    score: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackSlice:
    """A page of a list and where the next one begins."""

    rows: tuple[FeedbackRow, ...]
    next_after: str = ""
    total: int = 0
    capped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedAnswer:
    """A question and its answer as everybody may read them, made anonymous by an officer."""

    id: UUID
    topic: FeedbackTopic
    question: str
    answer: str
    agency_id: UUID
    published_at: datetime
