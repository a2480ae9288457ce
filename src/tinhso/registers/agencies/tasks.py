"""Periodic work of the register: the day of an agency's end comes."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tinhso.registers.agencies.service import announce_endings


@app.periodic(cron="* * * * *")
@app.task(name="agencies.announce_endings", queue="timers", queueing_lock="agencies_endings")
def announce(timestamp: int) -> None:
    """Every minute: a new day may have begun, also because the legal clock was set."""
    announce_endings()
