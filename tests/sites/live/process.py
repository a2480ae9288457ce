"""The real live process for tests, and a browser's side of a stream."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

PORTAL = "http://127.0.0.1:8000"
SECRET = os.environ["TINHSO_SECRET_KEY"]
PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Live:
    """A running live process."""

    base_url: str
    process: subprocess.Popen[bytes]

    def wait_until_listening(self, *, listening: bool = True) -> None:
        """Until the process hears (or no longer hears) the database."""
        wanted = 200 if listening else 503
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                if httpx.get(self.base_url, trust_env=False).status_code == wanted:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"never answered {wanted}")

    def stop(self) -> int:
        """Politely, as the supervisor does."""
        os.killpg(self.process.pid, signal.SIGTERM)
        return self.process.wait(timeout=15)


@contextmanager
def live_process(database_url: str, more: Mapping[str, str] | None = None) -> Iterator[Live]:
    """The process as `tinhso run` starts it, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tinhso.sites.console.supervisor.serving"]
    command += ["asgi", "tinhso.sites.live.asgi:application", "--port", str(port)]
    environment = {**os.environ, "DATABASE_URL": database_url, "TINHSO_PUBLIC_URL": PORTAL, **(more or {})}
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    live = Live(f"http://127.0.0.1:{port}", process)
    try:
        live.wait_until_listening()
        yield live
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@dataclass(slots=True)
class Page:
    """One open stream, read line by line."""

    response: httpx.Response
    lines: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.response.iter_lines()

    def next_event(self) -> dict[str, object]:
        """The next event's content; comments and the opening are passed over."""
        for line in self.lines:
            if line.startswith("data: "):
                content: dict[str, object] = json.loads(line.removeprefix("data: "))
                return content
        raise EOFError

    def has_ended(self) -> bool:
        """Read to the end, which must come."""
        return all(not line.startswith("data: ") for line in self.lines)


@contextmanager
def page(live: Live, token: str, headers: Mapping[str, str] | None = None) -> Iterator[Page]:
    """Open a stream as a page of the portal does."""
    with (
        httpx.Client(trust_env=False, timeout=PATIENCE_S) as client,
        client.stream(
            "GET", f"{live.base_url}/live/{token}", headers={"Origin": PORTAL, **(headers or {})}
        ) as response,
    ):
        opened = Page(response)
        if response.status_code == 200:
            assert next(opened.lines).startswith("retry:")
        yield opened
