"""Periodic work of identity: the work of transferred officers moves on their day."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tinhso.services.identity.service import take_due_transfers


@app.periodic(cron="*/5 * * * *")
@app.task(name="identity.take_due_transfers", queue="timers", queueing_lock="identity_transfers")
def take_due(timestamp: int) -> None:
    """Every five minutes: a new day may have begun, also because the legal clock was set."""
    take_due_transfers()
