"""What a system does by itself, in a thread of its own: one step after the other, for ever."""

import logging
import threading
from collections.abc import Callable

import httpx
from django.db import DatabaseError, close_old_connections

logger = logging.getLogger(__name__)
PATIENCE_SECONDS = 10
PAUSE_SECONDS = 0.4
RETRY_SECONDS = (1, 2, 4, 8, 15, 30, 60)

Step = Callable[[httpx.Client], None]
_started: set[str] = set()
_starting = threading.Lock()


def start_thread(name: str, step: Step) -> None:
    """Repeat ``step`` with a client that follows no redirect; once per process and name."""
    with _starting:
        if name in _started:
            return
        _started.add(name)
    threading.Thread(target=_run, args=(name, step), name=name, daemon=True).start()


def _run(name: str, step: Step) -> None:
    pause = threading.Event()
    with httpx.Client(timeout=PATIENCE_SECONDS, trust_env=False, follow_redirects=False) as client:
        while True:
            try:
                step(client)
            except DatabaseError:
                logger.exception("%s: the store could not be read or written", name)
                close_old_connections()
            pause.wait(PAUSE_SECONDS)


def wait_before(attempt: int) -> int:
    """Seconds to wait before the next attempt, after ``attempt`` have failed; never gives up."""
    return RETRY_SECONDS[min(attempt, len(RETRY_SECONDS)) - 1]
