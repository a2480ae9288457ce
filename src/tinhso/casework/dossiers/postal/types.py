"""What crosses the door about results by post. Names, telephones and addresses never show in a ``repr``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from tinhso.casework.dossiers.record.postal_types import ParcelOutcome, PostalState


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalAddress:
    """Where a result goes: ``place`` names ward, district and province as they were then called."""

    recipient: str = field(repr=False)
    phone: str = field(repr=False)
    street: str = field(repr=False)
    commune: str
    place: str = field(repr=False)

    @property
    def text(self) -> str:
        """The whole address in one line."""
        return f"{self.street}, {self.place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRow:
    """One attempt to send a result; ``withdrawn``: the numbers that were entered by mistake."""

    id: UUID
    dossier_id: UUID
    list_id: UUID
    list_number: str
    place: int
    code: str
    title: str
    applicant_id: UUID
    address: PostalAddress = field(repr=False)
    number: str
    is_standard: bool
    sent_at: datetime | None
    outcome: ParcelOutcome | None
    outcome_date: date | None
    reason: str
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnChoice:
    """How a dossier's result reaches its owner, and what may still be chosen.

    ``written`` is the address as older forms took it, in one line: it is where the form below begins, never
    where something is sent. ``suggested`` fills the questions of ``ADDRESS_FIELDS``.
    """

    state: PostalState | None
    offers_post: bool
    is_open: bool
    may_change_address: bool
    address: PostalAddress | None = field(repr=False)
    written: str = field(repr=False)
    suggested: Mapping[str, str] = field(repr=False)
    parcels: tuple[ParcelRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalRow:
    """A result of the desk's postal lists; without an address it cannot go on a list yet."""

    dossier_id: UUID
    code: str
    title: str
    state: PostalState
    changed_at: datetime
    applicant_id: UUID
    applicant_name: str = field(repr=False)
    address: PostalAddress | None = field(repr=False)
    list_id: UUID | None
    list_number: str
    number: str
    sent_at: datetime | None
    is_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalSlice:
    """One page of the postal desk: its rows, where it goes on, and how many stand in each list."""

    rows: tuple[PostalRow, ...]
    next_key: str
    counts: Mapping[PostalState, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalListRow:
    """One list for the post office, with its parcels where they were asked for."""

    id: UUID
    number: str
    made_at: datetime
    made_by: UUID
    parcels: tuple[ParcelRow, ...] = ()
    count: int = 0
    unsent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalOutcome:
    """What became of one of many: a dossier put on a list, or a parcel sent; ``message`` says why not."""

    id: UUID
    code: str
    message: str = ""

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return not self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeList:
    """A new list, if anything could go on it; and what became of each chosen dossier."""

    list_id: UUID | None
    outcomes: tuple[PostalOutcome, ...]
