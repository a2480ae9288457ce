"""Jobs of the exchange: take what came in, tell each system what it lacks, read what has no push."""

from __future__ import annotations

from collections.abc import Callable

from procrastinate.contrib.django import app

from tinhso.coordination.exchange.service import (
    catch_up,
    poll_wishes,
    read_feed,
    reconcile,
    send_due,
    take_due,
)
from tinhso.coordination.exchange.types import ESSENTIAL, NATIONAL, OLD_ONE_STOP

_BATCH = 100


# The seconds field comes sixth in procrastinate's cron expressions.
@app.periodic(cron="* * * * * */5")
@app.task(name="exchange.take", queue="lines", lock="exchange.take", queueing_lock="exchange.take")
def take(timestamp: int = 0) -> None:
    """Take messages while there are any that are due."""
    while take_due(limit=_BATCH) == _BATCH:
        pass


@app.periodic(cron="* * * * * */5")
@app.task(
    name="exchange.essential", queue="lines", lock="exchange.essential", queueing_lock="exchange.essential"
)
def to_essential(timestamp: int = 0) -> None:
    """Tell the essential-services portal."""
    while _send(ESSENTIAL):
        pass


@app.periodic(cron="* * * * * */5")
@app.task(
    name="exchange.national", queue="lines", lock="exchange.national", queueing_lock="exchange.national"
)
def with_national(timestamp: int = 0) -> None:
    """Fetch the wishes of the national portal's citizens, and tell it."""
    _hear_and_tell(NATIONAL, poll_wishes)


@app.periodic(cron="* * * * * */5")
@app.task(
    name="exchange.old_one_stop",
    queue="lines",
    lock="exchange.old_one_stop",
    queueing_lock="exchange.old_one_stop",
)
def with_old_one_stop(timestamp: int = 0) -> None:
    """Read the old system's feed, and tell it."""
    _hear_and_tell(OLD_ONE_STOP, read_feed)


@app.periodic(cron="* * * * *")
@app.task(
    name="exchange.reconcile", queue="lines", lock="exchange.reconcile", queueing_lock="exchange.reconcile"
)
def compare(timestamp: int = 0) -> None:
    """Read what the other systems show, and mend what differs."""
    reconcile()


@app.periodic(cron="* * * * *")
@app.task(
    name="exchange.catch_up", queue="lines", lock="exchange.catch_up", queueing_lock="exchange.catch_up"
)
def catch_up_with_what_was_before(timestamp: int = 0) -> None:
    """Tell systems that were connected later what was filed before, a batch a minute."""
    catch_up()


def _hear_and_tell(system: str, hear: Callable[[], int]) -> None:
    """Hear to the end before each batch that is told.

    After an outage there is something to tell for many minutes: what a citizen filed there meanwhile must not
    wait for the end of it.
    """
    is_told = True
    while is_told:
        while hear():
            pass
        is_told = _send(system)


def _send(system: str) -> bool:
    return bool(send_due(system, limit=_BATCH).told)
