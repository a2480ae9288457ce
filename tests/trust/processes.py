"""The house's own web and worker processes on a test's database, with everything they write kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from django.conf import settings

from tests.support.sandbox_server import SandboxServer, free_port

PATIENCE_S = 60
_HTTP = httpx.Client(trust_env=False, follow_redirects=False, timeout=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Web and worker: where the web listens and where both write."""

    web: str
    logs: tuple[Path, ...]


@contextmanager
def web_and_worker(
    *, app_url: str, legal_clock: Path, sandbox: SandboxServer, folder: Path
) -> Iterator[Running]:
    """Start both on the database at ``app_url``; ended with the block."""
    port = free_port()
    environment = _environment(app_url, legal_clock, sandbox, port)
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    web += ["--no-ws", "--log-level", "info", "--workers", "1", "tinhso.config.wsgi:application"]
    worker = [sys.executable, "-m", "tinhso.sites.console.main", "work"]
    logs = (folder / "web.log", folder / "worker.log")
    started = [_start(web, logs[0], environment), _start(worker, logs[1], environment)]
    try:
        _wait_until_served(f"http://127.0.0.1:{port}/", logs[0])
        yield Running(web=f"http://127.0.0.1:{port}", logs=logs)
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGTERM)
        for process in started:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _environment(app_url: str, legal_clock: Path, sandbox: SandboxServer, port: int) -> Mapping[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": app_url,
        "DJANGO_SETTINGS_MODULE": "tinhso.config.settings",
        "PYTHONUNBUFFERED": "1",
        "TINHSO_VAR_DIR": str(settings.TINHSO_VAR_DIR),
        "TINHSO_KEYS_DIR": str(settings.TINHSO_KEYS_DIR),
        "TINHSO_LEGAL_CLOCK_FILE": str(legal_clock),
        "TINHSO_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TINHSO_SANDBOX_URL": sandbox.base_url,
        "TINHSO_POPULATION_WSDL": sandbox.wsdl_url,
        "TINHSO_POPULATION_ACCOUNT": sandbox.secrets["population_account"],
        "TINHSO_GATEWAY_CLIENT_ID": sandbox.secrets["gateway_client_id"],
        "TINHSO_GATEWAY_CLIENT_SECRET": sandbox.secrets["gateway_client_secret"],
        "TINHSO_PAYMENT_SECRET": sandbox.secrets["payment_secret"],
        "TINHSO_MESSAGES_TOKEN": sandbox.secrets["messages_token"],
        "TINHSO_VNEID_CLIENT_SECRET": sandbox.secrets["oidc_client_secret"],
    }


def _start(command: list[str], log: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait_until_served(address: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            if _HTTP.get(address).status_code < 500:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise RuntimeError(f"the web process did not start:\n{log.read_text('utf-8', 'replace')[-3000:]}")
