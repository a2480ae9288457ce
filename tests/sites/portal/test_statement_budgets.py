"""How many statements the main requests of a citizen may cost, in a process that has answered some before."""

from __future__ import annotations

import pytest

from tests.sites.portal.portal_data import PDF, Town, document
from tests.sites.portal.test_one_page import PAGE, everything
from tests.support.statements import at_most

pytestmark = pytest.mark.usefixtures("no_news")


def test_filing_a_complete_dossier(town: Town) -> None:
    """With paper, number, clock, audit, outbox and jobs: the main job of the house (`make bench-intake`)."""
    assert town.screen("tuan").post(PAGE, everything()).status_code == 302
    screen, own = town.screen("anh"), {"paper_housing_proof": document(content=PDF + b"%anh\n%%EOF\n")}
    birth = {"birth-day": "2", "birth-month": "11", "birth-year": "1988", "sex": "female"}
    with at_most(12):
        sent = screen.post(PAGE, everything("anh", **birth, **own))
    assert sent.status_code == 302


def test_a_dossier_of_ones_own(town: Town) -> None:
    filed, screen = town.file(), town.screen("tuan")
    town.processing(filed)
    assert screen.get(f"/dossiers/{filed.id}").status_code == 200
    with at_most(15):
        assert screen.get(f"/dossiers/{filed.id}").status_code == 200
