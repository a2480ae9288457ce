"""What groups of processes cost: CPU seconds and proportional memory, read from /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class ProcessTree:
    """A process and everything it started."""

    root: int

    def pids(self) -> list[int]:
        """Every living member, the root first."""
        children: dict[int, list[int]] = {}
        for entry in Path("/proc").glob("[0-9]*"):
            fields = _stat(int(entry.name))
            if fields:
                children.setdefault(int(fields[1]), []).append(int(entry.name))
        found, waiting = [], [self.root]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            waiting += children.get(pid, [])
        return found

    def cpu_s(self, *, but: str = "") -> float:
        """User and system time of all members, and of those that ended and were waited for.

        Members whose command line holds ``but``, where given, are left out.
        """
        ticks = 0
        for pid in self.pids():
            if but and but in command_of(pid):
                continue
            fields = _stat(pid)
            if fields:
                ticks += sum(int(value) for value in fields[11:15])
        return ticks / _TICKS

    def pss_mb(self) -> float:
        """Proportional set size: shared pages are counted once, spread over those who share them."""
        return sum(_pss_kb(pid) for pid in self.pids()) / 1024


def command_of(pid: int) -> str:
    """The command line of a process; empty when it has gone."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return b" ".join(words).decode(errors="replace")


def name_of(pid: int) -> str:
    """The name that a process gave itself; empty when it has gone."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def pss_mb(pid: int) -> float:
    """Proportional set size of one process."""
    return _pss_kb(pid) / 1024


def _stat(pid: int) -> list[str]:
    """Fields of /proc/<pid>/stat after the name: state, parent, …; empty when the process has gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()


def _pss_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
