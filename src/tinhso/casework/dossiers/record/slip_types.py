"""What crosses the door about papers that a dossier gives people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class SlipKind(StrEnum):
    """Which legal slip a paper is: what the agency gives people, and what stays with the dossier."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    CONTROL = "control"
    REGISTER = "register"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipRow:
    """A slip that the dossier's state allows; ``about`` is the version at which the act happened."""

    kind: SlipKind
    about: int
    form: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CashReceiptRow:
    """A receipt for cash; ``reason`` says why it was cancelled, and is empty while it holds."""

    id: UUID
    number: str
    amount_vnd: int
    taken_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyOffer:
    """That a new date may be promised now, and the dates to choose from by their working days."""

    is_late: bool
    choices: tuple[tuple[int, datetime], ...]
