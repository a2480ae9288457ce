"""What other systems hand over, and what they are told of one dossier."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.record.outside_types import OutsideCode
from tinhso.casework.dossiers.record.papers import UploadedPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideFiling:
    """A dossier as a citizen filed it at another system.

    ``agency_code`` is the code of the processing agency in either notation, ``applicant_kind`` the national
    LoaiDoiTuong (1 person, 2 business, 3 agency, 4 other organisation). The key of a paper is the code of its
    component there, empty where it has none.
    """

    system: str
    code: str
    procedure_code: str
    agency_code: str
    full_name: str = field(repr=False)
    personal_id: str = field(repr=False)
    applicant_kind: str
    email: str = field(repr=False)
    phone: str = field(repr=False)
    summary: str = field(repr=False)
    papers: tuple[UploadedPaper, ...] = field(repr=False)
    by_post: bool
    filed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineStatus:
    """One change of a dossier; ``content`` is what its applicant may read about it."""

    status: int
    at: datetime
    version: int
    agency_name: str
    content: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlinePaper:
    """A paper that is part of the dossier now; ``component_code`` is the catalogue's key or the other
    system's code, ``id`` opens it by ``open_paper_for``.
    """

    id: UUID
    key: str
    name: str = field(repr=False)
    component_code: str
    file_id: UUID
    is_digitised: bool
    is_reused: bool
    is_from_store: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineSupplement:
    """A round of asking the applicant; open while ``answered_at`` and ``lapsed_at`` are None."""

    id: UUID
    content: str = field(repr=False)
    asked_at: datetime
    answer_by: datetime | None
    answered_at: datetime | None
    lapsed_at: datetime | None
    due_before: datetime | None
    due_after: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineFee:
    """A fee of the dossier, in đồng; ``collected`` is the national HinhThucThu, when it is collected:
    1 at receipt, 2 while the dossier is handled, 4 with the result. ``is_paid_online``: and not in cash.
    ``payment_id`` where it is paid: the receipt for cash, or, paid online, the fee.
    """

    id: UUID
    name: str
    amount: int
    collected: str
    payment_id: UUID | None
    is_paid_online: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineResult:
    """An approved result; ``code`` is its kind in the national list, empty where it has none."""

    id: UUID
    title: str
    number: str
    file_id: UUID
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierOutline:
    """Everything of one dossier that other systems are told, at ``version``.

    ``channel`` is online, counter or post; ``due_at`` is the legal date, whatever was promised since;
    ``registers_used`` names the registers that spared a paper or confirmed the applicant.
    """

    id: UUID
    code: str
    outside: tuple[OutsideCode, ...]
    owner_system: str
    procedure_code: str
    procedure_title: str
    sector_code: str
    sector_title: str
    channel: str
    agency_code: str
    agency_name: str
    applicant_kind: str
    full_name: str = field(repr=False)
    personal_id: str = field(repr=False)
    organisation_code: str
    email: str = field(repr=False)
    phone: str = field(repr=False)
    summary: str = field(repr=False)
    by_post: bool
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    refused_at: datetime | None
    return_note: str = field(repr=False)
    statuses: tuple[OutlineStatus, ...]
    papers: tuple[OutlinePaper, ...]
    supplements: tuple[OutlineSupplement, ...]
    fees: tuple[OutlineFee, ...]
    results: tuple[OutlineResult, ...]
    registers_used: tuple[str, ...]
    version: int
