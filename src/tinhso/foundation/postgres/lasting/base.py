"""A lasting connection that notices, without a statement, that its server has gone.

Django asks ``select 1`` of each connection before it is used again, or nothing at all; then every thread
learns of a restarted server by a failed request. A server that goes tells its clients: the kernel closes
the socket. Looking whether something arrived there costs a few microseconds and no round trip.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but a connection whose server hung up is closed before a request or job begins.

    What it does not see is a line that breaks without a word; that is told by the first statement.
    """

    def close_if_unusable_or_obsolete(self) -> None:
        """Called by Django at the beginning and the end of a request, by the worker around each job."""
        if self.connection is not None and not self.in_atomic_block and has_hung_up(self.connection):
            self.close()
        else:
            super().close_if_unusable_or_obsolete()


def has_hung_up(connection: psycopg.Connection[Any]) -> bool:
    """Whether the server of an idle connection has ended it: takes in what arrived, sends nothing."""
    session = connection.pgconn
    try:
        # Twice: a server that is stopped says so before it hangs up.
        session.consume_input()
        session.consume_input()
    except psycopg.OperationalError:
        return True
    return session.status != ConnStatus.OK
