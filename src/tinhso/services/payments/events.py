"""What payments announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tinhso.foundation.outbox.service import DomainEvent
from tinhso.services.payments.types import PaymentMethod

__all__ = ["FeeFailed", "FeePaid", "PaymentMethod"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeePaid(DomainEvent):
    """A fee of the case ``subject_id`` was paid; announced once for a fee."""

    name: ClassVar[str] = "payments.fee_paid"
    fee_id: UUID
    method: PaymentMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeFailed(DomainEvent):
    """An attempt to pay failed or was given up; the fee may still be paid."""

    name: ClassVar[str] = "payments.fee_failed"
    fee_id: UUID
