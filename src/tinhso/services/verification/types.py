"""What is asked about a person and what can come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tinhso.foundation.identifiers.service import PartialDate, Sex

LINE = "population"
"""The line of the ledger that leads to the national population database."""

DOSSIER = "dossier"
"""The kind of case that asks about people unless it says otherwise."""

MOST_COUNTED = 1001
"""How far questions are counted for a page that is opened all day: after an outage there may be very many."""


class Answer(StrEnum):
    """What the register said; UNAVAILABLE means that it has not answered yet.

    NO_MATCH makes a task and a message, never a refusal.
    """

    MATCH = "match"
    NO_MATCH = "no_match"
    UNAVAILABLE = "unavailable"
    NOT_PERMITTED = "not_permitted"


class CheckState(StrEnum):
    """Where one check of one case stands."""

    PENDING = "pending"
    MATCH = "match"
    NO_MATCH = "no_match"
    NOT_PERMITTED = "not_permitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What an applicant says of a person. Its ``repr`` shows nothing of them."""

    personal_id: str = field(repr=False)
    full_name: str = field(repr=False)
    birth: PartialDate = field(repr=False)
    sex: Sex | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of one person for one case. ``as_of``: when the register gave the answer."""

    id: UUID
    case_id: UUID
    person_id: UUID
    answer: Answer
    asked_at: datetime
    answered_at: datetime | None
    as_of: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAboutPerson:
    """What one check asked, and for whom. ``matched_before``: an earlier check of the person had agreed."""

    id: UUID
    case_kind: str
    case_id: UUID
    person_id: UUID
    agency_id: UUID | None
    facts: PersonFacts
    asked_at: datetime
    matched_before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LineNow:
    """Whether a line answers, for a word on every page of a desk.

    ``waiting`` questions are counted only where it does not, and no further than ``MOST_COUNTED``.
    """

    is_open: bool
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOverview:
    """One line to a register, for the operator's page.

    ``agreed_per_minute`` is what the register allows, ``used_per_minute`` what was put to it in a
    minute just now; ``failing`` questions of those that wait were not taken and wait for a later try.
    """

    name: str
    title: str
    working: bool
    paused: bool
    waiting: int
    oldest_asked_at: datetime | None
    retry_at: datetime | None
    last_answer_at: datetime | None
    last_failure_at: datetime | None
    last_error: str
    agreed_per_minute: int
    used_per_minute: int
    failing: int

    @property
    def was_used(self) -> bool:
        """Whether it ever answered or failed: of another line nothing is known."""
        return self.last_answer_at is not None or self.last_failure_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitedFor:
    """What one agency asked for cases of one kind and did not hear while a line stood still.

    ``stop`` is the place in the list that was asked for. ``cases`` counts each case once; ``checks`` each
    question about a person or a number.
    """

    stop: int
    case_kind: str
    agency_id: UUID | None
    cases: int
    checks: int
