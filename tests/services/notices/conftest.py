"""The sandbox's message services and people with and without channels."""

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
def services(dials, settings, clock):
    """The sandbox's SMS, e-mail and VNeID services, as configured."""
    settings.TINHSO_MESSAGES_URL = f"{dials.base_url}/messages"
    settings.TINHSO_MESSAGES_TOKEN = dials.secrets["messages_token"]
    settings.TINHSO_MESSAGES_PER_SECOND = 1000.0
    return dials


@pytest.fixture
def remember(db, clock):
    """Remember a person with the given contacts; the person's id."""
    from tinhso.foundation.authority.service import system_actor
    from tinhso.foundation.unit_of_work.service import unit_of_work
    from tinhso.registers.people.service import FactSource, PersonFacts, remember_person

    def _remember(personal_id, *, phone=None, email=None, source=FactSource.DECLARED):
        facts = PersonFacts(
            personal_id=personal_id, source=source, as_of=clock.moment, phone=phone, email=email
        )
        with unit_of_work(actor=system_actor("test"), now=clock.moment) as work:
            return remember_person(work, facts=facts)

    return _remember
