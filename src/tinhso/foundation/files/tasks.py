"""Painting of photos that wait; nightly tidying of content that no committed row names."""

from procrastinate.contrib.django import app

from tinhso.foundation.files.service import paint_waiting, sweep_orphans


@app.periodic(cron="17 3 * * *")
@app.task(name="files.sweep_orphans", queue="files", queueing_lock="files.sweep_orphans")
def sweep(timestamp: int) -> None:
    """Remove orphans of rolled-back transactions."""
    sweep_orphans()


# The seconds field comes sixth in procrastinate's cron expressions.
@app.periodic(cron="* * * * * */5")
@app.task(name="files.paint_waiting", queue="files", queueing_lock="files.paint_waiting")
def paint(timestamp: int) -> None:
    """Paint the photos that came since the last turn."""
    paint_waiting()
