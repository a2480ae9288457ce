"""A kept paper as it crosses the door. What tells about its owner never shows in ``repr``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

KEPT_KIND = "kept_paper"


class KeptOrigin(StrEnum):
    """Whence a kept paper comes: scanned and certified by an officer, or the province's own result."""

    SCAN = "scan"
    RESULT = "result"


class KeptState(StrEnum):
    """Whether a kept paper may be used again on a day."""

    SCANNED = "scanned"
    USABLE = "usable"
    EXPIRED = "expired"
    REVOKED = "revoked"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What an officer reads on the paper; ``valid_until`` is its last day, None where it names none."""

    number: str = field(repr=False)
    issued_on: date | None = field(repr=False)
    issuer: str = field(repr=False)
    valid_until: date | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whose store it is: a person's or an organisation's, never both."""

    person_id: UUID | None = None
    organisation_id: UUID | None = None

    @property
    def id(self) -> UUID:
        """The one of both that is set."""
        found = self.organisation_id or self.person_id
        assert found is not None  # noqa: S101 - a store has an owner
        return found

    @property
    def subjects(self) -> tuple[UUID, ...]:
        """The person whose data it is, for the log of readings; none for an organisation's."""
        return (self.person_id,) if self.person_id else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPaper:
    """One paper of a store, as it stands on the day of asking.

    ``kind`` is one of the catalogue's kinds, or the code of the result that it is; ``sha256`` (hex) that of
    the stored bytes when it was certified.
    """

    id: UUID
    holder: Holder
    kind: str
    title: str
    origin: KeptOrigin
    state: KeptState
    facts: PaperFacts
    file_id: UUID
    sha256: str
    agency_id: UUID
    agency_name: str
    scanned_at: datetime
    certified_by: UUID | None
    certified_by_name: str
    certified_at: datetime | None
    case_id: UUID | None
    """The dossier whose paper or result it is."""
    revoked_at: datetime | None
    revoked_reason: str
    withheld_at: datetime | None
    holder_name: str = field(default="", repr=False)
    """Whose store it is, told only to an officer who opens one paper; empty for an organisation."""

    @property
    def label(self) -> str:
        """The paper as people name it: "Giấy khai sinh số 12/2020, ngày 01/02/2020"."""
        number = f" số {self.facts.number}" if self.facts.number else ""
        day = f", ngày {self.facts.issued_on:%d/%m/%Y}" if self.facts.issued_on else ""
        return f"{self.title}{number}{day}"

    @property
    def is_usable(self) -> bool:
        """Whether it may be used in a dossier on the day it was asked for."""
        return self.state is KeptState.USABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPaper:
    """The content of a kept paper, ready to be shown."""

    content: bytes = field(repr=False)
    media_type: str
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the officer has seen with their own eyes at the second look."""

    is_readable: bool
    is_complete: bool
    is_same: bool
