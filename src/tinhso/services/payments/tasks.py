"""Jobs of payments."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tinhso.services.payments.service import reconcile_payments


# The seconds field comes sixth in procrastinate's cron expressions.
@app.periodic(cron="* * * * * */30")
@app.task(
    name="payments.reconcile",
    queue="lines",
    lock="payments.reconcile",
    queueing_lock="payments.reconcile",
)
def reconcile(timestamp: int) -> None:
    """Ask the gateway about attempts whose callback has not come."""
    reconcile_payments()
