"""A database that goes away in the middle of a request, and comes back: a cluster of this file's own.

Requests go through the WSGI application with Django's signals, as under granian; its test client would
keep connections that a real process lets go.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx
import psycopg
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.sites.portal.portal_data import Town, settle
from tests.support.database import CommittedDatabase, committed_copy, migrated_cluster, start_again
from tinhso.foundation.calendar.service import forget_calendar
from tinhso.foundation.clock.service import VIETNAM, frozen
from tinhso.foundation.postgres.service import Cluster, remove, stop
from tinhso.foundation.unit_of_work.work import UnitOfWork
from tinhso.registers.agencies.service import forget_directory
from tinhso.sites.frame.errors import refusal_of

PAUSED = "Kho dữ liệu tạm thời gián đoạn"
THREADS = 4


@dataclass
class Server:
    """The database server under the application, which tests end and start again."""

    folder: Path
    cluster: Cluster
    database: CommittedDatabase = field(init=False)

    def kill(self) -> None:
        """As the kernel ends processes that take too much memory: without a word to anybody.

        Its sessions first: one that outlives its server for a moment could still commit.
        """
        server = int((self.cluster.data / "postmaster.pid").read_text().split()[0])
        os.kill(server, signal.SIGSTOP)  # or it would end and begin sessions while they are being counted
        for process in (*children_of(server), server):
            os.kill(process, signal.SIGKILL)

    def stop(self) -> None:
        """As an administrator does; idle sessions are told so."""
        stop(self.cluster)

    def start(self) -> None:
        start_again(self.folder)


@pytest.fixture(scope="module")
def server(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("goes-away")
    cluster = migrated_cluster(folder)
    server = Server(folder, cluster)
    try:
        with django_db_blocker.unblock(), committed_copy(cluster, "away") as server.database:
            yield server
            server.start()
            connection.close()
    finally:
        remove(cluster)


@pytest.fixture(scope="module")
def town(server: Server) -> Iterator[Town]:
    forget_calendar()
    forget_directory()
    with frozen(datetime(2023, 7, 17, 9, 0, tzinfo=VIETNAM), seed=91) as clock:
        yield settle(clock)
    forget_calendar()
    forget_directory()


@pytest.fixture
def running(server: Server, town: Town, settings: Any) -> Iterator[Server]:
    """The server, up when a test begins."""
    settings.TINHSO_POPULATION_WSDL = "http://127.0.0.1:9/population/soap?wsdl"
    server.start()
    connection.close()
    yield server


def children_of(process: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def browser(town: Town, who: str = "tuan") -> httpx.Client:
    """A browser in which this citizen is signed in."""
    screen = town.screen(who)
    client = httpx.Client(transport=httpx.WSGITransport(WSGIHandler()), base_url="http://127.0.0.1")
    client.cookies.set("tinhso_session", screen.cookies["tinhso_session"].value)
    client.get("/")
    client.headers["X-CSRFToken"] = client.cookies.get("csrftoken", "")
    return client


def text_of(answer: httpx.Response) -> str:
    return unescape(answer.text)


def count(server: Server, table: str) -> int:
    return int(server.database.sql(f"select count(*) from {table}")[0][0])


def test_a_filing_whose_database_is_killed_is_told_so_and_filed_once_when_sent_again(
    running: Server, town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    draft, tab = town.filled("tuan"), browser(town)
    before = count(running, "dossiers_dossier"), count(running, "audit_entry")
    flush = UnitOfWork.flush

    def killed_before(work: UnitOfWork) -> None:
        if work._events:
            running.kill()
        flush(work)

    with monkeypatch.context() as planted, caplog.at_level(logging.ERROR, logger="tinhso"):
        planted.setattr(UnitOfWork, "flush", killed_before)
        answer = tab.post(f"/drafts/{draft}/submit")

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert PAUSED in text_of(answer)
    assert "the database could not be used" in caplog.text
    running.start()
    assert (count(running, "dossiers_dossier"), count(running, "audit_entry")) == before

    assert tab.post(f"/drafts/{draft}/submit").status_code == 302
    assert tab.post(f"/drafts/{draft}/submit").status_code == 302
    assert count(running, "dossiers_dossier") == before[0] + 1


def test_while_it_is_away_pages_fragments_and_the_interface_say_so_each_in_its_form(
    running: Server, town: Town
) -> None:
    tab = browser(town)
    running.stop()

    page = tab.get("/dossiers", headers={"Accept": "text/html"})
    fragment = tab.get("/dossiers", headers={"HX-Request": "true"})
    problem = tab.get("/api/v1/dossiers", headers={"Authorization": "Bearer abc"})

    assert [each.status_code for each in (page, fragment, problem)] == [503, 503, 503]
    assert all(int(each.headers["Retry-After"]) > 0 for each in (page, fragment, problem))
    assert PAUSED in text_of(page)
    assert '<html lang="vi"' in page.text
    assert PAUSED in text_of(fragment)
    assert "<html" not in fragment.text
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert (problem.json()["code"], problem.json()["status"]) == ("unavailable", 503)
    assert PAUSED in problem.json()["detail"]


@pytest.mark.parametrize("ended", ["kill", "stop"])
def test_no_thread_fails_after_a_restart(running: Server, town: Town, ended: str) -> None:
    """Each thread holds a connection of the time before."""
    tabs = [browser(town) for _ in range(THREADS)]
    together = Barrier(THREADS)

    def ask(tab: httpx.Client) -> int:
        together.wait(timeout=60)
        return tab.get("/dossiers").status_code

    def end(_: int) -> None:
        together.wait(timeout=60)
        connection.close()

    with ThreadPoolExecutor(max_workers=THREADS) as pool:
        assert list(pool.map(ask, tabs)) == [200] * THREADS
        getattr(running, ended)()
        running.start()
        assert list(pool.map(ask, tabs)) == [200] * THREADS
        list(pool.map(end, range(THREADS)))


def test_a_connection_is_looked_at_without_a_statement(running: Server) -> None:
    connection.ensure_connection()
    session = connection.connection
    with CaptureQueriesContext(connection) as asked:
        connection.close_if_unusable_or_obsolete()
    assert connection.connection is session
    assert list(asked) == []


def test_a_message_of_a_living_server_ends_no_connection(running: Server) -> None:
    """A changed setting is told to every session while it is idle."""
    connection.ensure_connection()
    session = connection.connection
    with psycopg.connect(running.cluster.url("tinhso_admin", "postgres"), autocommit=True) as admin:
        admin.execute("alter system set timezone = 'Asia/Tokyo'")
        admin.execute("select pg_reload_conf(), pg_sleep(0.5)")
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is session


def test_a_full_disk_of_the_server_is_no_outage() -> None:
    refused = refusal_of(full_disk())
    assert refused is not None
    assert (refused.status, refused.code) == (507, "storage_full")
    assert "chưa được lưu" in refused.message


def full_disk() -> OperationalError:
    error = OperationalError("could not extend file")
    error.__cause__ = psycopg.errors.DiskFull("could not extend file")
    return error


def test_a_full_disk_of_the_server_is_told_through_a_request(
    running: Server, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL's own words: a statement that raises its code 53100."""
    draft, tab = town.filled("anh"), browser(town, "anh")
    before = count(running, "dossiers_dossier")

    def no_room(_: UnitOfWork) -> None:
        with connection.cursor() as cursor:
            cursor.execute("do $$ begin raise exception 'no room' using errcode = 'disk_full'; end $$")

    with monkeypatch.context() as planted:
        planted.setattr(UnitOfWork, "flush", no_room)
        answer = tab.post(f"/drafts/{draft}/submit")

    assert answer.status_code == 507
    assert "đang hết chỗ" in text_of(answer)
    assert count(running, "dossiers_dossier") == before
    assert not transaction.get_connection().in_atomic_block
    assert tab.post(f"/drafts/{draft}/submit").status_code == 302
