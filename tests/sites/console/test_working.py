"""The worker goes on past whatever waits, with no more threads than were busy at once."""

import asyncio
import threading
from typing import Any

import procrastinate
import pytest
from procrastinate.testing import InMemoryConnector

from tinhso.sites.console.working import LastIdleFirst, Places, run_worker

_PATIENCE_S = 20.0


def test_a_line_that_is_slow_does_not_hold_up_another() -> None:
    app, ran = _lines_of_which_one_is_slow()

    asyncio.run(_run(app))

    assert ran == ["quick", "slow"]


def test_without_giving_up_its_place_the_slow_line_would(monkeypatch: pytest.MonkeyPatch) -> None:
    app, ran = _lines_of_which_one_is_slow(patience_s=1.0)
    whole = Places.__init__
    monkeypatch.setattr(Places, "__init__", lambda self, count, patience_s: whole(self, count, patience_s=60))

    asyncio.run(_run(app))

    assert ran == ["slow, alone", "quick"]


def test_jobs_run_one_by_one_while_nobody_waits() -> None:
    app = procrastinate.App(connector=InMemoryConnector())
    threads: set[str] = set()

    def job() -> None:
        threads.add(str(threading.get_ident()))

    app.task(name="job")(job)
    for _ in range(20):
        app.configure_task("job").defer()

    asyncio.run(_run(app))

    assert len(threads) == 1


def test_a_thread_that_is_idle_ends_and_a_failure_reaches_whoever_asked() -> None:
    threads = LastIdleFirst(idle_s=0.01)

    def fail() -> None:
        raise ValueError("planted")

    with pytest.raises(ValueError, match="planted"):
        threads.submit(fail).result(timeout=_PATIENCE_S)
    first = threads.submit(threading.current_thread).result(timeout=_PATIENCE_S)

    first.join(timeout=_PATIENCE_S)

    assert not first.is_alive()
    assert threads.submit(lambda: 7).result(timeout=_PATIENCE_S) == 7


def _lines_of_which_one_is_slow(patience_s: float = _PATIENCE_S) -> tuple[procrastinate.App, list[str]]:
    """The slow one waits until the other was there, the other comes second."""
    app, ran, other_was_there = procrastinate.App(connector=InMemoryConnector()), [], threading.Event()

    def slow() -> None:
        ran.append("slow" if other_was_there.wait(patience_s) else "slow, alone")

    def quick() -> None:
        ran.append("quick")
        other_was_there.set()

    for name, line in (("slow", slow), ("quick", quick)):
        app.task(name=name, lock=name)(line)
        app.configure_task(name).defer()
    return app, ran


async def _run(app: Any) -> None:
    await run_worker(app, wait=False)
