"""Keep a set of programs running until told to stop, and leave nothing behind.

Promises: each program runs in a process group of its own, so that Ctrl-C reaches the supervisor only;
one that ends by itself is started again, after a pause that doubles from half a second to thirty; on
SIGINT, SIGTERM or SIGHUP (also when the shell that started us ignores SIGINT) every group is ended,
politely first.
"""

import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from tinhso.sites.console.supervisor.forks import LoadedHouse
from tinhso.sites.console.supervisor.programs import Program, Running, end, start, surroundings_of

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0
_STABLE_AFTER_S = 60.0
_GRACE_S = 8.0


@dataclass(slots=True)
class _Restart:
    """When a fallen program is due again, and how long its next pause is."""

    due: float = 0.0
    pause: float = _FIRST_PAUSE_S


@dataclass(slots=True)
class Supervisor:
    """The programs of one ``tinhso run`` and what is known about them."""

    var: Path
    mark: str
    say: Callable[[str], None]
    grace_s: float = _GRACE_S
    stopping: bool = False
    running: dict[str, Running] = field(default_factory=dict)
    """What runs at this moment, by name."""
    _fallen: dict[str, _Restart] = field(default_factory=dict)
    _programs: dict[str, Program] = field(default_factory=dict)
    _loaded: LoadedHouse | None = None

    def listen_for_stop(self) -> None:
        """Install our own handlers: a background job of a shell inherits an ignored SIGINT."""
        for number in _STOP_SIGNALS:
            signal.signal(number, self._on_stop)

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopping:  # a second Ctrl-C: do not wait for anybody
            for child in self.running.values():
                child.signal_group(signal.SIGKILL)
        self.stopping = True

    def start(self, programs: Sequence[Program]) -> None:
        """Start programs and keep them running from now on."""
        for program in programs:
            self._programs[program.name] = program
            self._start(program)

    def wait_until_healthy(self, *, patience_s: float) -> list[str]:
        """Watch until every program serves; returns the names of those that do not in time."""
        waiting = dict(self._programs)
        deadline = time.monotonic() + patience_s
        while waiting and not self.stopping and time.monotonic() < deadline:
            self.look_after()
            for name, program in list(waiting.items()):
                if name in self.running and _serves(program):
                    del waiting[name]
            time.sleep(0.1)
        return sorted(waiting)

    def watch(self) -> None:
        """Look after the programs until told to stop."""
        while not self.stopping:
            self.look_after()
            time.sleep(0.2)

    def look_after(self) -> None:
        """Notice programs that ended, and start again those whose pause is over."""
        now = time.monotonic()
        for name, child in list(self.running.items()):
            if child.has_ended():
                self._note_fall(name, child, now)
        for name, restart in self._fallen.items():
            if name not in self.running and now >= restart.due and not self.stopping:
                self._start(self._programs[name])

    def end_all(self) -> None:
        """End everything that was started, whole groups, and forget it."""
        self.stopping = True
        if self._loaded is not None and self._loaded.is_loading():
            self._loaded.end()  # what was ordered shall not begin any more
        end(list(self.running.values()), grace_s=self.grace_s)
        if self._loaded is not None:
            self._loaded.end()
        self.running.clear()

    def _start(self, program: Program) -> None:
        self.running[program.name] = start(
            program,
            mark=self.mark,
            logs=self.var / "log",
            now=time.monotonic(),
            loaded=self._house_for(program) if program.is_of_the_house else None,
        )

    def _house_for(self, program: Program) -> LoadedHouse:
        """The process that has loaded the house, loaded anew where it has gone."""
        if self._loaded is None or not self._loaded.is_there():
            logs = self.var / "log"
            logs.mkdir(parents=True, exist_ok=True)
            self._loaded = LoadedHouse.load(
                surroundings_of(program, self.mark), log=logs / f"{program.name}.log"
            )
        return self._loaded

    def _note_fall(self, name: str, child: Running, now: float) -> None:
        child.signal_group(signal.SIGKILL)  # workers that outlived their parent hold its port
        del self.running[name]
        restart = self._fallen.setdefault(name, _Restart())
        if now - child.started > _STABLE_AFTER_S:
            restart.pause = _FIRST_PAUSE_S
        restart.due = now + restart.pause
        if not self.stopping:
            code = child.process.returncode
            self.say(
                f"{child.program.title} đã dừng (mã {code}); chạy lại sau {restart.pause:g} giây. "
                f"Nhật ký: {os.path.relpath(self.var / 'log' / f'{name}.log')}"
            )
        restart.pause = min(restart.pause * 2, _LONGEST_PAUSE_S)


_without_proxy = build_opener(ProxyHandler({}))


def _serves(program: Program) -> bool:
    if program.health_url is None:
        return True
    try:
        with _without_proxy.open(program.health_url, timeout=3.0):
            return True
    except HTTPError as error:
        return error.code < 500
    except OSError:
        return False
