"""`tinhso work`: the worker. Deliveries as they are announced, jobs, and what is due from time to time."""

import argparse
import threading

from tinhso.sites.console.environment import start_django

NAME = "work"
HELP = "tiến trình việc nền: chuyển thông báo, chạy việc chờ (the worker)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(arguments: argparse.Namespace) -> int:
    """Work until told to stop; a job that runs is finished first, a delivery is left for the next worker."""
    start_django()
    from django.core.management import call_command

    from tinhso.foundation.unit_of_work.service import deliver_as_announced

    stop = threading.Event()
    threading.Thread(target=deliver_as_announced, args=(stop,), name="deliveries", daemon=True).start()
    call_command("procrastinate", "worker")
    stop.set()
    return 0
