"""The worker's side of the cell: hand over a paper, get back what was found and what it cost."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from tinhso.foundation.files.cell.reports import BEGINNING, OUT_OF_MEMORY_STATUS, REPORT

Task = Literal["pdf", "png", "paint_jpeg", "paint_halved_jpeg", "paint_png"]

MEMORY = 64 * 1024 * 1024
CPU_S = 0.9

MEMORY_OF_PAINTING = 160 * 1024 * 1024
"""For a picture that opened within MEMORY: its pixels, and those of the smaller and the upright copy."""

_READ_AT_ONCE = 1024 * 1024
_OUT_OF_TIME = {signal.SIGPROF, signal.SIGXCPU, signal.SIGALRM}


class Ending(StrEnum):
    """How a look ended."""

    DONE = "done"
    OUT_OF_MEMORY = "out_of_memory"
    OUT_OF_TIME = "out_of_time"
    BROKE_DOWN = "broke_down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a child found, how it ended, and what it used: CPU seconds, bytes beyond what it was born with."""

    ending: Ending
    found: bytes
    cpu_s: float
    memory: int


class CellIsGone(Exception):
    """No cell could be started, or it ended in the middle; it says nothing about the paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    pid_of_worker: int
    process: subprocess.Popen[bytes]
    line: socket.socket


_starting = threading.Lock()
_cell: _Cell | None = None


def look(task: Task, content: bytes, *, memory: int = MEMORY, cpu_s: float = CPU_S) -> Look:
    """Have the cell do ``task`` with ``content`` within so much memory and CPU; raises CellIsGone."""
    asked = json.dumps({"task": task, "memory": memory, "cpu_s": cpu_s}).encode()
    paper = os.memfd_create("paper", os.MFD_CLOEXEC)
    try:
        _write_whole(paper, content)
        # A cell that nobody asked for a while has ended, perhaps this very moment: then a new one is started.
        for _ in range(2):
            cell = _running_cell()
            answer = _ask(cell, asked, paper)
            if answer is not None:
                return _read_answer(answer)
            _forget(cell)
    finally:
        os.close(paper)
    raise CellIsGone


def end_cell() -> None:
    """End this worker's cell, if there is one."""
    if _cell is not None:
        _forget(_cell)


def _forget(cell: _Cell) -> None:
    """A cell that went away, or shall; whoever asks next starts another."""
    global _cell
    with _starting:
        if _cell is cell:
            _cell = None
    if cell.pid_of_worker == os.getpid():
        cell.line.close()
        cell.process.wait()


def _running_cell() -> _Cell:
    global _cell
    with _starting:
        known = _cell
        if known is None or known.pid_of_worker != os.getpid() or known.process.poll() is not None:
            _cell = _start()
        return _cell  # type: ignore[return-value]


def _start() -> _Cell:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own module, no word of a request
            [sys.executable, "-I", "-m", __package__, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
        )
    return _Cell(pid_of_worker=os.getpid(), process=process, line=ours)


def _ask(cell: _Cell, asked: bytes, paper: int) -> bytes | None:
    """The answer with the report behind it; None when the cell went away."""
    reading, writing = os.pipe2(os.O_CLOEXEC)
    try:
        try:
            socket.send_fds(cell.line, [asked], [paper, writing])
        except OSError:
            return None
        finally:
            os.close(writing)
        parts = []
        while part := os.read(reading, _READ_AT_ONCE):
            parts.append(part)
    finally:
        os.close(reading)
    answer = b"".join(parts)
    return answer if len(answer) >= BEGINNING.size + REPORT.size else None


def _read_answer(answer: bytes) -> Look:
    (born_with,) = BEGINNING.unpack(answer[: BEGINNING.size])
    status, cpu_s, most = REPORT.unpack(answer[-REPORT.size :])
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        ending = Ending.DONE
    elif code == OUT_OF_MEMORY_STATUS or -code == signal.SIGKILL:
        ending = Ending.OUT_OF_MEMORY
    elif -code in _OUT_OF_TIME:
        ending = Ending.OUT_OF_TIME
    else:
        ending = Ending.BROKE_DOWN
    found = answer[BEGINNING.size : -REPORT.size] if ending is Ending.DONE else b""
    return Look(ending=ending, found=found, cpu_s=cpu_s, memory=max(0, most - born_with))


def _write_whole(descriptor: int, content: bytes) -> None:
    waiting = memoryview(content)
    while waiting:
        waiting = waiting[os.write(descriptor, waiting) :]
