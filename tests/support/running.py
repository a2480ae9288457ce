"""A pytest plugin: the fixture ``house`` is the whole house running, as ``make run`` starts it.

One ``tinhso run`` for the session, in a temporary folder and on free ports: PostgreSQL, sandbox, web,
worker and live as real processes. Nothing of it is shared with this process: a journey looks at pages,
asks the ``tinhso`` command, and reads the database over a connection of its own as the owner.
Journeys move the clock and cut lines, so all of them run in one worker, one after the other.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import psycopg
import pyotp
import pytest

from tests.support.sandbox_server import free_port

START_PATIENCE_S = 240
END_PATIENCE_S = 60
HANG_SECONDS = 3
MORNING = "2023-07-17T08:00"
"""When every journey begins unless it says otherwise: Monday 17 July 2023, 8:00."""

Found = TypeVar("Found")


# The exchange has tests of its own; telling the demonstration's dossiers would keep both cores busy here.
NOT_CONNECTED = dict.fromkeys(("TINHSO_NATIONAL_URL", "TINHSO_ESSENTIAL_URL", "TINHSO_OLD_ONE_STOP_URL"), "")


@dataclass(slots=True, kw_only=True)
class House:
    """A running house: its addresses, its people, and the levers a journey may pull."""

    var: Path
    ports: dict[str, str]
    environment: dict[str, str] = field(repr=False)
    sessions: dict[str, list[Any]] = field(default_factory=dict, repr=False)
    """Cookies of those who have signed in during this run."""
    used_steps: dict[str, int] = field(default_factory=dict, repr=False)
    """The last step of each administrator's app that a journey has used."""
    _supervisor: subprocess.Popen[bytes] | None = None

    @property
    def web(self) -> str:
        """Address of portal and desk."""
        return f"http://127.0.0.1:{self.ports['TINHSO_WEB_PORT']}"

    @property
    def sandbox(self) -> str:
        """Address of the nation in a box."""
        return f"http://127.0.0.1:{self.ports['TINHSO_SANDBOX_PORT']}"

    def ask(self, *words: str) -> str:
        """What a ``tinhso`` subcommand prints; it must succeed."""
        done = subprocess.run(_tinhso(*words), env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"tinhso {' '.join(words)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def set_clock(self, moment: str) -> None:
        """Set the legal clock, e.g. ``2023-07-17T15:30``; it runs on from there."""
        self.ask("clock", "set", moment)

    def password(self) -> str:
        """The password that the demonstration officers share."""
        return str(self._accounts()["password"])

    def one_time_code(self, username: str) -> str:
        """A code of the app that the demonstration's administrators share, not used by this one before.

        It passes for 15 seconds more. Three steps pass at any moment; who signs in more often waits for
        the next, as a person would.
        """
        secret = str(self._accounts()["second_factor"])
        while True:
            now = time.time()
            present = int(now) // 30
            step = max(int(now + 15) // 30 - 1, self.used_steps.get(username, 0) + 1)
            if step <= present + 1:
                self.used_steps[username] = step
                return pyotp.TOTP(secret).generate_otp(step)
            time.sleep(1)

    def officer(self, post: str, agency: str, unit: str) -> str:
        """User name of a demonstration officer: ``officer("reception", "police", "25747")``."""
        return f"{post}-{agency}-{unit}"

    def dial(self, system: str, mode: str, **position: object) -> None:
        """Make a system of the sandbox misbehave: ``dial("population", "down")``."""
        answer = httpx.put(f"{self.sandbox}/dials/{system}", json={"mode": mode, **position}, trust_env=False)
        answer.raise_for_status()

    def normalise(self) -> None:
        """All lines are up and honest again."""
        httpx.delete(f"{self.sandbox}/dials/", trust_env=False).raise_for_status()

    def inbox(self, recipient: str) -> list[dict[str, str]]:
        """What a person (by personal id), number or address received, newest first."""
        answer = httpx.get(
            f"{self.sandbox}/messages/",
            params={"to": recipient},
            headers={"Accept": "application/json"},
            trust_env=False,
        )
        messages: list[dict[str, str]] = answer.raise_for_status().json()["messages"]
        return messages

    def sql(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of a query as the owner of the database, past row-level security."""
        known = json.loads((self.var / "run" / "environment.json").read_text(encoding="utf-8"))
        with psycopg.connect(known["TINHSO_DATABASE_OWNER_URL"], autocommit=True) as connection:
            return connection.execute(statement, values or None).fetchall()  # type: ignore[call-overload,no-any-return]

    def until(self, look: Callable[[], Found], *, what: str, patience_s: float = 30) -> Found:
        """Look again and again until something is found: for what the worker does by itself."""
        deadline = time.monotonic() + patience_s
        while not (found := look()):
            assert time.monotonic() < deadline, f"not within {patience_s} s: {what}\n{self.complaints()}"
            time.sleep(0.2)
        return found

    def log(self, *names: str) -> str:
        """Everything the named programs (all by default) and PostgreSQL have written so far."""
        files = [*(self.var / "log").glob("*.log"), *self._database_folder().glob("data-*/server.log")]
        return "\n".join(
            file.read_text(encoding="utf-8", errors="replace")
            for file in sorted(files)
            if not names or file.stem in names
        )

    def complaints(self) -> str:
        """The errors among the last log lines of web, worker and sandbox: for messages of failed tests."""
        lines = self.log("web", "worker", "sandbox").splitlines()
        return "\n".join(line for line in lines if '"ERROR"' in line or "Error" in line)[-4000:]

    def start(self) -> None:
        """Start everything with officers' accounts but without dossiers, and wait until it serves."""
        output = self.var.parent / "house-output.txt"
        with output.open("wb") as said:
            self._supervisor = subprocess.Popen(
                _tinhso("run", "--without-demo"),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_PATIENCE_S
        while "Ctrl-C" not in (said_so_far := output.read_text(encoding="utf-8")):
            assert self._supervisor.poll() is None, said_so_far
            assert time.monotonic() < deadline, said_so_far
            time.sleep(0.1)
        self.ask("demo", "load", "accounts")

    def end(self) -> None:
        """End every process of this house and remove its database."""
        if self._supervisor is not None and self._supervisor.poll() is None:
            self._supervisor.send_signal(signal.SIGINT)
            try:
                self._supervisor.wait(timeout=END_PATIENCE_S)
            except subprocess.TimeoutExpired:
                self._supervisor.kill()
                self._supervisor.wait()
        self._end_what_is_left()
        if self._database_folder() != self.var / "postgres":
            shutil.rmtree(self._database_folder(), ignore_errors=True)

    def _end_what_is_left(self) -> None:
        from tinhso.sites.console.supervisor.leftovers import end_leftovers

        end_leftovers(str(self.var), grace_s=1.0)

    def _database_folder(self) -> Path:
        moved = self.var / "postgres" / "moved-to"
        return Path(moved.read_text().strip()) if moved.exists() else self.var / "postgres"

    def _accounts(self) -> dict[str, Any]:
        source = self.var / "run" / "demonstration-accounts.json"
        known: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
        return known


@pytest.fixture(scope="session")
def running_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house, running for the whole session."""
    var = tmp_path_factory.mktemp("house").resolve() / "var"
    names = ("WEB", "LIVE", "SANDBOX", "POSTGRES")
    ports = {f"TINHSO_{name}_PORT": str(free_port()) for name in names}
    ours = ("TINHSO_", "SANDBOX_", "DATABASE_", "DJANGO_")
    known = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment = {
        **known,
        **ports,
        "TINHSO_VAR_DIR": str(var),
        **NOT_CONNECTED,
        "SANDBOX_HANG_SECONDS": str(HANG_SECONDS),
    }
    house = House(var=var, ports=ports, environment=environment)
    try:
        house.start()
        yield house
    finally:
        house.end()


@pytest.fixture
def house(running_house: House) -> Iterator[House]:
    """The running house on the morning of the demonstration, with every line up."""
    running_house.normalise()
    running_house.set_clock(MORNING)
    yield running_house
    running_house.normalise()


def _tinhso(*words: str) -> list[str]:
    return [sys.executable, "-m", "tinhso.sites.console.main", *words]


JOURNEYS = "tests/journeys/"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With ``--dist loadfile``: all journeys go to one worker, since there is one house."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class OneHouse(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return JOURNEYS if nodeid.startswith(JOURNEYS) else super()._split_scope(nodeid)

    return OneHouse(config, log)
