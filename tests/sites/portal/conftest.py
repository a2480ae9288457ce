"""The town of portal_data, loaded once for each file of tests and left as found by every test."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from tests.sites.portal.portal_data import Town, settle
from tests.support.sandbox_server import SandboxServer
from tinhso.foundation.clock.service import VIETNAM, frozen

_MORNING = datetime(2023, 7, 17, 9, 0, tzinfo=VIETNAM)


@pytest.fixture(scope="module")
def settled(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    from tinhso.services.verification.adapters.population_soap import register_client

    # The sandbox outlives a test, so that ids must differ between runs.
    with django_db_blocker.unblock(), frozen(_MORNING, seed=secrets.randbits(64)) as clock:
        register_client.cache_clear()
        with transaction.atomic():
            yield settle(clock)
            transaction.set_rollback(True)


@pytest.fixture
def town(settled: Town, settings: Any) -> Iterator[Town]:
    """The town on its first morning; nobody answers at the population line."""
    settings.TINHSO_POPULATION_WSDL = "http://127.0.0.1:9/population/soap?wsdl"
    began = settled.clock.moment
    with transaction.atomic():
        yield settled
        transaction.set_rollback(True)
    settled.clock.moment = began


@pytest.fixture
def line(town: Town, dials: SandboxServer, settings: Any) -> Iterator[SandboxServer]:
    """The sandbox's population database, as the configured line."""
    from tinhso.services.verification.adapters.population_soap import register_client

    settings.TINHSO_POPULATION_WSDL = dials.wsdl_url
    settings.TINHSO_POPULATION_ACCOUNT = dials.secrets["population_account"]
    register_client.cache_clear()
    yield dials
    register_client.cache_clear()
