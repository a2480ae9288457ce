"""What a result of the gateway does: one effect, however often and however late it arrives."""

from __future__ import annotations

from uuid import UUID

from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.services.payments import models
from tinhso.services.payments.actions.request import mark_paid
from tinhso.services.payments.events import FeeFailed
from tinhso.services.payments.queries import lock_fee
from tinhso.services.payments.rules import effect_of, surplus_reason
from tinhso.services.payments.types import (
    AttemptState,
    CallbackEffect,
    FeeState,
    OrderResult,
    PaymentMethod,
)


def apply_result(
    work: UnitOfWork, *, attempt_id: UUID, result: OrderResult, digest: bytes | None = None
) -> CallbackEffect:
    """Book a result that was checked against its attempt. Locks the fee, then the attempt."""
    fee_id = models.Attempt.objects.values_list("fee_id", flat=True).get(id=attempt_id)
    fee = lock_fee(fee_id)
    attempt = models.Attempt.objects.select_for_update().get(id=attempt_id)
    effect = effect_of(attempt=AttemptState(attempt.state), fee=FeeState(fee.state), reported=result.state)
    if effect is CallbackEffect.REPEATED:
        return effect
    attempt.state, attempt.ended_at = result.state, work.now
    attempt.order_id = attempt.order_id or result.order_id
    attempt.transaction_no = result.transaction_no
    attempt.callback_digest = digest
    attempt.save()
    if effect is CallbackEffect.SURPLUS:
        _note_surplus(work, fee, attempt)
    elif result.state is AttemptState.PAID:
        mark_paid(work, fee, method=PaymentMethod.ONLINE)
    else:
        _note_failure(work, fee, result.state)
    return effect


def _note_surplus(work: UnitOfWork, fee: models.Fee, attempt: models.Attempt) -> None:
    reason = surplus_reason(FeeState(fee.state))
    models.Surplus.objects.create(
        id=new_id(),
        attempt=attempt,
        fee=fee,
        amount_vnd=attempt.amount_vnd,
        reason=reason,
        noted_at=work.now,
    )
    work.record(
        action="fee.surplus_noted",
        object_kind="fee",
        object_id=fee.id,
        subjects=(fee.person_id,),
        details={"amount_vnd": attempt.amount_vnd, "reason": reason.value},
    )


def _note_failure(work: UnitOfWork, fee: models.Fee, state: AttemptState) -> None:
    work.record(
        action="fee.attempt_failed",
        object_kind="fee",
        object_id=fee.id,
        subjects=(fee.person_id,),
        details={"amount_vnd": fee.amount_vnd, "state": state.value},
    )
    if fee.state == FeeState.DUE:
        fee.state = FeeState.FAILED
        fee.save(update_fields=["state"])
        work.announce(FeeFailed(subject_id=fee.case_id, fee_id=fee.id))
