"""Going to the gateway: an attempt is stored, the order placed outside any transaction, then named."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.foundation.authority.service import (
    Actor,
    Permission,
    Resource,
    agencies_with_access,
    require,
    system_actor,
)
from tinhso.foundation.clock.service import new_id, real_now
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.services.payments import models
from tinhso.services.payments.actions.request import refuse_unless_payable
from tinhso.services.payments.actions.result import apply_result
from tinhso.services.payments.adapters.gateway import order_result, place_order
from tinhso.services.payments.errors import UnableToReachGateway
from tinhso.services.payments.queries import lock_fee
from tinhso.services.payments.rules import wait_before_check
from tinhso.services.payments.types import LIVE, AttemptState, FeeState


def begin_checkout(*, fee_id: UUID, return_url: str, actor: Actor, now: datetime) -> str:
    """The gateway's page on which ``actor`` can pay the fee; the same page until it has ended.

    Call it outside any unit of work. ``return_url`` carries no personal data. Raises NotPermitted,
    NotVisible, UnableToPayFee, and UnableToReachGateway when the gateway is down: the fee stays due.
    """
    with unit_of_work(actor=actor, now=now) as work:
        attempt, description = _live_attempt(work, fee_id, return_url)
    if attempt.state == AttemptState.OPEN and not _has_ended(attempt, actor=actor, now=now):
        return attempt.pay_url
    if attempt.state == AttemptState.OPEN:
        with unit_of_work(actor=actor, now=now) as work:
            attempt, description = _live_attempt(work, fee_id, return_url)
    return _place(attempt, description, now=now)


def _live_attempt(work: UnitOfWork, fee_id: UUID, return_url: str) -> tuple[models.Attempt, str]:
    fee = lock_fee(fee_id)
    resource = Resource(
        kind="fee",
        id=fee_id,
        owners=frozenset({fee.person_id, *fee.holder_ids}),
        agencies=agencies_with_access(fee.case_id),
    )
    require(actor=work.actor, permission=Permission.FEE_PAY, resource=resource)
    refuse_unless_payable(fee)
    live = models.Attempt.objects.filter(fee=fee, state__in=LIVE).first()
    if live is None:
        live = _start_attempt(work, fee, return_url)
    return live, fee.description


def _start_attempt(work: UnitOfWork, fee: models.Fee, return_url: str) -> models.Attempt:
    if fee.state == FeeState.FAILED:
        fee.state = FeeState.DUE
        fee.save(update_fields=["state"])
    attempt = models.Attempt.objects.create(
        id=new_id(),
        fee=fee,
        amount_vnd=fee.amount_vnd,
        return_url=return_url,
        started_at=work.now,
        check_at=real_now() + wait_before_check(0),
    )
    work.record(
        action="fee.checkout",
        object_kind="fee",
        object_id=fee.id,
        subjects=(fee.person_id,),
        details={"amount_vnd": fee.amount_vnd},
    )
    return attempt


def _has_ended(attempt: models.Attempt, *, actor: Actor, now: datetime) -> bool:
    """Whether the page of an open attempt is used up although no callback came; books the result."""
    try:
        result = order_result(reference=str(attempt.id))
    except UnableToReachGateway:
        return False
    if result is None or result.state is AttemptState.OPEN:
        return False
    with unit_of_work(actor=system_actor(actor.trace_id), now=now) as work:
        apply_result(work, attempt_id=attempt.id, result=result)
    return True


def _place(attempt: models.Attempt, description: str, *, now: datetime) -> str:
    order_id, pay_url = place_order(
        reference=str(attempt.id),
        amount_vnd=attempt.amount_vnd,
        description=description,
        return_url=attempt.return_url,
    )
    with unit_of_work(actor=system_actor(), now=now):
        name_order(attempt.id, order_id=order_id, pay_url=pay_url)
    return pay_url


def name_order(attempt_id: UUID, *, order_id: str, pay_url: str) -> None:
    """Keep what the gateway calls the order; whoever comes second changes nothing."""
    models.Attempt.objects.filter(id=attempt_id, state=AttemptState.STARTED).update(
        order_id=order_id, pay_url=pay_url, state=AttemptState.OPEN
    )
