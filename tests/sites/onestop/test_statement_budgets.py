"""How many statements a page of the desk may cost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from tests.sites.onestop.desk_data import PDF, Commune
from tests.sites.onestop.test_counter import scan, submit
from tests.support.statements import at_most

pytestmark = pytest.mark.django_db

OTHER = PDF + b"%other\n%%EOF\n"
Budget = Callable[[int], AbstractContextManager[object]]


def test_a_work_list(commune: Commune, reception: Client, django_assert_max_num_queries: Budget) -> None:
    for number in range(22):
        commune.file(who=number % 7)
    reception.get("/desk/")
    with django_assert_max_num_queries(10):
        reception.get("/desk/queues/to_receive/")


def test_a_dossier(commune: Commune, reception: Client, django_assert_max_num_queries: Budget) -> None:
    filed = commune.asked()
    reception.get(f"/desk/dossiers/{filed.id}/")
    # Four of them ask what other systems wrote otherwise: any dossier may be written into elsewhere.
    with django_assert_max_num_queries(25):
        reception.get(f"/desk/dossiers/{filed.id}/")


@pytest.mark.usefixtures("no_news")
def test_registration_at_the_counter(commune: Commune, reception: Client) -> None:
    """A walk-in with one paper, received and handed over at once."""
    assert submit(reception, idempotency_key="first").status_code == 302
    other = {
        "personal_id": "038079001902",
        "full_name": "Phạm Đức Thành",
        "paper_housing_proof": scan(content=OTHER),
    }
    with at_most(28):
        sent = submit(reception, idempotency_key="second", **other)
    assert sent.status_code == 302
