"""The sequencer's job: every committed entry is sealed well within a minute."""

from procrastinate.contrib.django import app

from tinhso.foundation.audit.service import seal_pending
from tinhso.foundation.clock.service import real_now


# The seconds field comes sixth in procrastinate's cron expressions.
@app.periodic(cron="* * * * * */15")
@app.task(name="audit.seal_pending", queue="audit", queueing_lock="audit.seal_pending")
def seal(timestamp: int) -> None:
    """Seal what waits."""
    seal_pending(real_now())
