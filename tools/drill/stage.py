"""The stage: one PostgreSQL and one prepared house and nation, of which every drill gets fresh copies."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from tinhso.foundation.postgres import service as postgres
from tinhso.sites.console.supervisor.preparation import tinhso
from tinhso.sites.console.supervisor.surroundings import Ports, house_environment, sandbox_secrets, share_of
from tools.drill.crowd import Crowd, gather
from tools.drill.proxies import free_port

_HOUSE = (
    ("clock", "set", "2023-07-17T09:00"),
    ("keys", "create"),
    ("manage", "migrate", "--verbosity", "0"),
    ("province", "load"),
    ("catalogue", "publish"),
)


@dataclass(slots=True, kw_only=True)
class Stage:
    """What all drills of one run share. ``crowd`` is signed in wherever the prepared house is copied."""

    folder: Path
    cluster: postgres.Cluster
    crowd: Crowd
    scenes: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    """What PostgreSQL was last started with beside its own."""

    @property
    def prepared(self) -> Path:
        """Keys, clock and the nation's stores, as every drill begins with them."""
        return self.folder / "prepared"

    @property
    def postgres_folder(self) -> Path:
        """Where the cluster lives."""
        return self.folder / "postgres"

    def copy(self) -> tuple[Path, str]:
        """A fresh folder and a fresh database for one drill."""
        self.scenes += 1
        var, name = self.folder / f"scene-{self.scenes}", f"tinhso_scene_{self.scenes}"
        shutil.copytree(self.prepared, var)
        postgres.create_database(self.cluster, name, template=postgres.DATABASE)
        return var, name

    def kill_postgres(self) -> None:
        """SIGKILL for the server and all it started: what stood in shared memory only is gone."""
        pid_file = self.cluster.data / "postmaster.pid"
        server = psutil.Process(int(pid_file.read_text().split()[0]))
        everybody = [server, *server.children(recursive=True)]
        for process in everybody:
            process.suspend()
        for process in everybody:
            process.kill()
        psutil.wait_procs(everybody, timeout=10)

    def start_postgres(self, settings: Mapping[str, str]) -> None:
        """Start the server, or start it anew with other settings."""
        postgres.ensure_running(folder=self.postgres_folder, settings=dict(settings))


@contextmanager
def prepared_stage(*, people: int) -> Iterator[Stage]:
    """Prepare everything in a temporary folder, for ``people`` filings at the house; leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="tinhso-drill-"))
    cluster = postgres.ensure_running(folder=folder / "postgres")
    try:
        crowd = _prepare(folder / "prepared", cluster, people)
        yield Stage(folder=folder, cluster=cluster, crowd=crowd)
    finally:
        postgres.remove(cluster)
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(var: Path, cluster: postgres.Cluster, people: int) -> Crowd:
    var.mkdir()
    environment = environment_of(var, cluster, postgres.DATABASE, Ports(web=0, live=0, sandbox=0, postgres=0))
    with ThreadPoolExecutor(max_workers=1) as beside:
        nation = beside.submit(_prepare_nation, environment)
        known = {**os.environ, **environment}
        for words in _HOUSE:
            subprocess.run(tinhso(*words), env=known, stdout=subprocess.DEVNULL, check=True)
        crowd = gather(people, known)
        nation.result()
    return crowd


def _prepare_nation(environment: Mapping[str, str]) -> None:
    for word in ("migrate", "seed"):
        command = (sys.executable, "-m", "sandbox", word)
        env = {**os.environ, **share_of(environment, "sandbox")}
        subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
    # Some of its seeded dossiers are wrong on purpose, for operators to see; here every queue must end empty.
    with (
        closing(sqlite3.connect(Path(environment["SANDBOX_VAR_DIR"]) / "old_one_stop.sqlite3")) as store,
        store,
    ):
        store.execute("delete from old_one_stop_change")
        store.execute("delete from old_one_stop_dossier")
        store.execute("delete from sqlite_sequence")


def environment_of(var: Path, cluster: postgres.Cluster, database: str, ports: Ports) -> dict[str, str]:
    """What the processes of one drill share, before its lines are known."""
    return {
        **house_environment(var, ports),
        "DATABASE_URL": cluster.url(postgres.APP_ROLE, database),
        "TINHSO_DATABASE_OWNER_URL": cluster.url(postgres.OWNER_ROLE, database),
        "TINHSO_KEYS_DIR": str(var / "keys"),
        "TINHSO_FILES_DIR": str(var / "files"),
        "TINHSO_TREE_HEADS_FILE": str(var / "audit" / "tree-heads.jsonl"),
        **sandbox_secrets(var),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The database of one drill, read past row-level security."""

    url: str = field(repr=False)

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """The rows of one query."""
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
            return connection.execute(statement, values or None).fetchall()


def new_ports() -> Ports:
    """Ports of one drill that nobody listens on."""
    return Ports(web=free_port(), live=free_port(), sandbox=free_port(), postgres=0)
