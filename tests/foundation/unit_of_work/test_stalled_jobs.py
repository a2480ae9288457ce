"""What a dead worker left goes on, and where the same waits already it only gets out of the way."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from tinhso.foundation.unit_of_work import tasks


class Left:
    """The jobs of a dead worker, of which some stand in the way of the same job, queued since."""

    def __init__(self, jobs: list[str], in_the_way: set[str]) -> None:
        self.jobs, self.in_the_way = jobs, in_the_way
        self.put_back: list[str] = []
        self.ended: list[str] = []

    async def get_stalled_jobs(self, **_: object) -> list[str]:
        return self.jobs

    async def retry_job(self, job: str) -> None:
        if job in self.in_the_way:
            raise UniqueViolation(constraint_name="procrastinate_jobs_queueing_lock_idx", queueing_lock=job)
        self.put_back.append(job)

    async def finish_job(self, job: str, *, status: Status, delete_job: bool) -> None:
        assert status is Status.ABORTED and delete_job
        self.ended.append(job)


def test_one_that_is_in_the_way_ends_and_the_others_are_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    left = Left(["notices.send", "exchange.take", "audit.seal"], in_the_way={"notices.send"})
    monkeypatch.setattr(tasks, "app", _App(left))

    sweep: Any = tasks.sweep_stalled_jobs.func
    asyncio.run(sweep(timestamp=0))

    assert left.ended == ["notices.send"]
    assert left.put_back == ["exchange.take", "audit.seal"]


class _App:
    def __init__(self, manager: Left) -> None:
        self.job_manager = manager
