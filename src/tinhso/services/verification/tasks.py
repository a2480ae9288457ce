"""Jobs of verification: each line is drained by one job at a time, and old answers are marked every hour."""

from __future__ import annotations

import time
from collections.abc import Callable

from procrastinate.contrib.django import app

from tinhso.foundation.unit_of_work.service import Drained
from tinhso.services.verification.service import (
    Register,
    drain_population_line,
    drain_register_line,
    expire_old_answers,
)

_LOCK = "verification.population"
_LONGEST = 60.0


# The seconds field comes sixth in procrastinate's cron expressions.
@app.periodic(cron="* * * * * */5")
@app.task(name="verification.drain_due", queue="lines", lock=_LOCK, queueing_lock="verification.drain_due")
def drain_due(timestamp: int) -> None:
    """Drain what is due, every five seconds."""
    _drain(drain_population_line)


@app.task(name="verification.drain", queue="lines", lock=_LOCK, queueing_lock="verification.drain")
def drain() -> None:
    """Drain now; may be deferred with a question that somebody waits for."""
    _drain(drain_population_line)


@app.periodic(cron="* * * * * 1-56/5")
@app.task(
    name="verification.drain_business",
    queue="lines",
    lock="verification.business",
    queueing_lock="verification.drain_business",
)
def drain_business(timestamp: int) -> None:
    """Drain what is due of the business register; each register rests and works by itself."""
    _drain(lambda: drain_register_line(Register.BUSINESS))


@app.periodic(cron="* * * * * 2-57/5")
@app.task(
    name="verification.drain_insurance",
    queue="lines",
    lock="verification.insurance",
    queueing_lock="verification.drain_insurance",
)
def drain_insurance(timestamp: int) -> None:
    """Drain what is due of the insurance register."""
    _drain(lambda: drain_register_line(Register.INSURANCE))


@app.periodic(cron="* * * * * 3-58/5")
@app.task(
    name="verification.drain_budget",
    queue="lines",
    lock="verification.budget",
    queueing_lock="verification.drain_budget",
)
def drain_budget(timestamp: int) -> None:
    """Drain what is due of the register of budget codes."""
    _drain(lambda: drain_register_line(Register.BUDGET))


@app.periodic(cron="17 * * * *")
@app.task(name="verification.expire_old_answers", queueing_lock="verification.expire_old_answers")
def expire_old(timestamp: int) -> None:
    """Mark the answers that are too old, every hour."""
    expire_old_answers()


def _drain(pass_over_line: Callable[[], Drained]) -> None:
    """Pass after pass while answers come, but let other jobs of the same line come."""
    began = time.monotonic()
    while pass_over_line().answered and time.monotonic() - began < _LONGEST:
        pass
