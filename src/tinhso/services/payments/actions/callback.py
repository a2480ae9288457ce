"""Taking a callback of the gateway: signed, about a known order, over its amount, or refused and audited."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.services.payments import models
from tinhso.services.payments.actions.result import apply_result
from tinhso.services.payments.adapters.gateway import read_callback
from tinhso.services.payments.errors import UnableToTakeCallback
from tinhso.services.payments.types import AttemptState, CallbackEffect, OrderResult


def receive_callback(*, body: bytes, signature: str, now: datetime, trace_id: str = "") -> CallbackEffect:
    """Book what the gateway reports; a repetition has no effect, money without a fee is listed.

    Raises UnableToTakeCallback for a wrong signature, an unknown order, another reference or another
    amount; the refusal is audited and nothing else changes.
    """
    actor = system_actor(trace_id)
    try:
        result = read_callback(body, signature)
        with unit_of_work(actor=actor, now=now) as work:
            attempt_id = _matching_attempt(result)
            digest = hashlib.sha256(body).digest()
            return apply_result(work, attempt_id=attempt_id, result=result, digest=digest)
    except UnableToTakeCallback as refusal:
        with unit_of_work(actor=actor, now=now) as work:
            _record_refusal(work, refusal.reason)
        raise


def _matching_attempt(result: OrderResult) -> UUID:
    attempt = models.Attempt.objects.filter(order_id=result.order_id).first()
    if attempt is None:
        attempt = _not_yet_named(result.reference)
    if attempt is None:
        raise UnableToTakeCallback("unknown_order")
    if str(attempt.id) != result.reference:
        raise UnableToTakeCallback("another_reference")
    if attempt.amount_vnd != result.amount_vnd:
        raise UnableToTakeCallback("wrong_amount")
    if result.state is AttemptState.OPEN:
        raise UnableToTakeCallback("no_result")
    return attempt.id


def _not_yet_named(reference: str) -> models.Attempt | None:
    """An attempt whose order id was lost between the gateway's answer and our commit."""
    try:
        reference_id = UUID(reference)
    except ValueError:
        return None
    return models.Attempt.objects.filter(id=reference_id, order_id__isnull=True).first()


def _record_refusal(work: UnitOfWork, reason: str) -> None:
    work.record(
        action="fee.callback",
        object_kind="fee",
        object_id=None,
        outcome="refused",
        details={"reason": reason},
    )
