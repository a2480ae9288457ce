"""At the counter the population database is asked under the code it permits, and says what it knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.support.sandbox_server import SandboxServer
from tinhso.casework.dossiers.service import counter_prefill
from tinhso.foundation.authority.service import Role
from tinhso.services.verification.adapters.population_soap import register_client

pytestmark = pytest.mark.django_db

MOTHER = {"personal_id": "074188001202", "full_name": "Nguyễn Thị Hồng Ánh", "birth": "1988-11-02"}


@pytest.fixture
def line(dials: SandboxServer, settings: Settings) -> Iterator[SandboxServer]:
    settings.TINHSO_POPULATION_WSDL = dials.wsdl_url
    settings.TINHSO_POPULATION_ACCOUNT = dials.secrets["population_account"]
    register_client.cache_clear()
    yield dials
    register_client.cache_clear()


def test_what_the_register_knows_is_filled_in(province, line: SandboxServer) -> None:
    officer = province.officer(province.committee, Role.RECEPTION_OFFICER)
    found = counter_prefill(procedure_code="1.001193", **MOTHER, actor=officer, now=province.now)
    assert found.answered
    assert found.answers["full_name"] == MOTHER["full_name"]
    assert found.answers["registration_commune"] == "25741"


def test_a_silent_line_leaves_the_form_to_be_typed(province, line: SandboxServer) -> None:
    line.turn_dial("population", "down")
    officer = province.officer(province.committee, Role.RECEPTION_OFFICER)
    found = counter_prefill(procedure_code="1.001193", **MOTHER, actor=officer, now=province.now)
    assert not found.answered
