"""The process that loads the house once; web, worker and live are forked from it and share what was loaded.

``python -m tinhso.sites.console.supervisor.loading``, started by the supervisor. Orders come on standard
input, one JSON line each; reports leave on standard output: a program was started, a program ended. When the
supervisor has gone the input ends, and so does this process; the programs live on until the next start finds
them by their mark.
"""

from __future__ import annotations

import json
import os
import select
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from tinhso.sites.console.supervisor.serving import share_what_is_loaded

LOADED = (
    "tinhso.config.wsgi",
    "tinhso.sites.live.asgi",
    "tinhso.sites.console.main",
    "procrastinate.contrib.django.management.commands.procrastinate",
)
"""What the programs need; each is a fork of a process that has all of it."""

NAME = "tinhso-loaded"
_MOST_BYTES = 65_536
_FIRST_OTHER_FILE = 3

Order = dict[str, Any]
"""What to run: name, module whose ``main()`` is called, words of its command line, file of its log."""


def main() -> None:
    """Load, then fork what is ordered until nobody orders any more."""
    call_this_process(NAME)
    for module in LOADED:
        import_module(module)
    share_what_is_loaded()
    order = attend(orders=0, reports=1)
    if order is not None:
        become(order)


def attend(*, orders: int, reports: int) -> Order | None:
    """Fork for each order. Returns the order in the process forked for it, None here when the input ends."""
    living: dict[int, int] = {}
    unread = b""
    while True:
        ready, _, _ = select.select([orders, *living], [], [])
        for ended in [each for each in ready if each != orders]:
            pid, status = os.waitpid(living.pop(ended), 0)
            os.close(ended)
            _report(reports, pid=pid, code=os.waitstatus_to_exitcode(status))
        if orders in ready:
            more = os.read(orders, _MOST_BYTES)
            if not more:
                return None
            *lines, unread = (unread + more).split(b"\n")
            for line in lines:
                order: Order = json.loads(line)
                pid = os.fork()
                if pid == 0:
                    return order
                living[os.pidfd_open(pid)] = pid
                _report(reports, number=order["number"], pid=pid)


def become(order: Order) -> None:
    """Turn this fork into the ordered program: group, log and name of its own, no other file open."""
    os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.closerange(_FIRST_OTHER_FILE, os.sysconf("SC_OPEN_MAX"))
    call_this_process(f"tinhso-{order['name']}")
    sys.argv = [order["module"], *order["words"]]
    sys.exit(import_module(order["module"]).main())


def call_this_process(name: str) -> None:
    """The name under which ``ps`` and ``top`` show this process: forks share one command line."""
    Path("/proc/self/comm").write_text(name)


def _report(reports: int, **what: int) -> None:
    os.write(reports, json.dumps(what).encode() + b"\n")


if __name__ == "__main__":
    main()
