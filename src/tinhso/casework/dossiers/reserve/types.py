"""What crosses the door about reserve numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.reserve.rules import ReserveState


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveRow:
    """One number of a booklet; ``is_missing``: it was passed over and neither entered nor made void."""

    number: str
    batch_id: UUID
    sequence: int
    state: ReserveState
    dossier_id: UUID | None = None
    dossier_code: str = ""
    received_at: datetime | None = None
    entered_at: datetime | None = None
    voided_at: datetime | None = None
    reason: str = ""
    is_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveBatchRow:
    """One booklet, and what became of its numbers so far."""

    id: UUID
    first: str
    last: str
    printed_at: datetime
    printed_by: UUID
    entered: int
    void: int
    numbers: tuple[ReserveRow, ...]

    @property
    def unused(self) -> int:
        """How many numbers are neither entered nor void."""
        return len(self.numbers) - self.entered - self.void

    @property
    def missing(self) -> tuple[ReserveRow, ...]:
        """The numbers that were passed over."""
        return tuple(each for each in self.numbers if each.is_missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedReceipt:
    """A stub that may be entered: its number, when it was written, and what the officer should look at."""

    number: str
    received_at: datetime
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedReserve:
    """What whoever holds a stub may know: what became of its number, and the code it now leads to."""

    number: str
    state: ReserveState
    agency: str
    dossier_code: str = ""
