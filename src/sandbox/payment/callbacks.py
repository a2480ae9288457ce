"""What the merchant is told, and when."""

import json
from datetime import timedelta

from django.utils import timezone

from sandbox.dials.modes import Mode
from sandbox.dials.service import take
from sandbox.payment.models import Callback, Order
from sandbox.payment.signing import signature_of

WRONG_BY = 1000


def announce(order: Order, *, delay_seconds: float = 0, copies: int = 1, wrong_amount: bool = False) -> None:
    """Queue the callback of an ended order; the payment dial may spoil or double it."""
    position = take("payment", {Mode.WRONG, Mode.DUPLICATE})
    variant = position.variant if position else ""
    if position is not None and position.mode is Mode.DUPLICATE:
        copies = max(copies, 2)
    body = json.dumps(
        {
            "event_id": f"{order.id}-{order.status}",
            "order_id": order.id,
            "reference": "KHOAN-KHAC" if variant == "reference" else order.reference,
            "amount": order.amount - WRONG_BY if wrong_amount or variant == "amount" else order.amount,
            "status": order.status,
            "transaction_no": order.transaction_no,
            "ended_at": timezone.localtime(order.ended_at).isoformat() if order.ended_at else None,
        },
        ensure_ascii=False,
    )
    signature = signature_of(body.encode("utf-8"))
    if variant == "signature":
        signature = signature_of(b"another content")
    due_at = timezone.now() + timedelta(seconds=delay_seconds)
    Callback.objects.bulk_create(
        Callback(order=order, body=body, signature=signature, due_at=due_at) for _ in range(copies)
    )
