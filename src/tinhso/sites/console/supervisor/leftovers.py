"""What a killed run left behind, and the lock that says whether a run is alive.

A recorded process number proves nothing, since the system gives it out again. What counts as ours carries
our mark in its environment, inherited by everything it started: the run-time folder of this checkout.
``var/run.lock`` is held while a supervisor lives, and the kernel releases it when that one dies; who
holds the lock therefore knows that every marked process is an orphan.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from tinhso.sites.console.supervisor.programs import MARK


class AnotherSupervisorRuns(RuntimeError):
    """A supervisor of this checkout is alive; there can be one only."""


@contextmanager
def sole_supervisor(var: Path) -> Iterator[None]:
    """Hold the lock of this checkout; raises AnotherSupervisorRuns."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AnotherSupervisorRuns(str(var)) from error
        yield


def end_leftovers(mark: str, *, grace_s: float = 5.0) -> int:
    """End every process that carries ``mark``, by force after ``grace_s``; returns how many there were.

    Call it only while holding the lock. Nobody else's process is touched, nor this one and its parents.
    """
    spared = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    orphans = [process for process in psutil.process_iter() if process.pid not in spared]
    orphans = [process for process in orphans if _carries(process, mark)]
    for process in orphans:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(orphans, timeout=grace_s)
    for process in stubborn:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=grace_s)
    return len(orphans)


def _carries(process: psutil.Process, mark: str) -> bool:
    try:
        carried: str | None = process.environ().get(MARK)
        return carried == mark and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
