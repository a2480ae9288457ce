"""Periodic work of the dossiers room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tinhso.casework.dossiers.handling.deadlines import recompute_all, take_due_timers
from tinhso.casework.dossiers.moving.calendar_changes import lay_on_calendar
from tinhso.casework.dossiers.moving.taking_over import take_over_from_ended
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.unit_of_work.service import unit_of_work


@app.periodic(cron="* * * * * */30")
@app.task(name="dossiers.take_due_timers", queue="timers", queueing_lock="dossiers_timers")
def take_timers(timestamp: int) -> None:
    """Take the action of every wait that has run out."""
    take_due_timers()


@app.periodic(cron="*/5 * * * *")
@app.task(name="dossiers.lay_on_calendar", queue="timers", lock="dossiers_calendar")
def lay(timestamp: int = 0) -> None:
    """Lay dossiers on a changed calendar; every five minutes too, in case a job was lost."""
    lay_on_calendar()


@app.periodic(cron="*/5 * * * *")
@app.task(name="dossiers.take_over_from_ended", queue="timers", lock="dossiers_taking_over")
def take_over(timestamp: int = 0) -> None:
    """Move dossiers of agencies that have ended; every five minutes too, for what came in late."""
    take_over_from_ended()


@app.periodic(cron="15 1 * * *")
@app.task(name="dossiers.recompute_due_dates", queue="timers", queueing_lock="dossiers_calendar")
def recompute_due_dates(timestamp: int) -> None:
    """Once a night, lay every open dossier on the calendar as it now stands."""
    with unit_of_work(actor=system_actor("calendar"), now=legal_now()) as work:
        recompute_all(work)
