"""Periodic work: officers whose cash is closed by now follow their agency's work."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tinhso.coordination.reorganisation.service import move_officers


@app.periodic(cron="*/5 * * * *")
@app.task(name="reorganisation.move_officers", queue="timers", lock="reorganisation_officers")
def move(timestamp: int = 0) -> None:
    """On the announcement, and every five minutes while something binds officers to where they were."""
    move_officers()
