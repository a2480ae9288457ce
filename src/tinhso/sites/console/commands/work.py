"""`tinhso work`: the worker. Deliveries as they are announced, jobs, and what is due from time to time."""

import argparse
import os
import signal
import threading

from tinhso.sites.console.environment import refuse_unsafe_start, start_django

NAME = "work"
HELP = "tiến trình việc nền: chuyển thông báo, chạy việc chờ (the worker)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(arguments: argparse.Namespace) -> int:
    """Work until told to stop; a job that runs is finished first, a delivery is left for the next worker."""
    start_django()
    refuse_unsafe_start()
    from tinhso.sites.console.working import work_off_jobs

    stop = threading.Event()
    threading.Thread(target=_deliver, args=(stop,), name="deliveries", daemon=True).start()
    work_off_jobs()
    stop.set()
    return 0


def _deliver(stop: threading.Event) -> None:
    from tinhso.foundation.unit_of_work.service import deliver_as_announced

    try:
        deliver_as_announced(stop)
    finally:
        if not stop.is_set():  # a worker without its deliveries is none: end, and be started again
            os.kill(os.getpid(), signal.SIGTERM)
