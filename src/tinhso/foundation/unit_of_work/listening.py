"""Delivering as it is announced: one connection hears each commit, and whatever is due goes out at once.

A notification only wakes; what is to be delivered stands in the outbox's table. So nothing depends on
being heard: after a lost connection the table is looked at first, and the sweep looks at it as well.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
from django.db import Error as DatabaseError
from django.db import connection as own_connection

from tinhso.foundation.ledger.service import holding_leases
from tinhso.foundation.unit_of_work.delivery import deliver_due
from tinhso.foundation.unit_of_work.work import ANNOUNCED

_log = logging.getLogger(__name__)

_BATCH = 100
_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 5.0
_LOOK_AGAIN_S = 5.0
_PATIENCE_S = 5
_OF_DJANGO = frozenset(("context", "cursor_factory", "prepare_threshold"))


def deliver_as_announced(stop: threading.Event) -> None:
    """Deliver every announcement as soon as it is committed, until ``stop`` is set.

    Any number of processes may do this: each delivery is taken by one of them. The same connection holds what
    the process leases: where it ends, others take over at once. A lost database is waited
    for; a handler that fails is kept on its delivery and tried again by the sweep.
    """
    pause = _FIRST_PAUSE_S
    while not stop.is_set():
        try:
            with _listening() as ear, holding_leases(ear):
                pause = _FIRST_PAUSE_S
                while not stop.is_set():
                    _deliver_all_due()
                    for _ in ear.notifies(timeout=_LOOK_AGAIN_S, stop_after=1):
                        pass
        except (psycopg.Error, DatabaseError) as error:
            # The text of a database error may name hosts and users; its type is enough.
            _log.warning("delivering was interrupted: %s", type(error).__name__)
            own_connection.close()
            stop.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_S)


def _deliver_all_due() -> None:
    while deliver_due(limit=_BATCH, grace=timedelta()) == _BATCH:
        pass


@contextmanager
def _listening() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    # As Django connects, with what the address asks for (TLS), but without what it makes of the answers.
    where = own_connection.get_connection_params()
    own = {"autocommit": True, "connect_timeout": _PATIENCE_S, "keepalives_idle": 30}
    named = {name: value for name, value in where.items() if name not in _OF_DJANGO}
    with psycopg.connect(**{**named, **own}, application_name="tinhso-deliveries") as connection:
        connection.execute(f"listen {ANNOUNCED}")
        yield connection
