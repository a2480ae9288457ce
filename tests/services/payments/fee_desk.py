"""What tests of payments do again and again."""

from __future__ import annotations

import hmac
import json
from datetime import datetime

import httpx
from django.conf import settings
from django.db import connection

from tinhso.foundation.authority.service import Actor, ActorKind, Role, grant_access, system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.payments.service import (
    CallbackEffect,
    Fee,
    begin_checkout,
    get_fee,
    receive_callback,
    request_fee,
)

AMOUNT = 135_000
RETURN_URL = "http://127.0.0.1:8000/payments/return"


def ask_fee(payer: Actor, now: datetime, *, case_id=None) -> Fee:
    """A fee of a fresh case, asked by the system."""
    with unit_of_work(actor=system_actor("test"), now=now) as work:
        fee_id = request_fee(
            work,
            case_id=case_id or new_id(),
            person_id=payer.person_id,
            amount_vnd=AMOUNT,
            description="Lệ phí cấp lại giấy phép lái xe, hồ sơ H09.1-230717-0001",
        )
        return get_fee(fee_id)


def state_of(fee: Fee) -> Fee:
    """The fee now, as the system sees it."""
    rows("select 1")
    return get_fee(fee.id)


def checkout(fee: Fee, payer: Actor, now: datetime) -> str:
    """The page to pay on."""
    return begin_checkout(fee_id=fee.id, return_url=RETURN_URL, actor=payer, now=now)


def end_order(pay_url: str, ending: str) -> None:
    """Press a button of the gateway's page."""
    with httpx.Client(follow_redirects=False) as browser:
        page = browser.get(pay_url)
        token = browser.cookies.get("sandbox_csrf", "")
        answer = browser.post(
            pay_url,
            data={"ending": ending, "csrfmiddlewaretoken": token},
            headers={"Referer": pay_url},
        )
    assert page.is_success
    assert answer.status_code == 302, answer.text


def callback(pay_url: str, now: datetime, *, status: str = "paid", **changes: object) -> CallbackEffect:
    """A callback as the gateway signs it, with planted changes."""
    order_id = pay_url.rsplit("/", 1)[-1]
    reference = rows("select id from payments_attempt where order_id = %s", order_id)
    body = {
        "event_id": f"{order_id}-{status}",
        "order_id": order_id,
        "reference": str(reference[0][0]) if reference else "unknown",
        "amount": AMOUNT,
        "status": status,
        "transaction_no": "FT2319800001",
        "ended_at": None,
    } | changes
    content = json.dumps(body).encode()
    return receive_callback(body=content, signature=sign(content), now=now)


def sign(content: bytes) -> str:
    """The gateway's signature."""
    return hmac.new(settings.TINHSO_PAYMENT_SECRET.encode(), content, "sha256").hexdigest()


def rows(statement: str, *parameters: object) -> list[tuple]:
    """What the system sees."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(statement, list(parameters))
        return cursor.fetchall()


def announced(fee: Fee) -> list[str]:
    """Events about the case of the fee."""
    found = rows("select name from outbox_event where subject_id = %s order by at, id", fee.case_id)
    return [name for (name,) in found]


def officer_of(case_id, now: datetime) -> Actor:
    """A reception officer of an agency that takes part in the case."""
    agency_id = new_id()
    with unit_of_work(actor=system_actor("test"), now=now):
        grant_access(case_kind="dossier", case_id=case_id, agency_ids=[agency_id], basis="own", now=now)
    return Actor(
        kind=ActorKind.OFFICER,
        officer_id=new_id(),
        agency_id=agency_id,
        roles=frozenset({Role.RECEPTION_OFFICER}),
    )
