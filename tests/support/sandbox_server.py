"""A pytest plugin: the fixture ``sandbox`` starts the outside world as its own process.

Register it with ``pytest_plugins = ["tests.support.sandbox_server"]`` in the top conftest.
The server lives for the session, in a temporary folder, on a free port. Tests that turn a dial
use the fixture ``dials``, which turns everything back afterwards.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

# One client for all: making one per request costs more than the request itself. Its connections are
# not kept: a server that answers before it read the body cuts them, and a test would meet that by chance.
HTTP = httpx.Client(verify=False, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))
STARTUP_SECONDS = 60
HANG_SECONDS = 3
CLOCK_FILE = "legal-clock.json"
"""In the sandbox's folder; a test that writes it lets the outside world play at another time."""
REDIRECT_URI = "http://127.0.0.1:8000/sign-in/callback"


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxServer:
    """A running sandbox: where it is and what a client must know."""

    base_url: str
    folder: Path
    secrets: dict[str, str] = field(repr=False)

    @property
    def wsdl_url(self) -> str:
        return f"{self.base_url}/population/soap?wsdl"

    @property
    def issuer(self) -> str:
        return f"{self.base_url}/vneid"

    def turn_dial(self, system: str, mode: str, **position: object) -> None:
        """Make a system misbehave: ``turn_dial("population", "down", requests=2)``."""
        response = HTTP.put(f"{self.base_url}/dials/{system}", json={"mode": mode, **position})
        response.raise_for_status()

    def normalise(self) -> None:
        """Turn every dial back to normal."""
        HTTP.delete(f"{self.base_url}/dials/").raise_for_status()

    def inbox(self, recipient: str) -> list[dict[str, str]]:
        """What a telephone number, e-mail address or person (by id) received, newest first."""
        response = HTTP.get(
            f"{self.base_url}/messages/",
            params={"to": recipient},
            headers={"Accept": "application/json"},
        )
        messages: list[dict[str, str]] = response.raise_for_status().json()["messages"]
        return messages


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxServer]:
    """The outside world, running."""
    folder = tmp_path_factory.mktemp("sandbox")
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name != "DJANGO_SETTINGS_MODULE" and not name.startswith(("TINHSO_", "SANDBOX_"))
    }
    environment = inherited | {
        "SANDBOX_VAR_DIR": str(folder),
        "SANDBOX_PUBLIC_URL": base_url,
        "SANDBOX_REDIRECT_URIS": REDIRECT_URI,
        "SANDBOX_HANG_SECONDS": str(HANG_SECONDS),
        "SANDBOX_CLOCK_FILE": str(folder / CLOCK_FILE),
    }
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "sandbox", "serve", "--port", str(port), "--prepare"],
            env=environment,
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_ready(base_url, process, log)
        secrets = json.loads((folder / "secrets.json").read_text("utf-8"))
        yield SandboxServer(base_url=base_url, folder=folder, secrets=secrets)
    finally:
        _end(process)


@pytest.fixture
def dials(sandbox: SandboxServer) -> Iterator[SandboxServer]:
    """The sandbox for a test that turns dials; all are normal before and after."""
    sandbox.normalise()
    yield sandbox
    sandbox.normalise()


def _wait_until_ready(base_url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            if HTTP.get(f"{base_url}/").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"the sandbox did not start:\n{log.read_text('utf-8', 'replace')}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)


@pytest.fixture
def gateway_line(
    dials: SandboxServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SandboxServer]:
    """The sandbox's gateway, as the configured line of its three registers; no test is timed by it."""
    from tinhso.services.verification.looking_up import asking
    from tinhso.services.verification.looking_up.adapters.gateway import gateway

    monkeypatch.setattr(asking, "SECONDS", 60.0)
    settings.TINHSO_GATEWAY_URL = f"{dials.base_url}/gateway"
    settings.TINHSO_GATEWAY_CLIENT_ID = dials.secrets["gateway_client_id"]
    settings.TINHSO_GATEWAY_CLIENT_SECRET = dials.secrets["gateway_client_secret"]
    settings.TINHSO_GATEWAY_PER_SECOND = dict.fromkeys(("business", "insurance", "budget"), 1000.0)
    gateway.cache_clear()
    yield dials
    gateway.cache_clear()
