"""What is announced is delivered once it is committed, and also after the line to the database broke."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from tinhso.foundation.outbox.service import waiting_deliveries
from tinhso.foundation.unit_of_work.service import deliver_as_announced

PATIENCE_S = 30


def wait_until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(0.02)


@pytest.fixture
def listening(committed_stage: Any) -> Iterator[None]:
    """A worker's thread of deliveries on the test's database."""
    stop = threading.Event()

    def work() -> None:
        try:
            deliver_as_announced(stop)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    wait_until(lambda: _ears() == 1, "a listening worker")
    yield
    stop.set()
    _end_ears()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


def test_announcement_is_delivered_without_a_sweep(committed_stage, listening):
    committed_stage.file()
    wait_until(lambda: _nothing_waits(committed_stage), "the delivery")


def test_what_was_announced_before_anybody_listened_is_delivered(committed_stage, request):
    committed_stage.file()
    assert not _nothing_waits(committed_stage)
    request.getfixturevalue("listening")
    wait_until(lambda: _nothing_waits(committed_stage), "the delivery")


def test_lost_connection_is_opened_again(committed_stage, listening):
    ended = _end_ears()
    assert ended == 1
    committed_stage.file()
    wait_until(lambda: _nothing_waits(committed_stage), "the delivery after the loss")
    wait_until(lambda: _ears() == 1, "a worker that listens again")


def test_announcement_makes_no_job_of_its_own(committed_stage, committed_database):
    jobs = "select count(*) from procrastinate_jobs where queue_name = 'events'"
    (before,) = committed_database.sql(jobs)
    committed_stage.file()
    assert committed_database.sql(jobs) == [before]


def _nothing_waits(stage: Any) -> bool:
    return waiting_deliveries(before=stage.now + timedelta(days=1)) == []


def _ears() -> int:
    return len(_of_ears("pid"))


def _end_ears() -> int:
    return len(_of_ears("pg_terminate_backend(pid)"))


def _of_ears(what: str) -> list[Any]:
    """As the role that the ears use: it may see its own sessions, and end them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {what} from pg_stat_activity"
            " where application_name = 'tinhso-deliveries' and datname = current_database()"
        )
        return cursor.fetchall()
