"""One process for one system: it serves nothing else, and dies without taking anything away."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest

from tests.sandbox.province import NationalLine, eventually, national_dossier
from tests.support.sandbox_server import HTTP, SandboxServer, free_port


@contextmanager
def apart(server: SandboxServer, system: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Another process of the same sandbox that serves this system alone."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("TINHSO", "DJANGO"))
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox", "serve", system, "--port", str(port)],
        env=inherited | {"SANDBOX_VAR_DIR": str(server.folder), "SANDBOX_PUBLIC_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        eventually(lambda: is_answering(url))
        yield url, process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill the whole group; the test may have done it before, and then nobody is left to kill."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)


def is_answering(url: str) -> bool:
    try:
        return HTTP.get(f"{url}/").is_success
    except httpx.TransportError:
        return False


CALLS = {
    "national_portal": "api/auth",
    "essential_portal": "api/token",
    "old_one_stop": "api/tinh-trang",
    "gateway": "token",
}


@pytest.mark.parametrize("system", CALLS)
def test_a_process_of_one_system_serves_its_pages_its_dials_and_nothing_else(
    dials: SandboxServer, system: str
) -> None:
    with apart(dials, system) as (url, _):
        assert HTTP.get(f"{url}/{system}/").status_code == 200
        assert HTTP.get(f"{url}/population/").status_code == 404
        assert "VNeID" not in HTTP.get(f"{url}/").text
        call = f"{url}/{system}/{CALLS[system]}"
        assert HTTP.post(call, json={}).status_code != 503
        HTTP.put(f"{url}/dials/{system}", json={"mode": "down"}).raise_for_status()
        assert HTTP.post(call, json={}).status_code == 503


def test_what_a_killed_process_acknowledged_is_there_when_another_takes_over(dials: SandboxServer) -> None:
    name = "H09.23-230717-0001"
    with apart(dials, "national_portal") as (url, process):
        there = SandboxServer(base_url=url, folder=dials.folder, secrets=dials.secrets)
        line = NationalLine.opened(there)
        assert line.send(national_dossier(name)) == ["00"]
        end(process)
        assert not is_answering(url)
    survivor = NationalLine(dials, line.session)
    assert survivor.status(name) == "2"


@pytest.mark.parametrize("system", ["weather", "dials"])
def test_an_unknown_system_is_not_served(dials: SandboxServer, system: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "sandbox", "serve", system],
        env={
            **os.environ,
            "SANDBOX_VAR_DIR": str(dials.folder),
            "DJANGO_SETTINGS_MODULE": "sandbox.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    assert f"unknown systems: ['{system}']" in ended.stderr
