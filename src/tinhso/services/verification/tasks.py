"""Jobs of verification: the population line is drained by one job at a time."""

from __future__ import annotations

import time

from procrastinate.contrib.django import app

from tinhso.services.verification.service import drain_population_line

_LOCK = "verification.population"
_LONGEST = 20.0


# The seconds field comes sixth in procrastinate's cron expressions.
@app.periodic(cron="* * * * * */5")
@app.task(name="verification.drain_due", queue="lines", lock=_LOCK, queueing_lock="verification.drain_due")
def drain_due(timestamp: int) -> None:
    """Drain what is due, every five seconds."""
    _drain()


@app.task(name="verification.drain", queue="lines", lock=_LOCK)
def drain() -> None:
    """Drain now; may be deferred with a question that somebody waits for."""
    _drain()


def _drain() -> None:
    """Pass after pass while answers come, but leave in time for the worker to be stopped."""
    began = time.monotonic()
    while drain_population_line().answered and time.monotonic() - began < _LONGEST:
        pass
