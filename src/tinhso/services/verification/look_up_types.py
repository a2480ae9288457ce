"""What an officer looks up in a register behind the provincial gateway, what for, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Register(StrEnum):
    """A national register that officers look things up in; each is a line of its own in the ledger."""

    BUSINESS = "business"
    INSURANCE = "insurance"
    BUDGET = "budget"


class NumberKind(StrEnum):
    """What sort of number names the thing that is looked up."""

    TAX_CODE = "tax_code"
    INSURANCE_NUMBER = "insurance_number"
    PERSONAL_ID = "personal_id"
    BUDGET_CODE = "budget_code"


class LookUpState(StrEnum):
    """Where a look-up stands. There is no state "failed": what is not answered waits."""

    WAITING = "waiting"
    FOUND = "found"
    NOT_FOUND = "not_found"
    NOT_PERMITTED = "not_permitted"


class PurposeKind(StrEnum):
    """What a look-up serves: a dossier as a whole, one task of it with a reason, or its filing."""

    DOSSIER = "dossier"
    TASK = "task"
    FILING = "filing"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedNumber:
    """The number that was typed, in its one spelling; its ``repr`` shows nothing of it."""

    kind: NumberKind
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """The case (and task) that needs the answer. No look-up without one.

    ``reference`` is the code of the case and ``service`` that of its procedure: the register logs both.
    ``subjects`` are the people of the case: they see the look-up unless it turns out to be about somebody
    who is known. ``due_at`` sets its place in the queue. A task needs a ``reason``.
    ``is_filing``: the case is not filed yet, so that the portal asks and no officer.
    """

    case_kind: str
    case_id: UUID
    reference: str
    service: str
    subjects: tuple[UUID, ...]
    due_at: datetime | None
    task: str = ""
    reason: str = field(default="", repr=False)
    is_filing: bool = False

    @property
    def kind(self) -> PurposeKind:
        """A named task is served, the case as a whole, or its filing."""
        if self.is_filing:
            return PurposeKind.FILING
        return PurposeKind.TASK if self.task else PurposeKind.DOSSIER


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientAgreement:
    """On what a client looks up: the reason and the legal basis of its agreement, as those concerned read."""

    reason: str
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """One look-up without its answer: what any list may show.

    ``shown_number`` is the number, of a person only its end; ``as_of``: since when the register's copy is
    what it is; ``is_stale``: older than the policy of that register allows, so ask again; ``changed`` names
    the facts that were otherwise in the answer of ``changed_since``. ``changed_later``: what the register
    said otherwise afterwards, to whomever, at ``changed_later_at``. ``asked_through`` is the client that
    asked in the name of the officer ``asked_by``, if any; without an officer the portal asked, for a filing.
    """

    id: UUID
    case_id: UUID
    reference: str
    register: Register
    number_kind: NumberKind
    shown_number: str
    purpose: PurposeKind
    asked_by: UUID | None
    agency_id: UUID
    state: LookUpState
    asked_at: datetime
    answered_at: datetime | None
    as_of: datetime | None
    is_stale: bool
    changed: tuple[str, ...] = ()
    changed_since: datetime | None = None
    changed_later: tuple[str, ...] = ()
    changed_later_at: datetime | None = None
    asked_through: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedByClient:
    """The look-up that a client's request made; not new where the same request had made it before."""

    look_up: LookUp
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLookUp:
    """One look-up with what the register said, fact by fact; empty while it waits."""

    look_up: LookUp
    number: str = field(repr=False)
    facts: Mapping[str, Any] = field(repr=False)
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StalePolicy:
    """From ``valid_from`` an answer of this register is stale when its copy is older than ``days``."""

    register: str
    valid_from: date
    days: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterUse:
    """How one register was used by one agency in one month (None: all together).

    ``median_wait_s``: seconds from the question to its answer, of those that were answered. ``stale``: of the
    found and not found, those older than the policy allows at the moment of counting.
    """

    register: str
    agency_id: UUID | None
    month: date | None
    asked: int
    answered: int
    found: int
    not_found: int
    not_permitted: int
    waiting: int
    stale: int
    median_wait_s: float | None
