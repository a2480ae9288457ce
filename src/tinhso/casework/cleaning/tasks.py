"""Periodic work of the cleaning room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tinhso.casework.cleaning.deadlines import recompute_all
from tinhso.casework.cleaning.taking_over import take_over_from_ended
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.unit_of_work.service import unit_of_work


@app.periodic(cron="35 1 * * *")
@app.task(name="cleaning.recompute_due_dates", queue="timers", queueing_lock="cleaning_calendar")
def recompute_due_dates(timestamp: int) -> None:
    """Once a night, lay every open task on the calendar as it now stands."""
    with unit_of_work(actor=system_actor("calendar"), now=legal_now()) as work:
        recompute_all(work)


@app.periodic(cron="2-57/5 * * * *")
@app.task(name="cleaning.take_over_from_ended", queue="timers", lock="cleaning_taking_over")
def take_over(timestamp: int = 0) -> None:
    """Move tasks of agencies that have ended; every five minutes too, for what came in late."""
    take_over_from_ended()
