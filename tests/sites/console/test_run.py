"""`tinhso run` as a newcomer meets it: from nothing to serving, killed without mercy, and back."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import psutil
import pytest

from tests.support.running import NOT_CONNECTED
from tinhso.sites.console.supervisor.leftovers import end_leftovers
from tinhso.sites.console.supervisor.programs import MARK

PATIENCE_S = 240


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """One checkout's run-time folder on ports of its own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        names = ("WEB", "LIVE", "SANDBOX", "POSTGRES")
        self.ports = {f"TINHSO_{name}_PORT": str(free_port()) for name in names}
        known = {k: v for k, v in os.environ.items() if not k.startswith(("TINHSO_", "DATABASE_", "DJANGO_"))}
        self.environment = {**known, **self.ports, **NOT_CONNECTED, "TINHSO_VAR_DIR": str(var)}
        self.output = var.parent / "output.txt"

    def start(self) -> subprocess.Popen[bytes]:
        with self.output.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "tinhso.sites.console.main", "run"],
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
            )
        deadline = time.monotonic() + PATIENCE_S
        while "Ctrl-C" not in self.output.read_text(encoding="utf-8"):
            assert process.poll() is None, self.output.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, self.output.read_text(encoding="utf-8")
            time.sleep(0.1)
        return process

    def ask(self, *words: str) -> str:
        command = [sys.executable, "-m", "tinhso.sites.console.main", *words]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True
        ).stdout

    def processes(self) -> list[psutil.Process]:
        """Everything that serves this folder: marked programs and PostgreSQL with its children."""
        found = []
        for process in psutil.process_iter():
            try:
                marked = process.environ().get(MARK) == str(self.var)
                if marked or str(self.cluster_home()) in " ".join(process.cmdline()):
                    found += [process, *process.children(recursive=True)]
            except psutil.Error:
                continue
        return found

    def kill_all(self) -> None:
        """Without mercy; a child may be gone by itself, because its parent was killed first."""
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def cluster_home(self) -> Path:
        marker = self.var / "postgres" / "moved-to"
        return Path(marker.read_text().strip()) if marker.exists() else self.var / "postgres"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "var")
    yield house
    end_leftovers(str(house.var), grace_s=1.0)
    house.kill_all()
    if (house.var / "postgres" / "moved-to").exists():
        shutil.rmtree(house.cluster_home(), ignore_errors=True)


def sealed_entries(house: House) -> int:
    """How many entries of the audit log are sealed, once it has been found whole."""
    said = house.ask("audit", "verify")
    assert "Nhật ký nguyên vẹn" in said
    return int(said.split(" mục đã niêm phong")[0].split()[-1])


@pytest.mark.slow
def test_the_house_starts_from_nothing_survives_a_massacre_and_ends_without_a_trace(house: House) -> None:
    first = house.start()
    told = re.search(r"Hồ sơ trình diễn: (\d+)/\1\b", house.output.read_text(encoding="utf-8"))
    assert told is not None, "the demonstration is loaded by what a newcomer types"
    browser = build_opener(ProxyHandler({}))
    for name in ("WEB", "SANDBOX"):
        with browser.open(f"http://127.0.0.1:{house.ports[f'TINHSO_{name}_PORT']}/", timeout=10) as answer:
            assert answer.status == 200
    assert "đang chạy rồi" in house.ask("run"), "a second run only says where the first one is"
    house.ask("audit", "seal")
    sealed = sealed_entries(house)

    first.kill()
    house.kill_all()
    first.wait()

    second = house.start()
    assert "Cập nhật cấu trúc" not in house.output.read_text(encoding="utf-8"), "nothing is prepared twice"
    assert sealed_entries(house) >= sealed > 0, "what the worker wrote before it died comes on top"

    second.send_signal(signal.SIGINT)
    assert second.wait(timeout=60) == 0
    assert [process for process in house.processes() if process.is_running()] == []
