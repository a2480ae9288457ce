"""One transaction, or nothing."""

from contextlib import nullcontext
from typing import Any, LiteralString

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.testing import InMemoryConnector

from tinhso.foundation.authority.service import NotPermitted, system_actor
from tinhso.foundation.unit_of_work.service import unit_of_work

pytestmark = pytest.mark.django_db


def test_audit_row_is_written_with_the_change(legal_moment):
    with unit_of_work(actor=system_actor("t1"), now=legal_moment) as work:
        work.record(action="test.done", object_kind="test", object_id=None)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute("select action, outcome from audit_entry where trace_id = 't1'")
        assert cursor.fetchall() == [("test.done", "done")]


def test_refusal_rolls_back_and_is_audited(legal_moment):
    with pytest.raises(NotPermitted), unit_of_work(actor=system_actor("t2"), now=legal_moment) as work:
        work.record(action="test.done", object_kind="test", object_id=None)
        raise NotPermitted(permission="test.permission")
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute("select action, outcome from audit_entry where trace_id = 't2'")
        assert cursor.fetchall() == [("test.permission", "refused")]


class _PoolOfTheWorker(InMemoryConnector):
    """Stands in the app as the worker's connector does, and knows nothing of this thread's transaction."""

    async def execute_query_all_async(self, query: LiteralString, **arguments: Any) -> list[dict[str, Any]]:
        raise AssertionError("a job was queued outside the transaction that needs it")


@pytest.mark.parametrize("in_the_worker", [False, True])
def test_a_job_is_queued_in_the_transaction_and_gone_with_it(in_the_worker, legal_moment):
    def queued() -> int:
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from procrastinate_jobs where task_name = 'notices.drain'")
            return int(cursor.fetchone()[0])

    class Undone(Exception):
        pass

    before = queued()
    elsewhere = jobs.replace_connector(_PoolOfTheWorker()) if in_the_worker else nullcontext()
    with elsewhere, pytest.raises(Undone), transaction.atomic():
        with unit_of_work(actor=system_actor("t3"), now=legal_moment) as work:
            work.defer("notices.drain")
        assert queued() == before + 1
        raise Undone
    assert queued() == before
