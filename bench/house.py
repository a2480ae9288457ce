"""A throw-away house: its own PostgreSQL (fsync on), migrated and loaded, and web as in production."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
import psycopg

from bench.processes import ProcessTree
from tinhso.foundation.clock.service import VIETNAM, set_legal_clock
from tinhso.foundation.postgres import service as postgres
from tinhso.sites.console.supervisor.house import house_programs
from tinhso.sites.console.supervisor.surroundings import Ports, database_environment, house_environment

LEGAL_START = datetime(2023, 7, 17, 9, 0, tzinfo=VIETNAM)
_COUNTING = {
    "shared_preload_libraries": "'pg_stat_statements'",
    "pg_stat_statements.track": "'none'",
    "pg_stat_statements.track_utility": "off",
    "pg_stat_statements.max": "5000",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A prepared house, its address and what its processes need to know."""

    cluster: postgres.Cluster
    environment: Mapping[str, str]
    ports: Ports
    var: Path

    @property
    def address(self) -> str:
        """Where the web process answers."""
        return f"http://127.0.0.1:{self.ports.web}"

    def database(self) -> ProcessTree:
        """PostgreSQL with its backends and background processes."""
        return ProcessTree(int((self.cluster.data / "postmaster.pid").read_text().split()[0]))

    def administer(self, *statements: str) -> list[tuple[object, ...]]:
        """Run statements as the cluster's administrator; the rows of the last one."""
        rows: list[tuple[object, ...]] = []
        with psycopg.connect(
            self.cluster.url("tinhso_admin", postgres.DATABASE), autocommit=True
        ) as connection:
            for statement in statements:
                cursor = connection.execute(statement)
                rows = cursor.fetchall() if cursor.description else []
        return rows


@contextmanager
def throw_away_house() -> Iterator[House]:
    """Prepare everything in a temporary folder, and leave nothing behind."""
    var = Path(tempfile.mkdtemp(prefix="tinhso-bench-"))
    cluster = postgres.ensure_running(folder=var / "postgres", settings=_COUNTING)
    try:
        ports = Ports(web=free_port(), live=free_port(), sandbox=free_port(), postgres=cluster.port)
        environment = {
            **house_environment(var, ports),
            **database_environment(cluster),
            # No line is called while filing; these are only what a process needs in order to start.
            "TINHSO_PAYMENT_SECRET": "bench",
            "TINHSO_MESSAGES_TOKEN": "bench",
            "TINHSO_VNEID_CLIENT_SECRET": "bench",
        }
        os.environ.update(environment)
        os.environ.pop("TINHSO_DATABASE_OWNER_URL")
        set_legal_clock(LEGAL_START)
        _prepare(environment)
        yield House(cluster=cluster, environment=environment, ports=ports, var=var)
    finally:
        postgres.remove(cluster)
        shutil.rmtree(var, ignore_errors=True)


@contextmanager
def web_process(house: House) -> Iterator[ProcessTree]:
    """Granian as `tinhso run` starts it: WSGI, 2 workers, 4 blocking threads each."""
    web = next(program for program in house_programs(house.ports, house.environment) if program.name == "web")
    with (house.var / "web.log").open("wb") as log:
        process = subprocess.Popen(
            web.command,
            env={**os.environ, **web.environment},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_served(house.address, house.var / "web.log", process)
        yield ProcessTree(process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    """A port nobody listens on at this moment."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _prepare(environment: Mapping[str, str]) -> None:
    for words in (
        ["keys", "create"],
        ["manage", "migrate", "--verbosity", "0"],
        ["province", "load"],
        ["catalogue", "publish"],
    ):
        subprocess.run(
            [sys.executable, "-m", "tinhso.sites.console.main", *words],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            check=True,
        )


def _wait_until_served(address: str, log: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{address}/", trust_env=False, timeout=5).status_code < 500:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"the web process did not start:\n{log.read_text('utf-8', 'replace')[-3000:]}")
