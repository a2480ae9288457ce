"""One job that waits is enough for everybody, with transactions that really commit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.unit_of_work.service import unit_of_work

_JOBS = "from procrastinate_jobs where queueing_lock = 'notices.drain'"
_HELD_UP = "select pid from pg_locks where not granted and locktype = 'transactionid'"


def _waiting(session: Any) -> int:
    found = session.execute(f"select count(*) {_JOBS}")
    return int(found.fetchone()[0])


@pytest.mark.django_db
def test_one_job_that_waits_is_enough_for_whoever_defers_the_same(legal_moment):
    for number in range(3):
        with unit_of_work(actor=system_actor(f"t4-{number}"), now=legal_moment) as work:
            work.defer("notices.drain")
    with connection.cursor() as cursor:
        assert _waiting(cursor) == 1


def test_the_job_that_waits_begins_after_whoever_relies_on_it(really_committed, owner_url, legal_moment):
    with unit_of_work(actor=system_actor("t5"), now=legal_moment) as work:
        work.defer("notices.drain")
    with psycopg.connect(owner_url, autocommit=True) as worker:
        fetch = f"select id {_JOBS} for update skip locked"
        with transaction.atomic():
            with unit_of_work(actor=system_actor("t6"), now=legal_moment) as work:
                work.defer("notices.drain")
            assert not worker.execute(fetch).fetchall(), "it would not see what this transaction wrote"
        assert len(worker.execute(fetch).fetchall()) == 1


def test_two_who_queue_the_same_at_once_both_commit(really_committed, owner_url, legal_moment):
    def queue_too() -> None:
        try:
            with unit_of_work(actor=system_actor("t8"), now=legal_moment) as work:
                work.record(action="test.second", object_kind="test", object_id=None)
                work.defer("notices.drain")
        finally:
            connection.close()

    with psycopg.connect(owner_url, autocommit=True) as watcher, ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            with unit_of_work(actor=system_actor("t7"), now=legal_moment) as work:
                work.defer("notices.drain")
            second = pool.submit(queue_too)
            while not watcher.execute(_HELD_UP).fetchall():
                assert not second.done(), "the second did not wait for the first"
        second.result(timeout=20)
        assert _waiting(watcher) == 1
        written = watcher.execute("select count(*) from audit_entry where trace_id = 't8'").fetchone()
    assert written == (1,)
