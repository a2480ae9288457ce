"""Jobs of the unit of work: the sweep of deliveries, and jobs whose worker died."""

from __future__ import annotations

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from tinhso.foundation.unit_of_work.delivery import deliver_due

_DEAD_AFTER_S = 10.0
"""A worker writes every two seconds that it lives."""


# The seconds field comes sixth in procrastinate's cron expressions.
@app.periodic(cron="* * * * * */10")
@app.task(name="unit_of_work.sweep_deliveries", queue="events", queueing_lock="sweep_deliveries")
def sweep_deliveries(timestamp: int) -> None:
    """Deliver what is due and nobody delivered when it was announced, and what failed before."""
    deliver_due()


@app.periodic(cron="* * * * * */5")
@app.task(
    name="unit_of_work.sweep_stalled_jobs",
    queue="events",
    queueing_lock="sweep_stalled",
    pass_context=False,
)
async def sweep_stalled_jobs(timestamp: int) -> None:
    """Put back the jobs of workers that died in the middle.

    Where the same waits already, what a dead worker left is only in its way: it ends, and its lock with it.
    """
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=_DEAD_AFTER_S):
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, status=Status.ABORTED, delete_job=True)
