"""A lasting connection that notices, without a statement, that its server has gone.

Django asks ``select 1`` of each connection before it is used again, or nothing at all; then every thread
learns of a restarted server by a failed request. A server that goes tells its clients: the kernel closes
the socket. Looking whether something arrived there costs a few microseconds and no round trip.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

_PLAIN = re.compile(r"[A-Za-z0-9_.,-]+")


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

    def begin_with(self, settings: Mapping[str, str]) -> bool:
        """Begin the transaction that Django opened and set ``settings`` for its length, in one message.

        False where it has begun already, or every statement is to be logged: then nothing was done. Names
        and values are of the house's own making: letters, digits, ``_.,-``; others raise ValueError.
        """
        self.ensure_connection()
        session = self.connection.pgconn
        if (
            self.get_autocommit()
            or session.transaction_status != TransactionStatus.IDLE
            or self.queries_logged
        ):
            return False
        if not all(_PLAIN.fullmatch(text) for pair in settings.items() for text in pair):
            raise ValueError("a setting must be plain")
        told = "".join(f"; set local {name} to '{value}'" for name, value in settings.items())
        with self.wrap_database_errors:
            result = session.exec_(f"begin{told}".encode())
            if session.status != ConnStatus.OK:
                raise psycopg.OperationalError("the connection is lost")
            if result.status != ExecStatus.COMMAND_OK:
                raise psycopg.errors.error_from_result(result)
        return True


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
