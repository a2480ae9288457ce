"""Serve an application with granian, loaded once: its workers are forked and share what was loaded.

``python -m tinhso.sites.console.supervisor.serving wsgi package.module:application --port 8000``. Of two web
workers the second then weighs a fraction of the first, and both start at once.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import sys
from importlib import import_module

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

_KILL_AFTER_S = 3


def main() -> None:
    """Load the application and serve it until told to stop."""
    wanted = _arguments()
    import_module(wanted.target.partition(":")[0])
    share_what_is_loaded()
    Granian(
        wanted.target,
        address="127.0.0.1",
        port=wanted.port,
        interface=Interfaces(wanted.interface),
        workers=wanted.workers,
        blocking_threads=wanted.blocking_threads,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=_KILL_AFTER_S,
    ).serve()


def share_what_is_loaded() -> None:
    """Make the process fit to be forked: no open connection, no collector that touches old pages.

    What loading took and gave back returns to the system first, where its C library can (a tenth of it all).
    """
    if "django" in sys.modules:
        from django.db import connections

        connections.close_all()
    gc.collect()
    give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if give_back is not None:
        give_back(0)
    gc.freeze()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("interface", choices=["wsgi", "asgi"])
    parser.add_argument("target")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--blocking-threads", type=int, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
