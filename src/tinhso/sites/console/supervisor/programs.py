"""What a supervised program is, and one running instance of it."""

import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

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


@dataclass(slots=True)
class Running:
    """A started program, leader of a process group of its own."""

    program: Program
    process: subprocess.Popen[bytes]
    started: float
    """Seconds of the monotonic clock."""

    def signal_group(self, number: int) -> None:
        """Send a signal to the program and everything it started; silence when all are gone."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return

    def has_ended(self) -> bool:
        return self.process.poll() is not None


def start(program: Program, *, mark: str, logs: Path, now: float) -> Running:
    """Start ``program`` in a process group of its own, its output appended to ``logs/<name>.log``."""
    logs.mkdir(parents=True, exist_ok=True)
    with (logs / f"{program.name}.log").open("ab") as log:
        process = subprocess.Popen(
            program.command,
            env={**os.environ, **program.environment, MARK: mark},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
    return Running(program=program, process=process, started=now)


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
