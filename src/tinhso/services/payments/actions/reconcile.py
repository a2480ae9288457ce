"""Asking the gateway about attempts that no callback has ended: a lost callback is found."""

from __future__ import annotations

import logging

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.payments import models
from tinhso.services.payments.actions.checkout import name_order
from tinhso.services.payments.actions.result import apply_result
from tinhso.services.payments.adapters.gateway import order_result, place_order
from tinhso.services.payments.errors import UnableToReachGateway
from tinhso.services.payments.rules import wait_before_check
from tinhso.services.payments.types import LIVE, AttemptState, CallbackEffect, OrderResult

_log = logging.getLogger(__name__)


def reconcile_payments(limit: int = 50) -> int:
    """Ask about attempts that are due for it; how many results were found and booked.

    Stops at the first sign that the gateway is down; what was not asked stays due.
    """
    actor = system_actor("payments.reconcile")
    with unit_of_work(actor=actor, now=legal_now()):
        due = list(
            models.Attempt.objects.select_related("fee")
            .filter(state__in=LIVE, check_at__lte=real_now())
            .order_by("check_at")[:limit]
        )
    found = 0
    for attempt in due:
        try:
            result = _ask(attempt)
        except UnableToReachGateway as failure:
            _log.warning("payment gateway failed while reconciling: %s", failure.reason)
            break
        found += _book(attempt, result)
    return found


def _ask(attempt: models.Attempt) -> OrderResult | None:
    """The result so far; an order whose placing was interrupted is placed again under its reference."""
    result = order_result(reference=str(attempt.id))
    if result is None or attempt.state == AttemptState.STARTED:
        order_id, pay_url = place_order(
            reference=str(attempt.id),
            amount_vnd=attempt.amount_vnd,
            description=attempt.fee.description,
            return_url=attempt.return_url,
        )
        with unit_of_work(actor=system_actor("payments.reconcile"), now=legal_now()):
            name_order(attempt.id, order_id=order_id, pay_url=pay_url)
    return result


def _book(attempt: models.Attempt, result: OrderResult | None) -> bool:
    actor = system_actor("payments.reconcile")
    with unit_of_work(actor=actor, now=legal_now()) as work:
        if result is not None and result.amount_vnd != attempt.amount_vnd:
            _log.error("payment gateway holds another amount for attempt %s", attempt.id)
        elif result is not None and result.state is not AttemptState.OPEN:
            effect = apply_result(work, attempt_id=attempt.id, result=result)
            return effect is not CallbackEffect.REPEATED
        models.Attempt.objects.filter(id=attempt.id).update(
            checks=attempt.checks + 1,
            check_at=real_now() + wait_before_check(attempt.checks + 1),
        )
    return False
