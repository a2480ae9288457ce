"""What a supervised program is, and one running instance of it."""

import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tinhso.sites.console.supervisor.forks import LoadedHouse

MARK = "TINHSO_SUPERVISED_BY"
"""Environment variable that every process we start, and all its children, carry: whose they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One program to keep running: how it is started and how one sees that it serves."""

    name: str
    title: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    health_url: str | None = None
    """Answers any status below 500 once the program serves; None: running is enough."""
    is_of_the_house: bool = False
    """Whether ``command``, a ``python -m …``, may be run in a fork of the loaded house."""


class Process(Protocol):
    """What is known of a started process, as by ``subprocess.Popen``."""

    @property
    def pid(self) -> int | None: ...
    @property
    def returncode(self) -> int | None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...


@dataclass(slots=True)
class Running:
    """A started program, leader of a process group of its own."""

    program: Program
    process: Process
    started: float
    """Seconds of the monotonic clock."""

    def signal_group(self, number: int) -> None:
        """Send a signal to the program and everything it started; silence when all are gone."""
        group = self.process.pid
        if group is not None:
            with suppress(ProcessLookupError):
                os.killpg(group, number)

    def has_ended(self) -> bool:
        return self.process.poll() is not None


def start(
    program: Program, *, mark: str, logs: Path, now: float, loaded: LoadedHouse | None = None
) -> Running:
    """Start ``program`` in a process group of its own, its output appended to ``logs/<name>.log``.

    From the ``loaded`` house it is forked, and sees the environment that the house was loaded with.
    """
    logs.mkdir(parents=True, exist_ok=True)
    path = logs / f"{program.name}.log"
    if loaded is not None:
        fork = loaded.fork(name=program.name, command=program.command, log=path)
        return Running(program=program, process=fork, started=now)
    with path.open("ab") as log:
        process = subprocess.Popen(
            program.command,
            env=surroundings_of(program, mark),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
    return Running(program=program, process=process, started=now)


def surroundings_of(program: Program, mark: str) -> dict[str, str]:
    """The environment of a program: ours, its own, and whose it is."""
    return {**os.environ, **program.environment, MARK: mark}


def end(running: list[Running], *, grace_s: float) -> None:
    """End programs together: politely first, after ``grace_s`` by force, whole groups each time."""
    for child in running:
        child.signal_group(signal.SIGTERM)
    for child in running:
        try:
            child.process.wait(timeout=grace_s)
        except subprocess.TimeoutExpired:
            continue
    for child in running:
        child.signal_group(signal.SIGKILL)
        child.process.wait()
