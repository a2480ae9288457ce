"""Jobs of integration: subscribers are told by one job at a time."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tinhso.services.integration.service import tell_subscribers


# The seconds field comes sixth in procrastinate's cron expressions.
@app.periodic(cron="* * * * * */5")
@app.task(
    name="integration.tell_subscribers",
    queue="webhooks",
    lock="integration.webhooks",
    queueing_lock="integration.tell_subscribers",
)
def tell_due(timestamp: int) -> None:
    """Tell what is due, every five seconds."""
    tell_subscribers()
