"""Fees, attempts to pay them, and money that arrived without a fee to pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

FeeId = NewType("FeeId", UUID)


class FeeState(StrEnum):
    """Where a fee stands; FAILED means that the last attempt failed and another may follow."""

    DUE = "due"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


PAYABLE = frozenset({FeeState.DUE, FeeState.FAILED})


class AttemptState(StrEnum):
    """Where one order at the gateway stands; STARTED means that its order id is not known yet."""

    STARTED = "started"
    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


LIVE = frozenset({AttemptState.STARTED, AttemptState.OPEN})


class PaymentMethod(StrEnum):
    """How a fee was paid."""

    ONLINE = "online"
    CASH = "cash"


class SurplusReason(StrEnum):
    """Why money stands without a fee: somebody must pay it back."""

    FEE_CANCELLED = "fee_cancelled"
    PAID_BEFORE = "paid_before"


class CallbackEffect(StrEnum):
    """What an accepted callback did."""

    APPLIED = "applied"
    REPEATED = "repeated"
    SURPLUS = "surplus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A fee as pages show it."""

    id: FeeId
    case_id: UUID
    person_id: UUID
    amount_vnd: int
    description: str
    state: FeeState
    method: PaymentMethod | None
    created_at: datetime
    paid_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surplus:
    """Money that arrived for a fee that was cancelled or paid before."""

    id: UUID
    fee_id: FeeId
    case_id: UUID
    amount_vnd: int
    reason: SurplusReason
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderResult:
    """How the gateway says an order stands."""

    order_id: str
    reference: str
    amount_vnd: int
    state: AttemptState
    transaction_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt for cash; ``reason`` says why it was cancelled."""

    id: UUID
    number: str
    fee_id: FeeId
    agency_id: UUID
    officer_id: UUID
    description: str
    amount_vnd: int
    taken_at: datetime
    cancelled_at: datetime | None
    cancelled_by: UUID | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """Cash handed to the treasury."""

    amount_vnd: int
    reference: str
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDay:
    """How a day was closed; ``confirmed_at`` is empty while a second person has not looked."""

    id: UUID
    counted_vnd: int
    explanation: str
    closed_at: datetime
    confirmed_at: datetime | None
    confirmed_by: UUID | None
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CashBook:
    """One officer's cash of one day. ``taken`` lists what came in, ``cancelled`` what went back that day.

    ``open_before`` is the first earlier day with movements that nobody has closed.
    """

    agency_id: UUID
    officer_id: UUID
    day: date
    opening_vnd: int
    taken: tuple[Receipt, ...]
    cancelled: tuple[Receipt, ...]
    deposits: tuple[Deposit, ...]
    closed: ClosedDay | None
    open_before: date | None

    @property
    def taken_vnd(self) -> int:
        """What came in, also on receipts that were cancelled since."""
        return sum(each.amount_vnd for each in self.taken)

    @property
    def cancelled_vnd(self) -> int:
        """What went back to payers."""
        return sum(each.amount_vnd for each in self.cancelled)

    @property
    def deposited_vnd(self) -> int:
        """What went to the treasury."""
        return sum(each.amount_vnd for each in self.deposits)

    @property
    def expected_vnd(self) -> int:
        """What must lie in the drawer."""
        return self.opening_vnd + self.taken_vnd - self.cancelled_vnd - self.deposited_vnd
