"""What every test finds ready: settings, keys, a database as the application role, still clocks."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

_RUN_FOLDER = Path(os.environ.get("TINHSO_TEST_FOLDER") or tempfile.mkdtemp(prefix="tinhso-run-"))
os.environ["TINHSO_TEST_FOLDER"] = str(_RUN_FOLDER)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings")
os.environ["TINHSO_VAR_DIR"] = str(_RUN_FOLDER)
os.environ["TINHSO_SECRET_KEY"] = "tests-only-not-a-secret"
os.environ["TINHSO_DEMONSTRATION"] = "1"
# A house that runs on this machine is no part of the tests: nobody listens here.
os.environ["TINHSO_SANDBOX_URL"] = "http://127.0.0.1:9"

pytest_plugins = ["tests.support.sandbox_server", "tests.support.running", "tests.support.browser"]


def pytest_configure(config: pytest.Config) -> None:
    from tinhso.foundation.crypto.service import create_keys

    keys = _RUN_FOLDER / "keys"
    if not keys.exists():
        create_keys(keys)


DATABASE_FIXTURES = frozenset(("django_db_setup", "cluster", "own_cluster", "running_house"))
"""Whoever needs PostgreSQL needs one of these, by however many other fixtures in between."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what meets a database, by a fixture or by Django's own mark: chosen by ``-m database``."""
    for item in items:
        fixtures = DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
        if fixtures or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)


django.setup()

# No test is timed: on a busy machine making an example takes as long as it takes.
hypothesis.settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")

# Still Argon2, made cheap: what tests are after is never how long a guess takes.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 64


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The PostgreSQL of this run, shared by its workers; the last one out removes it."""
    from tests.support import database

    with database.shared_cluster(_RUN_FOLDER) as running:
        yield running


@pytest.fixture(scope="session")
def django_db_setup(cluster: object, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Replaces pytest-django's: copy the migrated template, connect as the application role."""
    from django.conf import settings
    from django.db import connections

    from tests.support import database

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = database.database_for(cluster, worker)  # type: ignore[arg-type]
    url = cluster.url("tinhso_app", name)  # type: ignore[attr-defined]
    from tinhso.config.settings.database import from_url

    for target in (settings.DATABASES["default"], connections["default"].settings_dict):
        target.update(from_url(url))
    connections["default"].close()
    yield
    connections["default"].close()


@pytest.fixture(scope="session", autouse=True)
def procedures_read_once() -> Iterator[None]:
    """A file of the catalogue is read and judged once a run: hundreds of tests publish the same ones."""
    from tinhso.registers.catalogue.reviewing import publishing

    known: dict[tuple[Path, bytes], Any] = {}
    read_file = publishing.read_file

    def read_once(path: Path) -> Any:
        key = (path, path.read_bytes())
        if key not in known:
            known[key] = read_file(path)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "read_file", read_once)
        yield


@pytest.fixture
def owner_url(cluster: object, django_db_setup: None) -> str:
    """Connection URL of the owner role to this worker's database: for planted tampering."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return str(cluster.url("tinhso_owner", f"tinhso_{worker}"))  # type: ignore[attr-defined]


@pytest.fixture
def no_news(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where statements are counted, nobody asks for news of the calendar and of the register of agencies.

    A process asks every few seconds, whatever is requested: on a slow machine in the middle of the count.
    """
    from tinhso.foundation.calendar import queries as calendar
    from tinhso.registers.agencies import queries as agencies

    monkeypatch.setattr(calendar, "FRESH_FOR_SECONDS", 3600.0)
    monkeypatch.setattr(agencies, "_LOOK_AGAIN_AFTER", timedelta(hours=1))


@pytest.fixture
def django_assert_max_num_queries(no_news: None, django_assert_max_num_queries: Any) -> Any:
    """The plugin's own, without news in the middle."""
    return django_assert_max_num_queries


@pytest.fixture
def committed_database(cluster: object, django_db_setup: None, django_db_blocker: Any) -> Iterator[object]:
    """A fresh database for this test alone, in which transactions really commit and threads see each other.

    Use it instead of ``db``; whatever registers keep in memory is read anew.
    """
    from tests.support import database
    from tinhso.foundation.calendar.service import forget_calendar
    from tinhso.registers.agencies.service import forget_directory

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock(), database.committed_copy(cluster, worker) as ready:  # type: ignore[arg-type]
        forget_calendar()
        forget_directory()
        yield ready
        forget_calendar()
        forget_directory()


@pytest.fixture
def really_committed(cluster: object, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Transactions of this test commit in the worker's own database, which is made anew afterwards.

    For tests that also look at it by ``owner_url``; `committed_database` is quicker for all others.
    """
    from django.db import connections

    from tests.support import database
    from tinhso.foundation.calendar.service import forget_calendar
    from tinhso.registers.agencies.service import forget_directory

    with django_db_blocker.unblock():
        yield
        connections.close_all()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    database.database_for(cluster, worker)  # type: ignore[arg-type]
    forget_calendar()
    forget_directory()


@pytest.fixture
def legal_moment() -> datetime:
    """Monday 17 July 2023, 09:00 in Việt Nam: the first morning of the demonstration."""
    from tinhso.foundation.clock.service import VIETNAM

    return datetime(2023, 7, 17, 9, 0, tzinfo=VIETNAM)
