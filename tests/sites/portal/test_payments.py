"""Paying a fee on the sandbox's gateway: success, failure, silence, forgery."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.services.payments.fee_desk import end_order, sign
from tests.sites.portal.portal_data import Town, rows, text_of
from tests.support.sandbox_server import SandboxServer
from tinhso.casework.dossiers.service import Filed, fee_of


@pytest.fixture
def gateway(town: Town, dials: SandboxServer, settings: Any) -> Iterator[SandboxServer]:
    """The sandbox's gateway; its callbacks go where nobody listens, tests send them themselves."""
    settings.TINHSO_PAYMENT_URL = f"{dials.base_url}/payment"
    settings.TINHSO_PAYMENT_SECRET = dials.secrets["payment_secret"]
    settings.TINHSO_PAYMENT_CALLBACK_URL = "http://127.0.0.1:9/payments/callback"
    yield dials


@pytest.fixture
def filed(town: Town) -> Filed:
    return town.file()


def pay(screen: Client, filed: Filed) -> str:
    """Go to the gateway's page; its address."""
    sent = screen.post(f"/dossiers/{filed.id}/payment")
    assert sent.status_code == 302, text_of(sent)
    return str(sent.headers["Location"])


def call_back(pay_url: str, status: str, **changes: Any) -> Any:
    """What the gateway sends, signed."""
    order_id = pay_url.rsplit("/", 1)[-1]
    reference = rows("select id from payments_attempt where order_id = %s", order_id)[0][0]
    body = json.dumps(
        {
            "event_id": f"{order_id}-{status}",
            "order_id": order_id,
            "reference": str(reference),
            "amount": 7000,
            "status": status,
            "transaction_no": "FT1",
            "ended_at": None,
        }
        | changes
    ).encode()
    return Client(enforce_csrf_checks=True).post(
        "/payments/callback", body, content_type="application/json", headers={"X-Signature": sign(body)}
    )


def test_paid_waits_for_the_confirmation_and_then_says_so(
    town: Town, gateway: SandboxServer, filed: Filed
) -> None:
    screen = town.screen("tuan")
    assert "7.000 đồng" in text_of(screen.get(f"/dossiers/{filed.id}/payment"))
    address = pay(screen, filed)
    end_order(address, "success")
    waiting = text_of(screen.get(f"/dossiers/{filed.id}/payment", {"status": "paid"}))
    assert "Đang chờ xác nhận" in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert "hx-trigger" in waiting
    assert call_back(address, "paid").status_code == 204
    assert call_back(address, "paid").status_code == 204, "a repetition is no error"
    paid = text_of(screen.get(f"/dossiers/{filed.id}/payment", {"status": "paid"}))
    assert "Đã nộp lệ phí" in paid
    assert "hx-trigger" not in paid


def test_what_the_browser_says_is_not_believed(town: Town, filed: Filed) -> None:
    page = text_of(town.screen("tuan").get(f"/dossiers/{filed.id}/payment", {"status": "paid"}))
    assert "Đã nộp lệ phí" not in page
    assert fee_of(dossier_id=filed.id, actor=town.actors["tuan"], now=town.now).state == "due"


def test_a_failure_can_be_tried_again(town: Town, gateway: SandboxServer, filed: Filed) -> None:
    screen = town.screen("tuan")
    address = pay(screen, filed)
    end_order(address, "failure")
    assert call_back(address, "failed").status_code == 204
    page = text_of(screen.get(f"/dossiers/{filed.id}/payment", {"status": "failed"}))
    assert "Lần nộp vừa rồi chưa thành công" in page
    assert "Nộp lại" in page
    assert pay(screen, filed) != address


def test_a_silent_gateway_is_said_and_the_fee_stays_due(town: Town, filed: Filed, settings: Any) -> None:
    settings.TINHSO_PAYMENT_URL = "http://127.0.0.1:9/payment"
    settings.TINHSO_PAYMENT_SECRET = "a secret of this test"
    sent = town.screen("tuan").post(f"/dossiers/{filed.id}/payment")
    assert sent.status_code == 503
    assert "Cổng thanh toán đang tạm ngừng" in text_of(sent)


@pytest.mark.parametrize(
    ("body", "signature"), [(b"{}", "0" * 64), (b"", ""), (b"\xff\xfe", "zz"), (b"[]" * 40_000, "")]
)
def test_a_forged_callback_has_no_effect(
    town: Town, filed: Filed, settings: Any, body: bytes, signature: str
) -> None:
    settings.TINHSO_PAYMENT_SECRET = "a secret of this test"
    answer = Client(enforce_csrf_checks=True).post(
        "/payments/callback", body, content_type="application/json", headers={"X-Signature": signature}
    )
    assert answer.status_code == 400
    assert rows("select 1 from audit_entry where action = 'fee.callback' and outcome = 'refused'")


def test_a_signed_callback_over_another_amount_is_refused(
    town: Town, gateway: SandboxServer, filed: Filed
) -> None:
    address = pay(town.screen("tuan"), filed)
    assert call_back(address, "paid", amount=1).status_code == 400
    assert fee_of(dossier_id=filed.id, actor=town.actors["tuan"], now=town.now).state == "due"


def test_another_person_cannot_pay_or_see_the_fee(town: Town, filed: Filed) -> None:
    assert town.screen("anh").post(f"/dossiers/{filed.id}/payment").status_code == 404
