"""Fees, attempts to pay them, and money that arrived without a fee to pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
