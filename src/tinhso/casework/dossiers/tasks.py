"""Periodic work of the dossiers room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tinhso.casework.dossiers.deadlines import take_due_timers


@app.periodic(cron="* * * * * */30")
@app.task(name="dossiers.take_due_timers", queue="timers", queueing_lock="dossiers_timers")
def take_timers(timestamp: int) -> None:
    """Take the action of every wait that has run out."""
    take_due_timers()
