"""Periodic work of the representation room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tinhso.foundation.clock.service import legal_now
from tinhso.services.representation.actions.ending import end_expired_mandates


@app.periodic(cron="* * * * * */30")
@app.task(name="representation.expire", queue="timers", queueing_lock="representation_expire")
def expire_mandates(timestamp: int) -> None:
    """Write down which mandates have expired, so that their cases are told."""
    end_expired_mandates(now=legal_now())
