"""The line to the sandbox's population database, a person, and a way to ask about them."""

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
def line(dials, settings, clock):
    """The sandbox's population database, as the configured line."""
    from tinhso.services.verification.adapters.population_soap import register_client

    settings.TINHSO_POPULATION_WSDL = dials.wsdl_url
    settings.TINHSO_POPULATION_PER_SECOND = 1000.0
    register_client.cache_clear()
    yield dials
    register_client.cache_clear()


@pytest.fixture
def person_id(db, clock):
    from tests.services.verification.population_line import TUAN
    from tinhso.foundation.authority.service import system_actor
    from tinhso.foundation.unit_of_work.service import unit_of_work
    from tinhso.registers.people.service import FactSource, PersonFacts, remember_person

    facts = PersonFacts(personal_id=TUAN.personal_id, source=FactSource.DECLARED, as_of=clock.moment)
    with unit_of_work(actor=system_actor("test"), now=clock.moment) as work:
        return remember_person(work, facts=facts)


@pytest.fixture
def ask(clock, person_id):
    """Ask about somebody for a new case; the case's id."""
    from tests.services.verification.population_line import TEMPORARY_RESIDENCE, TUAN
    from tinhso.foundation.authority.service import system_actor
    from tinhso.foundation.clock.service import new_id
    from tinhso.foundation.unit_of_work.service import unit_of_work
    from tinhso.services.verification.service import ask_about_person, portal_account

    def _ask(facts=TUAN, *, asked_by=None, service=TEMPORARY_RESIDENCE):
        case_id = new_id()
        with unit_of_work(actor=system_actor("test"), now=clock.moment) as work:
            ask_about_person(
                work,
                case_id=case_id,
                person_id=person_id,
                facts=facts,
                asked_by=asked_by or portal_account(),
                service_name=service,
                due_at=clock.moment,
            )
        return case_id

    return _ask


@pytest.fixture
def gateway_line(clock, gateway_line):
    """The configured line, at a legal moment that stands still."""
    return gateway_line


@pytest.fixture
def desk(db, clock):
    """An officer's desk in a commune of the province."""
    from tests.services.verification.looking_up import make_desk
    from tinhso.registers.agencies.service import forget_directory, load_province

    load_province(now=clock.moment)
    yield make_desk(clock)
    forget_directory()
