"""Jobs of the unit of work: deliveries, their sweep, and jobs whose worker died."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from tinhso.foundation.unit_of_work.delivery import deliver_due, deliver_event
from tinhso.foundation.unit_of_work.work import DELIVER_PRIORITY, DELIVER_QUEUE, DELIVER_TASK


@app.task(name=DELIVER_TASK, queue=DELIVER_QUEUE, priority=DELIVER_PRIORITY)
def deliver(event_ids: list[str]) -> None:
    """Deliver the events of one transaction."""
    for event_id in event_ids:
        deliver_event(UUID(event_id))


# The seconds field comes sixth in procrastinate's cron expressions.
@app.periodic(cron="* * * * * */10")
@app.task(name="unit_of_work.sweep_deliveries", queue="events", queueing_lock="sweep_deliveries")
def sweep_deliveries(timestamp: int) -> None:
    """Deliver what is due and was not delivered by its own job."""
    deliver_due()


@app.periodic(cron="* * * * * */30")
@app.task(
    name="unit_of_work.sweep_stalled_jobs",
    queue="events",
    queueing_lock="sweep_stalled",
    pass_context=False,
)
async def sweep_stalled_jobs(timestamp: int) -> None:
    """Put back the jobs of workers that died in the middle."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)
