"""Fees as row-level security shows them."""

from __future__ import annotations

from uuid import UUID

from tinhso.foundation.authority.service import NotVisible
from tinhso.foundation.crypto.service import open_text
from tinhso.services.payments import models
from tinhso.services.payments.rules import receipt_number
from tinhso.services.payments.types import (
    Fee,
    FeeId,
    FeeState,
    PaymentMethod,
    Receipt,
    Surplus,
    SurplusReason,
)


def fees_of(case_id: UUID) -> tuple[Fee, ...]:
    """The fees of a case, oldest first."""
    return tuple(_fee(row) for row in models.Fee.objects.filter(case_id=case_id).order_by("id"))


def get_fee(fee_id: UUID) -> Fee:
    """One fee; raises NotVisible when it does not exist or the actor may not see it."""
    row = models.Fee.objects.filter(id=fee_id).first()
    if row is None:
        raise NotVisible(object_kind="fee", object_id=fee_id, permission="fee.pay")
    return _fee(row)


def lock_fee(fee_id: UUID) -> models.Fee:
    """The row, locked against other payments until the transaction ends."""
    row = models.Fee.objects.select_for_update().filter(id=fee_id).first()
    if row is None:
        raise NotVisible(object_kind="fee", object_id=fee_id, permission="fee.pay")
    return row


def list_surplus() -> tuple[Surplus, ...]:
    """Money that waits to be paid back, oldest first; the system and the agencies concerned see it."""
    rows = models.Surplus.objects.filter(settled_at__isnull=True).select_related("fee")
    return tuple(
        Surplus(
            id=row.id,
            fee_id=FeeId(row.fee_id),
            case_id=row.fee.case_id,
            amount_vnd=row.amount_vnd,
            reason=SurplusReason(row.reason),
            noted_at=row.noted_at,
        )
        for row in rows.order_by("noted_at", "id")
    )


REASON = "payments_cash_receipt.sealed_reason"


def receipts_of(case_id: UUID) -> tuple[Receipt, ...]:
    """Receipts for cash of a case, oldest first, cancelled ones too; as row-level security shows them."""
    rows = models.CashReceipt.objects.select_related("fee").filter(fee__case_id=case_id)
    return tuple(receipt_from(row) for row in rows.order_by("taken_at", "year", "number"))


def receipt_from(row: models.CashReceipt) -> Receipt:
    """A row as it crosses the door."""
    return Receipt(
        id=row.id,
        number=receipt_number(row.year, row.number),
        fee_id=FeeId(row.fee_id),
        agency_id=row.agency_id,
        officer_id=row.officer_id,
        description=row.fee.description,
        amount_vnd=row.amount_vnd,
        taken_at=row.taken_at,
        cancelled_at=row.cancelled_at,
        cancelled_by=row.cancelled_by,
        reason=open_text(row.sealed_reason, owner=row.id, field=REASON),
    )


def _fee(row: models.Fee) -> Fee:
    return Fee(
        id=FeeId(row.id),
        case_id=row.case_id,
        person_id=row.person_id,
        amount_vnd=row.amount_vnd,
        description=row.description,
        state=FeeState(row.state),
        method=PaymentMethod(row.method) if row.method else None,
        created_at=row.created_at,
        paid_at=row.paid_at,
    )
