"""Periodic work of the feedback room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tinhso.casework.feedback.deadlines import recompute_all
from tinhso.casework.feedback.taking_over import take_over_from_ended
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.unit_of_work.service import unit_of_work


@app.periodic(cron="25 1 * * *")
@app.task(name="feedback.recompute_due_dates", queue="timers", queueing_lock="feedback_calendar")
def recompute_due_dates(timestamp: int) -> None:
    """Once a night, lay every open case on the calendar as it now stands."""
    with unit_of_work(actor=system_actor("calendar"), now=legal_now()) as work:
        recompute_all(work)


@app.periodic(cron="*/5 * * * *")
@app.task(name="feedback.take_over_from_ended", queue="timers", lock="feedback_taking_over")
def take_over(timestamp: int = 0) -> None:
    """Move cases of agencies that have ended; every five minutes too, for what came in late."""
    take_over_from_ended()
