"""Orders: placing one, ending one."""

import hashlib
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sandbox.payment.models import Order, OrderStatus

LARGEST_AMOUNT = 500_000_000


class UnableToPlaceOrder(Exception):
    """The merchant's wish is malformed or contradicts an earlier one."""

    def __init__(self, code: str, message: str, *, status: int = 422) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWish:
    """What a merchant asks for."""

    reference: str
    amount: int
    description: str
    callback_url: str
    return_url: str

    def digest(self) -> str:
        parts = (self.reference, str(self.amount), self.callback_url, self.return_url)
        return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


def read_wish(body: object) -> OrderWish:
    """Check a decoded JSON body; raises UnableToPlaceOrder naming the field."""
    if not isinstance(body, dict):
        raise UnableToPlaceOrder("invalid_body", "Nội dung phải là một đối tượng JSON.")
    amount = body.get("amount")
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 < amount <= LARGEST_AMOUNT:
        raise UnableToPlaceOrder("invalid_amount", "Số tiền phải là số nguyên dương (đồng).")
    return OrderWish(
        reference=_text(body, "reference", 64),
        amount=amount,
        description=_text(body, "description", 255),
        callback_url=_address(body, "callback_url"),
        return_url=_address(body, "return_url"),
    )


def place_order(wish: OrderWish) -> tuple[Order, bool]:
    """Place an order, or find the same one again; the flag tells whether it is new."""
    digest = wish.digest()
    with transaction.atomic(using="payment"):
        known = Order.objects.filter(reference=wish.reference).first()
        if known is not None:
            if known.request_digest != digest:
                raise UnableToPlaceOrder(
                    "reference_reused", "Mã khoản thu đã dùng cho nội dung khác.", status=409
                )
            return known, False
        order = Order.objects.create(
            id=f"GD{secrets.token_hex(8).upper()}",
            reference=wish.reference,
            amount=wish.amount,
            description=wish.description,
            callback_url=wish.callback_url,
            return_url=wish.return_url,
            request_digest=digest,
        )
    return order, True


def end_order(order_id: str, status: OrderStatus) -> Order | None:
    """End a pending order; None when it does not exist or has ended before."""
    with transaction.atomic(using="payment"):
        order = Order.objects.filter(id=order_id, status=OrderStatus.PENDING).first()
        if order is None:
            return None
        order.status = status
        order.ended_at = timezone.now()
        if status == OrderStatus.PAID:
            order.transaction_no = f"{secrets.randbelow(10**12):012d}"
        order.save()
    return order


def _text(body: dict[str, object], name: str, longest: int) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise UnableToPlaceOrder(f"invalid_{name}", f"Thiếu hoặc quá dài: {name}.")
    return value.strip()


def _address(body: dict[str, object], name: str) -> str:
    value = _text(body, name, 500)
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and parts.hostname in settings.CALLBACK_HOSTS
    except ValueError:
        usable = False
    if not usable:
        raise UnableToPlaceOrder(f"invalid_{name}", f"Địa chỉ không được phép: {name}.")
    return value
