"""The supervisor's hold on the process that has loaded the house, and on the programs forked from it."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_LOADING = (sys.executable, "-m", "tinhso.sites.console.supervisor.loading")
_MOST_BYTES = 65_536
_UNKNOWN = -int(signal.SIGKILL)


@dataclass(slots=True, eq=False)
class Fork:
    """One program forked from the loaded house, with the face of a ``Popen``.

    Its code becomes known by a report. Where the loaded process has gone nobody can wait for its forks any
    more: each counts as fallen, and whoever sees that ends its group.
    """

    loaded: "LoadedHouse"
    pid: int | None = None
    """None until it is forked: the house is still loading."""
    returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, or None while it runs or will."""
        self.loaded.hear(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the exit code. Raises subprocess.TimeoutExpired."""
        deadline = time.monotonic() + (timeout if timeout is not None else float("inf"))
        while self.returncode is None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise subprocess.TimeoutExpired("fork", timeout or 0.0)
            self.loaded.hear(min(left, 1.0))
        return self.returncode


@dataclass(slots=True)
class LoadedHouse:
    """A process that has loaded the house and forks programs on order; orders wait until it has loaded."""

    process: subprocess.Popen[bytes]
    _orders: int
    _reports: int
    _forks: list[Fork] = field(default_factory=list)
    _unread: bytes = b""
    _is_over: bool = False

    @classmethod
    def load(cls, environment: Mapping[str, str], *, log: Path) -> "LoadedHouse":
        """Begin to load, in a process group of its own; what it says of trouble goes to ``log``."""
        to_read, orders = os.pipe()
        reports, to_write = os.pipe()
        with log.open("ab") as said:
            process = subprocess.Popen(
                _LOADING,
                env=dict(environment),
                stdin=to_read,
                stdout=to_write,
                stderr=said,
                process_group=0,
            )
        os.close(to_read)
        os.close(to_write)
        return cls(process, orders, reports)

    def is_there(self) -> bool:
        """Whether it can still fork."""
        return not self._is_over and self.process.poll() is None

    def is_loading(self) -> bool:
        """Whether an order waits that was not carried out yet."""
        self.hear(0)
        return any(fork.pid is None and fork.returncode is None for fork in self._forks)

    def fork(self, *, name: str, command: tuple[str, ...], log: Path) -> Fork:
        """Order a program whose command is ``python -m module words…``."""
        _, _, module, *words = command
        number = len(self._forks)
        order = {"number": number, "name": name, "module": module, "words": words, "log": str(log.resolve())}
        fork = Fork(self)
        self._forks.append(fork)
        with suppress(BrokenPipeError):  # it has just gone: the next look finds that out
            os.write(self._orders, json.dumps(order).encode() + b"\n")
        return fork

    def hear(self, seconds: float) -> None:
        """Take in reports, waiting at most so long for the first; their end means that it has gone."""
        while not self._is_over and select.select([self._reports], [], [], seconds)[0]:
            more = os.read(self._reports, _MOST_BYTES)
            if not more:
                self._give_up()
                return
            *lines, self._unread = (self._unread + more).split(b"\n")
            for line in lines:
                self._note(json.loads(line))
            seconds = 0

    def end(self) -> None:
        """End the loaded process; its forks are ended before, by whoever started them."""
        self.process.kill()
        self.process.wait()
        self.hear(0)

    def _note(self, report: dict[str, int]) -> None:
        if "number" in report:
            self._forks[report["number"]].pid = report["pid"]
            return
        for fork in self._forks:
            if fork.pid == report["pid"] and fork.returncode is None:
                fork.returncode = report["code"]

    def _give_up(self) -> None:
        self._is_over = True
        os.close(self._orders)
        os.close(self._reports)
        code = self.process.wait()
        for fork in self._forks:
            if fork.returncode is None:
                fork.returncode = _UNKNOWN if fork.pid is not None else code
