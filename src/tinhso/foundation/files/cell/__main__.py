"""The cell's own process: ``python -I -m tinhso.foundation.files.cell <socket>``.

It loads the parsers once and then only forks: for each request a child with limits of its own, that reads
the paper from a memory file, writes its finding into a pipe and ends. The cell adds how the child ended and
what it used. No child sees two papers.
"""

from __future__ import annotations

import gc
import json
import math
import os
import resource
import select
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

from tinhso.foundation.files.cell import looking, picturing
from tinhso.foundation.files.cell.reports import BEGINNING, OUT_OF_MEMORY_STATUS, REPORT

_IDLE_S = 60.0
_LONGEST_S = 20
_ASKED_AT_MOST = 4096
TASKS = {
    "pdf": looking.look_at_pdf,
    "png": looking.look_at_png,
    "paint_jpeg": picturing.paint_jpeg,
    "paint_halved_jpeg": picturing.paint_halved_jpeg,
    "paint_png": picturing.paint_png,
}


def main() -> None:
    """Serve until the worker goes or nobody asks."""
    line = socket.socket(fileno=int(sys.argv[1]))
    woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    looking.warm_up()
    gc.collect()
    gc.freeze()
    running: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([line.fileno(), woken], [], [], None if running else _IDLE_S)
        if not ready:
            return
        if woken in ready:
            os.read(woken, 512)
            _report_ended(running)
        if line.fileno() in ready:
            message, handed, _, _ = socket.recv_fds(line, _ASKED_AT_MOST, 2)
            if not message:
                return
            paper, answer = handed
            child = os.fork()
            if not child:
                line.close()
                for other in running.values():
                    os.close(other)
                _answer(json.loads(message), paper, answer)
            running[child] = answer
            os.close(paper)


def _answer(asked: dict[str, str | int | float], paper: int, answer: int) -> None:
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.write(answer, BEGINNING.pack(_own_memory()[1]))
        _confine(memory=int(asked["memory"]), cpu_s=float(asked["cpu_s"]))
        found = TASKS[str(asked["task"])](paper)
        with os.fdopen(answer, "wb", closefd=False) as pipe:
            pipe.write(found)
        status = 0
    except MemoryError:
        status = OUT_OF_MEMORY_STATUS
    finally:
        os._exit(status)


def _confine(*, memory: int, cpu_s: float) -> None:
    """From here on: so much more memory and time, no file, no new process, no picture of the memory."""
    most_cpu = math.ceil(cpu_s) + 1
    for limit, most in (
        (resource.RLIMIT_AS, _own_memory()[0] + memory),
        (resource.RLIMIT_CPU, most_cpu),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limit, (most, most))
    # The limit above counts whole seconds; this timer ends the process by the part of a second.
    signal.setitimer(signal.ITIMER_PROF, cpu_s)
    signal.alarm(_LONGEST_S)


def _report_ended(running: dict[int, int]) -> None:
    while running:
        child, status, used = os.wait4(-1, os.WNOHANG)
        if not child:
            return
        answer = running.pop(child)
        with suppress(BrokenPipeError):  # whoever asked may have gone
            os.write(answer, REPORT.pack(status, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024))
        os.close(answer)


def _own_memory() -> tuple[int, int]:
    """Bytes of address space, and of memory in use."""
    size, resident, *_ = Path("/proc/self/statm").read_text().split()
    return int(size) * resource.getpagesize(), int(resident) * resource.getpagesize()


if __name__ == "__main__":
    main()
