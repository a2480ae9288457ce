"""Jobs of notices: the message line is drained by one job at a time."""

from __future__ import annotations

import time

from procrastinate.contrib.django import app

from tinhso.services.notices.service import drain_message_line

_LOCK = "notices.messages"
_LONGEST = 20.0


# The seconds field comes sixth in procrastinate's cron expressions.
@app.periodic(cron="* * * * * */5")
@app.task(name="notices.drain_due", queue="lines", lock=_LOCK, queueing_lock="notices.drain_due")
def drain_due(timestamp: int) -> None:
    """Address and send what is due, every five seconds."""
    _drain()


@app.task(name="notices.drain", queue="lines", lock=_LOCK, queueing_lock="notices.drain")
def drain() -> None:
    """Address and send now."""
    _drain()


def _drain() -> None:
    """Pass after pass while messages go out, but leave in time for the worker to be stopped."""
    began = time.monotonic()
    while drain_message_line().answered and time.monotonic() - began < _LONGEST:
        pass
