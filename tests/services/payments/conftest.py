"""The sandbox's gateway, a payer, a fee, and a page to end orders on."""

from __future__ import annotations

import secrets

import pytest


@pytest.fixture
def clock(legal_moment):
    from tinhso.foundation.clock.service import frozen

    # The sandbox outlives a test, so that ids must differ between tests.
    with frozen(legal_moment, seed=secrets.randbits(64)) as clock:
        yield clock


@pytest.fixture
def gateway(dials, settings, clock):
    """The sandbox's payment gateway, as configured; callbacks go where nobody listens."""
    settings.TINHSO_PAYMENT_URL = f"{dials.base_url}/payment"
    settings.TINHSO_PAYMENT_SECRET = dials.secrets["payment_secret"]
    settings.TINHSO_PAYMENT_CALLBACK_URL = "http://127.0.0.1:9/payments/callback"
    return dials


@pytest.fixture
def payer(db, clock):
    """A citizen of level 2, known to the house."""
    from tinhso.foundation.authority.service import Actor, ActorKind, system_actor
    from tinhso.foundation.unit_of_work.service import unit_of_work
    from tinhso.registers.people.service import FactSource, PersonFacts, remember_person

    facts = PersonFacts(personal_id="074085001201", source=FactSource.DECLARED, as_of=clock.moment)
    with unit_of_work(actor=system_actor("test"), now=clock.moment) as work:
        person_id = remember_person(work, facts=facts)
    return Actor(kind=ActorKind.CITIZEN, person_id=person_id, assurance_level=2)


@pytest.fixture
def fee(payer, clock):
    """A fee of 135,000 đồng of a fresh case."""
    from tests.services.payments.fee_desk import ask_fee

    return ask_fee(payer, clock.moment)
