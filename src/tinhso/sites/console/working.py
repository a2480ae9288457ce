"""How the worker works its jobs off: one after another, and past whatever waits.

One job at a time needs one thread and one connection. A job that takes long, since a system outside lets it
wait, gives up its place and goes on beside the others; each line has a lock of its own, so that there are
never more such jobs than lines. Threads that were begun for them end when they have been idle for a while.
"""

from __future__ import annotations

import asyncio
import queue
import signal
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

from django.db import connections

from tinhso.foundation.unit_of_work.service import stop_draining

_PLACES = 1
_PATIENCE_S = 0.5
_AT_MOST = 32
"""More jobs than there are locks: each may wait for another system."""
_IDLE_S = 60.0
_HEARTBEAT_S, _DEAD_AFTER_S = 2.0, 10.0

CallNext = Callable[[], Awaitable[Any]]
_Desk = queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None]


def work_off_jobs() -> None:
    """Run jobs until told to stop by a signal; a job that runs is finished first."""
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as jobs:  # type: ignore[attr-defined]
        asyncio.run(run_worker(jobs))


async def run_worker(jobs: Any, **more: Any) -> None:
    """Work off the jobs of an app, in the running loop; ``more`` is for its worker."""
    asyncio.get_running_loop().set_default_executor(LastIdleFirst(idle_s=_IDLE_S))
    async with jobs.open_async():
        working = jobs.run_worker_async(
            concurrency=_AT_MOST,
            worker_middleware=[Places(_PLACES, patience_s=_PATIENCE_S)],
            update_heartbeat_interval=_HEARTBEAT_S,
            stalled_worker_timeout=_DEAD_AFTER_S,
            delete_jobs="successful",
            install_signal_handlers=False,
            **more,
        )
        await _until_told_to_stop(asyncio.ensure_future(working))


async def _until_told_to_stop(working: asyncio.Future[None]) -> None:
    """Nothing more is fetched nor sent after a signal; what is under way is finished."""

    def stop() -> None:
        stop_draining()
        working.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    with suppress(asyncio.CancelledError):
        await working
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.remove_signal_handler(number)


class Places:
    """So many jobs work at once; whoever takes longer than ``patience_s`` gives up the place and works on."""

    def __init__(self, count: int, *, patience_s: float) -> None:
        self._free = asyncio.Semaphore(count)
        self._patience_s = patience_s

    async def __call__(self, call_next: CallNext, context: object, worker: object) -> Any:
        """Run one job in a place, when one is free."""
        await self._free.acquire()
        held = [True]

        def give_up() -> None:
            if held:
                held.clear()
                self._free.release()

        timer = asyncio.get_running_loop().call_later(self._patience_s, give_up)
        try:
            return await call_next()
        finally:
            timer.cancel()
            give_up()


class LastIdleFirst(ThreadPoolExecutor):
    """Threads begun as they are needed: the one that was busy last is taken first, and who is idle ends.

    So the threads, and the connections that they keep, are as many as were busy at once lately.
    """

    def __init__(self, *, idle_s: float) -> None:
        super().__init__(max_workers=_AT_MOST)
        self._idle_s = idle_s
        self._desks: list[_Desk] = []
        self._guard = threading.Lock()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call ``fn`` in the thread that became idle last, or in a new one."""
        future: Future[Any] = Future()
        with self._guard:
            desk = self._desks.pop() if self._desks else self._begin()
            desk.put((future, lambda: fn(*args, **kwargs)))
        return future

    def _begin(self) -> _Desk:
        desk: _Desk = queue.SimpleQueue()
        threading.Thread(target=self._serve, args=(desk,), name="jobs", daemon=True).start()
        return desk

    def _serve(self, desk: _Desk) -> None:
        while True:
            try:
                call = desk.get(timeout=self._idle_s)
            except queue.Empty:
                with self._guard:
                    if desk in self._desks:
                        self._desks.remove(desk)
                        break
                continue  # somebody put a call there just now
            if call is None:
                break
            self._do(desk, *call)
        connections.close_all()

    def _do(self, desk: _Desk, future: Future[Any], call: Callable[[], Any]) -> None:
        is_wanted = future.set_running_or_notify_cancel()
        try:
            tell = partial(future.set_result, call() if is_wanted else None)
        except BaseException as error:  # noqa: BLE001 - whoever asked gets it
            tell = partial(future.set_exception, error)
        # Idle before anybody hears of it: what is asked next finds this thread.
        with self._guard:
            self._desks.append(desk)
        if is_wanted:
            tell()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let idle threads end; no job runs any more when the worker shuts down."""
        with self._guard:
            for desk in self._desks:
                desk.put(None)
            self._desks.clear()
