"""Nightly tidying of content that no committed row names."""

from procrastinate.contrib.django import app

from tinhso.foundation.files.service import sweep_orphans


@app.periodic(cron="17 3 * * *")
@app.task(name="files.sweep_orphans", queue="files", queueing_lock="files.sweep_orphans")
def sweep(timestamp: int) -> None:
    """Remove orphans of rolled-back transactions."""
    sweep_orphans()
