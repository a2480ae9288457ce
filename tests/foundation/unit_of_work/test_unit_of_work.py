"""One transaction, or nothing."""

import pytest

from tinhso.foundation.authority.service import NotPermitted, system_actor
from tinhso.foundation.unit_of_work.service import unit_of_work

pytestmark = pytest.mark.django_db


def test_audit_row_is_written_with_the_change(legal_moment):
    with unit_of_work(actor=system_actor("t1"), now=legal_moment) as work:
        work.record(action="test.done", object_kind="test", object_id=None)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute("select action, outcome from audit_entry where trace_id = 't1'")
        assert cursor.fetchall() == [("test.done", "done")]


def test_refusal_rolls_back_and_is_audited(legal_moment):
    with pytest.raises(NotPermitted), unit_of_work(actor=system_actor("t2"), now=legal_moment) as work:
        work.record(action="test.done", object_kind="test", object_id=None)
        raise NotPermitted(permission="test.permission")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute("select action, outcome from audit_entry where trace_id = 't2'")
        assert cursor.fetchall() == [("test.permission", "refused")]
