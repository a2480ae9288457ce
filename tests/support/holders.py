"""Processes that hold leases, as sessions of the test's own process."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
from django.db import connection

from tinhso.foundation.ledger.service import holding_leases


class Holder:
    """A worker: whatever is claimed now is its own, until the next one begins."""

    def __init__(self) -> None:
        where = connection.settings_dict
        self._session = psycopg.connect(
            host=where["HOST"],
            port=where["PORT"],
            dbname=where["NAME"],
            user=where["USER"],
            password=where["PASSWORD"],
            autocommit=True,
        )
        self._server = self._session.info.backend_pid
        self._hold = ExitStack()
        self._hold.enter_context(holding_leases(self._session))

    def dies(self) -> None:
        """Nothing is given back, the session is gone; the server sees it a moment later."""
        self._session.close()
        with connection.cursor() as cursor:
            for _ in range(1000):
                cursor.execute("select count(*) from pg_locks where pid = %s", [self._server])
                if not cursor.fetchone()[0]:
                    return
                cursor.execute("select pg_sleep(0.01)")
        raise AssertionError("the session did not end")

    def asked_after(self) -> tuple[str, ...]:
        """After how many quiet seconds the database asks whether it is there, how often, how many times."""
        names = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count")
        rows = [self._session.execute(f"show {name}").fetchone() for name in names]
        return tuple(row[0] for row in rows if row is not None)

    def forget(self) -> None:
        """Leave this process as it was."""
        self._hold.close()
        self._session.close()


@contextmanager
def holders() -> Iterator[type[Holder]]:
    """Workers for one test."""
    begun: list[Holder] = []

    class Known(Holder):
        def __init__(self) -> None:
            super().__init__()
            begun.append(self)

    try:
        yield Known
    finally:
        for each in begun:
            each.forget()
