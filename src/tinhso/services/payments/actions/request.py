"""Asking for a fee, cancelling it, taking it in cash."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.foundation.authority.service import (
    NotPermitted,
    NotVisible,
    Permission,
    Resource,
    agencies_with_access,
    require,
)
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.services.payments import models
from tinhso.services.payments.actions.receipts import write_receipt
from tinhso.services.payments.errors import UnableToCancelFee, UnableToPayFee, UnableToRequestFee
from tinhso.services.payments.events import FeePaid
from tinhso.services.payments.queries import lock_fee
from tinhso.services.payments.types import PAYABLE, FeeId, FeeState, PaymentMethod

_LONGEST_DESCRIPTION = 200
_KIND = "procedure"

_INSERT = """insert into payments_fee
  (id, case_id, person_id, kind, description, amount_vnd, state, created_at, holder_ids)
values (%s, %s, %s, %s, %s, %s, 'due', %s, %s)"""


def request_fee(
    work: UnitOfWork,
    *,
    case_id: UUID,
    person_id: UUID,
    amount_vnd: int,
    description: str,
    kind: str = _KIND,
    holder_ids: Collection[UUID] = (),
) -> FeeId:
    """Ask ``person_id`` for a fee of the case; asking again for the same ``kind`` gives the same fee.

    ``description`` is shown to the payer and to the gateway: the procedure and the dossier's code,
    never a name or a personal id. ``holder_ids`` are the organisation and the mandate of whoever acts for
    somebody: they may pay, too.
    """
    row = _row(work, case_id, person_id, kind, description, amount_vnd, holder_ids)
    with connection.cursor() as cursor:
        cursor.execute(f"{_INSERT} on conflict do nothing", row)
        is_new = bool(cursor.rowcount)
    if not is_new:
        standing = models.Fee.objects.filter(case_id=case_id, kind=kind)
        return FeeId(standing.exclude(state=FeeState.CANCELLED).get().id)
    _record(work, row[0], person_id, amount_vnd, kind)
    return FeeId(row[0])


def request_first_fee(
    work: UnitOfWork,
    *,
    case_id: UUID,
    person_id: UUID,
    amount_vnd: int,
    description: str,
    holder_ids: Collection[UUID] = (),
) -> None:
    """Ask for the fee of a case that this unit of work begins: request_fee without a statement of its own."""
    row = _row(work, case_id, person_id, _KIND, description, amount_vnd, holder_ids)
    work.write("fee", f"fee as ({_INSERT})", row)
    _record(work, row[0], person_id, amount_vnd, _KIND)


def _row(
    work: UnitOfWork,
    case_id: UUID,
    person_id: UUID,
    kind: str,
    description: str,
    amount_vnd: int,
    holder_ids: Collection[UUID],
) -> list[Any]:
    if amount_vnd <= 0 or not 0 < len(description) <= _LONGEST_DESCRIPTION:
        raise UnableToRequestFee("fee.incomplete", "Khoản phí phải có số tiền lớn hơn 0 và nội dung thu.")
    return [new_id(), case_id, person_id, kind, description, amount_vnd, work.now, list(holder_ids)]


def _record(work: UnitOfWork, fee_id: UUID, person_id: UUID, amount_vnd: int, kind: str) -> None:
    work.record(
        action="fee.requested",
        object_kind="fee",
        object_id=fee_id,
        subjects=(person_id,),
        purpose="Thu phí, lệ phí của thủ tục hành chính",
        details={"amount_vnd": amount_vnd, "kind": kind},
    )


def cancel_fee(work: UnitOfWork, *, fee_id: UUID) -> None:
    """Nobody need pay it any more; repeating changes nothing. Raises UnableToCancelFee when paid."""
    fee = lock_fee(fee_id)
    if fee.state == FeeState.PAID:
        raise UnableToCancelFee("fee.already_paid", "Khoản phí đã được nộp; cần hoàn trả thay vì hủy.")
    if fee.state == FeeState.CANCELLED:
        return
    fee.state, fee.cancelled_at = FeeState.CANCELLED, work.now
    fee.save(update_fields=["state", "cancelled_at"])
    work.record(
        action="fee.cancelled",
        object_kind="fee",
        object_id=fee_id,
        subjects=(fee.person_id,),
        details={"amount_vnd": fee.amount_vnd},
    )


def take_cash(work: UnitOfWork, *, fee_id: UUID) -> None:
    """The officer of the unit of work received the whole amount at the counter.

    A receipt of the agency's next number is written. Raises NotPermitted (also for a machine, which has no
    drawer), UnableToPayFee when it was paid or cancelled before, UnableToKeepCash when the officer has
    closed the day. An online payment that arrives later is noted as surplus.
    """
    fee = lock_fee(fee_id)
    resource = Resource(kind="fee", id=fee_id, agencies=agencies_with_access(fee.case_id))
    require(actor=work.actor, permission=Permission.FEE_PAY, resource=resource)
    if work.actor.officer_id is None or work.actor.agency_id is None:
        raise NotPermitted(permission=Permission.CASH_KEEP, object_kind="fee", object_id=fee_id)
    refuse_unless_payable(fee)
    mark_paid(work, fee, method=PaymentMethod.CASH)
    write_receipt(work, fee)


def settle_surplus(work: UnitOfWork, *, surplus_id: UUID) -> None:
    """The officer of the unit of work has paid the surplus back; repeating changes nothing."""
    surplus = models.Surplus.objects.select_related("fee").filter(id=surplus_id).first()
    if surplus is None:
        raise NotVisible(object_kind="surplus", object_id=surplus_id, permission=Permission.FEE_PAY)
    fee = surplus.fee
    resource = Resource(kind="fee", id=fee.id, agencies=agencies_with_access(fee.case_id))
    require(actor=work.actor, permission=Permission.FEE_PAY, resource=resource)
    open_surplus = models.Surplus.objects.filter(id=surplus_id, settled_at__isnull=True)
    if open_surplus.update(settled_at=work.now):
        work.record(
            action="fee.surplus_settled",
            object_kind="fee",
            object_id=fee.id,
            subjects=(fee.person_id,),
            details={"amount_vnd": surplus.amount_vnd},
        )


def refuse_unless_payable(fee: models.Fee) -> None:
    """Raise UnableToPayFee unless the fee waits for money."""
    if fee.state == FeeState.PAID:
        raise UnableToPayFee.because_paid()
    if fee.state not in PAYABLE:
        raise UnableToPayFee.because_cancelled()


def mark_paid(work: UnitOfWork, fee: models.Fee, *, method: PaymentMethod) -> None:
    """The money for a locked, payable fee is there: write it down and announce it once."""
    fee.state, fee.method, fee.paid_at = FeeState.PAID, method, work.now
    fee.received_by = work.actor.reference if method is PaymentMethod.CASH else None
    fee.save(update_fields=["state", "method", "paid_at", "received_by"])
    work.record(
        action="fee.paid",
        object_kind="fee",
        object_id=fee.id,
        subjects=(fee.person_id,),
        details={"amount_vnd": fee.amount_vnd, "method": method.value},
    )
    work.announce(FeePaid(subject_id=fee.case_id, fee_id=fee.id, method=method))
