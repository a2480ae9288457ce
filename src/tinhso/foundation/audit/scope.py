"""Reading the whole log: the sequencer and the checker act as the system, and leave no trace of it behind."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def as_system(*, durable: bool = False) -> Iterator[None]:
    """A transaction that row-level security lets see every entry; the scope before comes back afterwards."""
    with transaction.atomic(durable=durable):
        with connection.cursor() as cursor:
            cursor.execute("select coalesce(current_setting('tinhso.scope', true), '')")
            before = cursor.fetchone()[0]
            cursor.execute("select set_config('tinhso.scope', 'system', true)")
        yield
        with connection.cursor() as cursor:
            cursor.execute("select set_config('tinhso.scope', %s, true)", [before])
