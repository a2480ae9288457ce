"""The payment gateway: orders placed once by our reference, asked about, and callbacks it signs.

Every message carries ``X-Signature``: HMAC-SHA256, hexadecimal, over the exact bytes of the body, or
over path and query when there is none.
"""

from __future__ import annotations

import hmac
from urllib.parse import quote, urlsplit

import httpx
import msgspec
from django.conf import settings

from tinhso.foundation.crypto.service import trusted_authorities
from tinhso.services.payments.errors import UnableToReachGateway, UnableToTakeCallback
from tinhso.services.payments.types import AttemptState, OrderResult

_SECONDS = 5.0
_HEADER = "X-Signature"
_STATES = {
    "pending": AttemptState.OPEN,
    "paid": AttemptState.PAID,
    "failed": AttemptState.FAILED,
    "cancelled": AttemptState.CANCELLED,
}


class _Order(msgspec.Struct, frozen=True):
    order_id: str
    reference: str
    amount: int
    status: str
    transaction_no: str = ""
    pay_url: str = ""


def place_order(*, reference: str, amount_vnd: int, description: str, return_url: str) -> tuple[str, str]:
    """Order id and pay page; repeating a reference finds the same order."""
    body = {
        "reference": reference,
        "amount": amount_vnd,
        "description": description,
        "callback_url": callback_url(),
        "return_url": return_url,
    }
    order = _read(_call("POST", "/api/orders", content=msgspec.json.encode(body)))
    if order.reference != reference or order.amount != amount_vnd or not order.pay_url:
        raise UnableToReachGateway("answer_to_another_order")
    return order.order_id, order.pay_url


def order_result(*, reference: str) -> OrderResult | None:
    """How the order of this reference stands; None when the gateway does not know it."""
    response = _call("GET", f"/api/orders/{quote(reference)}", may_be_unknown=True)
    if response.status_code == httpx.codes.NOT_FOUND:
        return None
    result = _result(_read(response))
    if result.reference != reference:
        raise UnableToReachGateway("answer_to_another_order")
    return result


def read_callback(body: bytes, signature: str) -> OrderResult:
    """The result a callback reports; refuses a wrong signature and what is not a result."""
    if not signature.isascii() or not hmac.compare_digest(signature, _signature(body)):
        raise UnableToTakeCallback("wrong_signature")
    try:
        return _result(msgspec.json.decode(body, type=_Order))
    except (msgspec.MsgspecError, RecursionError, UnableToReachGateway):
        raise UnableToTakeCallback("unreadable") from None


def callback_url() -> str:
    """Where the gateway reports results."""
    default = f"{settings.TINHSO_PUBLIC_URL}/payments/callback"
    return str(getattr(settings, "TINHSO_PAYMENT_CALLBACK_URL", default))


def _call(
    method: str, path: str, *, content: bytes | None = None, may_be_unknown: bool = False
) -> httpx.Response:
    address = f"{settings.TINHSO_PAYMENT_URL}{path}"
    signed = content if content is not None else urlsplit(address).path.encode("ascii")
    headers = {_HEADER: _signature(signed), "Content-Type": "application/json"}
    try:
        with httpx.Client(
            timeout=_SECONDS, trust_env=False, follow_redirects=False, verify=trusted_authorities()
        ) as client:
            response = client.request(method, address, content=content, headers=headers)
    except httpx.HTTPError as error:
        reason = "timeout" if isinstance(error, httpx.TimeoutException) else "no_connection"
        raise UnableToReachGateway(reason) from None
    if not response.is_success and not (may_be_unknown and response.status_code == httpx.codes.NOT_FOUND):
        raise UnableToReachGateway(f"http_{response.status_code}")
    return response


def _read(response: httpx.Response) -> _Order:
    try:
        return msgspec.json.decode(response.content, type=_Order)
    except (msgspec.MsgspecError, RecursionError):
        raise UnableToReachGateway("unreadable_answer") from None


def _result(order: _Order) -> OrderResult:
    state = _STATES.get(order.status)
    if state is None:
        raise UnableToReachGateway("unknown_status")
    return OrderResult(
        order_id=order.order_id,
        reference=order.reference,
        amount_vnd=order.amount,
        state=state,
        transaction_no=order.transaction_no,
    )


def _signature(content: bytes) -> str:
    secret = settings.TINHSO_PAYMENT_SECRET
    if not secret:
        # An empty key would make every forged callback valid.
        raise UnableToReachGateway("no_secret_configured")
    return hmac.new(secret.encode(), content, "sha256").hexdigest()
