"""The same callback twenty times at once, really committed: one effect."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import psycopg
import pytest
from django.db import connection

from tests.services.payments.fee_desk import sign
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.people.service import FactSource, PersonFacts, remember_person
from tinhso.services.payments.service import CallbackEffect, receive_callback, request_fee

_AT_ONCE = 20


@pytest.fixture
def committed_attempt(really_committed, legal_moment):
    """An open attempt that every connection sees."""
    case_id, attempt_id = new_id(), new_id()
    facts = PersonFacts(personal_id="074199009901", source=FactSource.DECLARED, as_of=legal_moment)
    with unit_of_work(actor=system_actor("at once"), now=legal_moment) as work:
        fee_id = request_fee(
            work,
            case_id=case_id,
            person_id=remember_person(work, facts=facts),
            amount_vnd=135_000,
            description="Lệ phí",
        )
        with connection.cursor() as cursor:
            cursor.execute(
                """insert into payments_attempt (id, fee_id, order_id, amount_vnd, state, return_url,
                     pay_url, transaction_no, started_at, checks, check_at)
                   values (%s, %s, %s, 135000, 'open', '', '', '', %s, 0, %s)""",
                [attempt_id, fee_id, f"GD-{attempt_id}", legal_moment, legal_moment],
            )
    return attempt_id


def test_callback_twenty_times_at_once_has_one_effect(
    committed_attempt, owner_url, legal_moment: datetime, settings
):
    settings.TINHSO_PAYMENT_SECRET = "a secret of this test"
    body = json.dumps(
        {
            "order_id": f"GD-{committed_attempt}",
            "reference": str(committed_attempt),
            "amount": 135_000,
            "status": "paid",
        }
    ).encode()

    def deliver(_: int) -> CallbackEffect:
        try:
            return receive_callback(body=body, signature=sign(body), now=legal_moment)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        effects = Counter(pool.map(deliver, range(_AT_ONCE)))

    assert effects == {CallbackEffect.APPLIED: 1, CallbackEffect.REPEATED: _AT_ONCE - 1}
    with psycopg.connect(owner_url) as owner:
        paid = owner.execute(
            """select count(*) from outbox_event e join payments_fee f on f.case_id = e.subject_id
               join payments_attempt a on a.fee_id = f.id where a.id = %s""",
            [committed_attempt],
        ).fetchone()
    assert paid == (1,)
