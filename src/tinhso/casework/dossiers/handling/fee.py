"""Paying a dossier's fee: on the gateway's page, or in cash at the counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.casework.dossiers.handling.advance import Move, advance_dossier, refresh_summary
from tinhso.casework.dossiers.handling.messages import tell_fee_paid, tell_receipt_cancelled
from tinhso.casework.dossiers.record.errors import UnableToActOnDossier
from tinhso.casework.dossiers.record.events_log import append_event, bump_version
from tinhso.casework.dossiers.record.loading import LoadedDossier, load_dossier
from tinhso.casework.dossiers.record.placing import placed
from tinhso.casework.dossiers.record.rules import ENDED
from tinhso.casework.dossiers.record.types import CASE_KIND, FeeState, Status
from tinhso.foundation.authority.service import Actor, NotPermitted, NotVisible, Permission, require
from tinhso.foundation.process.service import open_tasks_of
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.services.payments.service import FeeState as StateOfFee
from tinhso.services.payments.service import (
    UnableToCancelReceipt,
    begin_checkout,
    cancel_receipt,
    fees_of,
    receipts_of,
    take_cash,
)
from tinhso.services.representation.service import confirm_mandate


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFee:
    """The fee of one dossier as its payer sees it; ``state`` is none, due, failed or paid."""

    dossier_id: UUID
    code: str
    title: str
    amount_vnd: int
    state: str
    paid_at: datetime | None


def begin_payment(*, dossier_id: UUID, return_url: str, actor: Actor, now: datetime) -> str:
    """The address of the gateway's page for this dossier's fee.

    Raises UnableToActOnDossier when nothing is to be paid, UnableToReachGateway when the gateway is
    down: the fee stays due and can be paid later.
    """
    with unit_of_work(actor=actor, now=now) as work:
        confirm_mandate(work, procedure_code="")
        fee_id = _due_fee(dossier_id, actor)
    return begin_checkout(fee_id=fee_id, return_url=return_url, actor=actor, now=now)


def fee_of(*, dossier_id: UUID, actor: Actor, now: datetime) -> DossierFee:
    """Where the fee of this dossier stands, as the payments room knows it this moment."""
    with unit_of_work(actor=actor, now=now):
        dossier = load_dossier(dossier_id, permission=Permission.DOSSIER_READ)
        require(actor=actor, permission=Permission.DOSSIER_READ, resource=dossier.resource)
        fees = [fee for fee in fees_of(dossier_id) if fee.state is not StateOfFee.CANCELLED]
    return DossierFee(
        dossier_id=dossier_id,
        code=dossier.code,
        title=dossier.procedure.title,
        amount_vnd=sum(fee.amount_vnd for fee in fees),
        state=fees[-1].state.value if fees else "none",
        paid_at=fees[-1].paid_at if fees else None,
    )


def take_fee_in_cash(*, dossier_id: UUID, actor: Actor, now: datetime) -> None:
    """The officer received the whole fee at the counter."""
    with unit_of_work(actor=actor, now=now) as work:
        fee_id = _due_fee(dossier_id, actor)
        with acting_as_system(work):
            # The dossier before its fee, in the order in which a step that cancels the fee locks them.
            dossier = load_dossier(dossier_id, permission=Permission.FEE_PAY, lock=True)
            take_cash(work, fee_id=fee_id)
            # At once, not with the announcement: the next thing the officer does is hand the result over.
            note_fee_paid(work, dossier)


def cancel_cash_receipt(
    *, dossier_id: UUID, receipt_id: UUID, reason: str, actor: Actor, now: datetime
) -> None:
    """The receipt was wrong: it stays with its number and the reason, and the fee is due again.

    Raises UnableToCancelReceipt for a dossier that has ended (money is then paid back, not cancelled),
    without a reason, or when cancelled before; UnableToKeepCash when the officer has closed today.
    """
    with unit_of_work(actor=actor, now=now) as work:
        dossier = load_dossier(dossier_id, permission=Permission.DOSSIER_READ, lock=True)
        require(actor=actor, permission=Permission.CASH_KEEP, resource=dossier.resource)
        if actor.officer_id is None:  # a machine has no drawer
            raise NotPermitted(
                permission=Permission.CASH_KEEP, object_kind="cash_receipt", object_id=receipt_id
            )
        with acting_as_system(work):
            known = {each.id for each in receipts_of(dossier_id)}
            if receipt_id not in known:
                raise NotVisible(
                    object_kind="cash_receipt", object_id=receipt_id, permission=Permission.CASH_KEEP
                )
            if dossier.status in (ENDED | {Status.RETURNED}) - {Status.DONE}:
                raise UnableToCancelReceipt(
                    "receipt.dossier_ended",
                    "Hồ sơ đã kết thúc: tiền thu sai phải hoàn trả theo quy định, không hủy biên lai được.",
                )
            cancel_receipt(work, receipt_id=receipt_id, reason=reason)
            bump_version(dossier, {"fee_state": FeeState.DUE.value})
            dossier.fee_state = FeeState.DUE
            append_event(
                work,
                dossier,
                action="receipt_cancelled",
                from_status=dossier.status,
                note=" ".join(reason.split()),
            )
            tell_receipt_cancelled(work, dossier)
            tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier.id]).get(dossier.id, ())
            refresh_summary(dossier, placed(tasks))


def note_fee_paid(work: UnitOfWork, dossier: LoadedDossier) -> None:
    """Write down on the locked dossier that its fee is paid; one that waited for it goes on by itself.

    Told twice, nothing changes.
    """
    if dossier.fee_state is FeeState.PAID:
        return
    tasks = open_tasks_of(case_kind=CASE_KIND, case_ids=[dossier.id]).get(dossier.id, ())
    columns = {"fee_state": FeeState.PAID}
    if any(each.key == "fee_paid" for each in dossier.procedure.process.actions_from(dossier.state)):
        move = Move(action="fee_paid", met_guards={"fee_paid"}, columns=columns)
        advance_dossier(work, dossier, tasks, move)
        return
    bump_version(dossier, {"fee_state": FeeState.PAID.value})
    dossier.fee_state = FeeState.PAID
    append_event(work, dossier, action="fee_noted", from_status=dossier.status)
    tell_fee_paid(work, dossier)
    refresh_summary(dossier, placed(tasks))


def _due_fee(dossier_id: UUID, actor: Actor) -> UUID:
    dossier = load_dossier(dossier_id, permission=Permission.FEE_PAY)
    require(actor=actor, permission=Permission.FEE_PAY, resource=dossier.resource)
    due = [fee for fee in fees_of(dossier_id) if fee.state not in (StateOfFee.PAID, StateOfFee.CANCELLED)]
    if not due:
        raise UnableToActOnDossier(code="nothing_due", message="Hồ sơ này không còn khoản phí nào phải nộp.")
    return due[0].id
