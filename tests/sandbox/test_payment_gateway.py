"""The payment gateway: signed orders, endings, callbacks that arrive once, twice, late, wrong."""

import hashlib
import hmac
import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.support.sandbox_server import HTTP, SandboxServer

PATIENCE_SECONDS = 8


class Merchant:
    """The portal's side: signs orders, and a small server that takes callbacks."""

    def __init__(self, server: SandboxServer) -> None:
        self.server = server
        self.received: list[tuple[float, bytes, str]] = []
        self.refuse_next = 0
        merchant = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if merchant.refuse_next:
                    merchant.refuse_next -= 1
                    self.send_error(500)
                    return
                merchant.received.append((time.monotonic(), body, self.headers["X-Signature"]))
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Stay silent."""

        self.listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    @property
    def callback_url(self) -> str:
        return f"http://127.0.0.1:{self.listener.server_port}/payments/callback"

    def signature(self, content: bytes) -> str:
        key = self.server.secrets["payment_secret"].encode("ascii")
        return hmac.new(key, content, hashlib.sha256).hexdigest()

    def post_order(self, reference: str, **changes: Any) -> httpx.Response:
        order = {
            "reference": reference,
            "amount": 20_000,
            "description": "Lệ phí đăng ký thường trú",
            "callback_url": self.callback_url,
            "return_url": "http://127.0.0.1:8000/fees/return",
        } | changes
        body = json.dumps(order).encode("utf-8")
        return self._post(body, self.signature(body))

    def _post(self, body: bytes, signature: str | bytes) -> httpx.Response:
        return HTTP.post(
            f"{self.server.base_url}/payment/api/orders",
            content=body,
            headers=[("Content-Type", "application/json"), ("X-Signature", signature)],
        )

    def get(self, path: str) -> httpx.Response:
        signature = self.signature(path.encode("ascii"))
        return HTTP.get(f"{self.server.base_url}{path}", headers={"X-Signature": signature})

    def pay(self, reference: str, ending: str, **fields: str) -> httpx.Response:
        """Place an order and end it on the pay page as a citizen would."""
        address = self.post_order(reference).json()["pay_url"]
        with httpx.Client(verify=False, trust_env=False) as browser:
            page = browser.get(address)
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
            assert token is not None
            data = {"csrfmiddlewaretoken": token[1], "ending": ending} | fields
            return browser.post(address, data=data)

    def wait_for(self, count: int, *, seconds: float = PATIENCE_SECONDS) -> list[dict[str, Any]]:
        deadline = time.monotonic() + seconds
        while len(self.received) < count and time.monotonic() < deadline:
            time.sleep(0.05)
        return [json.loads(body) for _, body, _ in self.received]

    def signatures_hold(self) -> bool:
        return all(
            hmac.compare_digest(signature, self.signature(body)) for _, body, signature in self.received
        )


@pytest.fixture
def merchant(dials: SandboxServer) -> Iterator[Merchant]:
    merchant = Merchant(dials)
    yield merchant
    merchant.listener.shutdown()
    merchant.listener.server_close()


def test_a_payment_is_called_back_once_and_signed(merchant: Merchant) -> None:
    answer = merchant.pay("ref-success", "success")
    assert answer.status_code == 302
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert query["reference"] == ["ref-success"]
    assert query["status"] == ["paid"]
    (callback,) = merchant.wait_for(1)
    assert callback["reference"] == "ref-success"
    assert (callback["status"], callback["amount"]) == ("paid", 20_000)
    assert callback["transaction_no"]
    time.sleep(0.6)
    assert len(merchant.received) == 1
    assert merchant.signatures_hold()


@pytest.mark.parametrize(("ending", "status"), [("failure", "failed"), ("cancel", "cancelled")])
def test_failure_and_cancelling_are_called_back_too(merchant: Merchant, ending: str, status: str) -> None:
    merchant.pay(f"ref-{ending}", ending)
    (callback,) = merchant.wait_for(1)
    assert (callback["status"], callback["transaction_no"]) == (status, "")


def test_a_double_callback_brings_the_same_event_twice(merchant: Merchant) -> None:
    merchant.pay("ref-double", "double")
    one, other = merchant.wait_for(2)
    assert one == other


def test_a_late_callback_comes_after_the_payer_is_back(merchant: Merchant) -> None:
    merchant.pay("ref-late", "late", delay="1.5")
    back_at = time.monotonic()
    merchant.wait_for(1)
    assert merchant.received[0][0] - back_at >= 1.3


def test_a_callback_may_name_a_wrong_amount(merchant: Merchant) -> None:
    merchant.pay("ref-amount", "wrong_amount")
    (callback,) = merchant.wait_for(1)
    assert callback["amount"] != 20_000
    assert merchant.signatures_hold()


def test_a_silent_payment_is_found_by_reconciliation(merchant: Merchant) -> None:
    merchant.pay("ref-silent", "silent")
    order = merchant.get("/payment/api/orders/ref-silent").json()
    assert order["status"] == "paid"
    listed = merchant.get(f"/payment/api/orders?date={order['created_at'][:10]}").json()
    assert "ref-silent" in {found["reference"] for found in listed["orders"]}
    assert merchant.received == []


def test_a_callback_is_tried_again_until_it_is_taken(merchant: Merchant) -> None:
    merchant.refuse_next = 1
    merchant.pay("ref-retry", "success")
    (callback,) = merchant.wait_for(1)
    assert callback["reference"] == "ref-retry"


def test_the_dial_spoils_signature_amount_or_reference_and_doubles(merchant: Merchant) -> None:
    merchant.server.turn_dial("payment", "wrong", variant="signature", requests=1)
    merchant.pay("ref-dial-signature", "success")
    merchant.wait_for(1)
    assert not merchant.signatures_hold()
    merchant.received.clear()
    merchant.server.turn_dial("payment", "wrong", variant="reference", requests=1)
    merchant.pay("ref-dial-reference", "success")
    assert merchant.wait_for(1)[0]["reference"] != "ref-dial-reference"
    merchant.received.clear()
    merchant.server.turn_dial("payment", "duplicate", requests=1)
    merchant.pay("ref-dial-double", "success")
    assert len(merchant.wait_for(2)) == 2


def test_the_same_order_is_placed_once(merchant: Merchant) -> None:
    first, again = merchant.post_order("ref-same"), merchant.post_order("ref-same")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["order_id"] == again.json()["order_id"]
    other = merchant.post_order("ref-same", amount=30_000)
    assert (other.status_code, other.json()["code"]) == (409, "reference_reused")


def test_an_order_ends_once(merchant: Merchant) -> None:
    merchant.pay("ref-once", "success")
    address = merchant.get("/payment/api/orders/ref-once").json()["pay_url"]
    page = HTTP.get(address)
    assert "đã kết thúc" in page.text
    assert 'name="ending"' not in page.text


def test_wrong_signatures_are_refused(merchant: Merchant) -> None:
    body = b'{"reference": "x"}'
    assert merchant._post(body, "0" * 64).status_code == 401
    assert merchant._post(body, b"\xe9").status_code == 401
    path = "/payment/api/orders/ref"
    assert HTTP.get(f"{merchant.server.base_url}{path}").status_code == 401


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": 0}, "invalid_amount"),
        ({"amount": "20000"}, "invalid_amount"),
        ({"amount": True}, "invalid_amount"),
        ({"description": ""}, "invalid_description"),
        ({"callback_url": "http://elsewhere.example/"}, "invalid_callback_url"),
        ({"return_url": "javascript:alert(1)"}, "invalid_return_url"),
    ],
)
def test_malformed_orders_are_refused_by_field(
    merchant: Merchant, changes: dict[str, Any], code: str
) -> None:
    answer = merchant.post_order("ref-bad", **changes)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_the_gateway_can_refuse_and_be_down(merchant: Merchant) -> None:
    merchant.server.turn_dial("payment", "refusing", requests=1)
    assert merchant.post_order("ref-refused").status_code == 403
    merchant.server.turn_dial("payment", "down", requests=1)
    assert merchant.post_order("ref-down").status_code == 503
    assert merchant.post_order("ref-down").status_code == 201
