"""How many statements a page of the desk may cost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from tests.sites.onestop.desk_data import Commune

pytestmark = pytest.mark.django_db

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
