"""The same draft filed twenty times in the same moment, really committed: one dossier."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.db import connection

from tests.sites.portal.portal_data import settle
from tests.support.database import CommittedDatabase
from tinhso.foundation.clock.service import frozen

_AT_ONCE = 20


def test_twenty_submissions_at_once_make_one_dossier(
    committed_database: CommittedDatabase, legal_moment: datetime, settings: Any
) -> None:
    settings.TINHSO_POPULATION_WSDL = "http://127.0.0.1:9/population/soap?wsdl"
    with frozen(legal_moment, seed=20) as clock:
        town = settle(clock)
        draft = town.filled("tuan")
        screens = [town.screen("tuan") for _ in range(_AT_ONCE)]

        def press(number: int) -> tuple[int, str]:
            try:
                answer = screens[number].post(f"/drafts/{draft}/submit")
                return answer.status_code, answer.headers.get("Location", "")
            finally:
                connection.close()

        with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
            answers = set(pool.map(press, range(_AT_ONCE)))

    assert len(answers) == 1
    assert next(iter(answers))[0] == 302
    assert committed_database.sql("select count(*) from dossiers_dossier") == [(1,)]
    assert committed_database.sql("select count(*) from dossiers_event where action = 'submit'") == [(1,)]
    assert committed_database.sql(
        "select count(*) from audit_entry where action = 'dossier.submit' and outcome = 'done'"
    ) == [(1,)]
    assert committed_database.sql(
        "select count(*) from outbox_event where name = 'dossiers.dossier_submitted'"
    ) == [(1,)]
