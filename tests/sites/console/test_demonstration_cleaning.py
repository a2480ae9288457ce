"""The demonstration's cleaning tasks: at several steps, by the register's own answers, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings

from tests.sites.console.test_demonstration_dossiers import NOW, legal
from tests.support.sandbox_server import SandboxServer
from tinhso.casework.cleaning.service import CleaningQueue, cleaning_counts
from tinhso.foundation.authority.service import Role, set_scope, system_actor
from tinhso.foundation.calendar.service import seed_calendar
from tinhso.registers.agencies.service import competent_agency, load_demonstration_officers, load_province
from tinhso.registers.catalogue.service import publish_folder
from tinhso.services.verification.adapters.population_soap import register_client
from tinhso.sites.console.reviews import ENDINGS, load_reviews
from tinhso.sites.demonstration.officers import Officers
from tinhso.sites.demonstration.people import ask_for_people
from tinhso.sites.demonstration.plan import COMMUNES, PHU_CUONG


@pytest.fixture(scope="module")
def told(sandbox: SandboxServer, django_db_setup: None, django_db_blocker: Any) -> Iterator[list[int]]:
    """Told twice, in one transaction that is rolled back at the module's end."""
    people = ask_for_people(sandbox.base_url, COMMUNES)
    assert people is not None
    whole = transaction.atomic()
    whole._from_testcase = True  # type: ignore[attr-defined] - as Django's own test cases say it
    line = override_settings(TINHSO_POPULATION_WSDL=sandbox.wsdl_url)
    register_client.cache_clear()
    # A loader that takes its time: the clock goes on, so whatever it raises is later than when it began.
    later = NOW + timedelta(seconds=3)
    with line, django_db_blocker.unblock(), legal(later), whole:
        load_province(now=NOW)
        load_demonstration_officers(now=NOW)
        seed_calendar([2023, 2024])
        publish_folder(now=NOW)
        yield [load_reviews(people, now=NOW) for _ in range(2)]
        transaction.set_rollback(True)
    register_client.cache_clear()


def test_the_register_denied_each_and_the_police_have_come_further_with_most(told: list[int]) -> None:
    assert told == [len(ENDINGS), 0]
    set_scope(system_actor())
    with connection.cursor() as cursor:
        cursor.execute("select state, register_says from cleaning_task")
        found = sorted(cursor.fetchall())
    assert found == [
        ("approved", "no_match"),
        ("collecting", "match"),
        ("new", ""),
        ("proposed", "no_match"),
        ("statement_wrong", "match"),
    ]


def test_the_desk_of_phu_cuong_has_work_and_work_that_is_done(told: list[int]) -> None:
    agency = competent_agency(competence="commune_police", commune_code=PHU_CUONG, on=NOW.date())
    counts = cleaning_counts(actor=Officers().of(agency.id, Role.SPECIALIST), now=NOW)
    assert counts[CleaningQueue.TO_DO] == 4
    assert counts[CleaningQueue.FINISHED] == 1
