"""A throw-away PostgreSQL for tests: one template migrated as the owner, one copy a worker.

Tests connect as the application role, so that row-level security and missing privileges are felt
by every test, as in production. ``PG_BIN`` chooses other binaries (Debian's 15 in CI).
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tinhso.foundation.postgres.service import (
    Cluster,
    create_database,
    drop_database,
    ensure_running,
    remove,
)

TEMPLATE = "template_tinhso"

_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "120",
}


def start_cluster() -> Cluster:
    """Start the cluster of this test run and migrate its template database."""
    folder = Path(tempfile.mkdtemp(prefix="tinhso-test-"))
    return _migrated(ensure_running(folder=folder, settings=_FAST))


def migrated_cluster(folder: Path) -> Cluster:
    """A cluster for one file of tests alone, which may end it and ``start_again``."""
    return _migrated(start_again(folder))


def _migrated(cluster: Cluster) -> Cluster:
    try:
        _migrate_template(cluster)
    except BaseException:
        remove(cluster)
        raise
    return cluster


def start_again(folder: Path) -> Cluster:
    """Start the cluster kept in ``folder``; what was committed before a kill is there."""
    return ensure_running(folder=folder, settings={**_FAST, "synchronous_commit": "on"})


def _migrate_template(cluster: Cluster) -> None:
    create_database(cluster, TEMPLATE)
    environment = {
        **os.environ,
        "TINHSO_DATABASE_ROLE": "owner",
        "TINHSO_DATABASE_OWNER_URL": cluster.url("tinhso_owner", TEMPLATE),
        "DJANGO_SETTINGS_MODULE": "tinhso.config.settings",
        "TINHSO_SECRET_KEY": "tests-only",
    }
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--skip-checks", "--verbosity", "0"],
        env=environment,
        check=True,
    )


@contextmanager
def shared_cluster(folder: Path) -> Iterator[Cluster]:
    """The cluster of this run: started by the first worker, removed by the last."""
    register = folder / "cluster.json"
    with _locked(folder):
        if register.exists():
            found = json.loads(register.read_text())
            cluster = _cluster_from(found["cluster"])
        else:
            cluster = start_cluster()
            found = {"cluster": _as_json(cluster), "users": 0}
        register.write_text(json.dumps({**found, "users": found["users"] + 1}))
    try:
        yield cluster
    finally:
        with _locked(folder):
            found = json.loads(register.read_text())
            found["users"] -= 1
            register.write_text(json.dumps(found))
            if found["users"] == 0:
                register.unlink()
                remove(cluster)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "cluster.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _as_json(cluster: Cluster) -> dict[str, object]:
    plain = asdict(cluster)
    return {**plain, "binaries": str(cluster.binaries), "data": str(cluster.data)}


def _cluster_from(found: dict[str, object]) -> Cluster:
    return Cluster(
        binaries=Path(str(found["binaries"])),
        data=Path(str(found["data"])),
        port=int(str(found["port"])),
        passwords=dict(found["passwords"]),  # type: ignore[call-overload]
    )


def database_for(cluster: Cluster, worker: str) -> str:
    """A fresh copy of the template for ``worker``."""
    name = f"tinhso_{worker}"
    drop_database(cluster, name)
    create_database(cluster, name, template=TEMPLATE)
    return name


@dataclass(frozen=True, slots=True, kw_only=True)
class CommittedDatabase:
    """A database of one test alone, in which transactions really commit and threads see each other."""

    name: str
    app_url: str = field(repr=False)
    owner_url: str = field(repr=False)

    def sql(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of a query as the owner, past row-level security; nothing is returned by a change."""
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []


@contextmanager
def committed_copy(cluster: Cluster, worker: str) -> Iterator[CommittedDatabase]:
    """A fresh copy of the template that the application is connected to; dropped afterwards."""
    from django.conf import settings
    from django.db import connections

    from tinhso.config.settings.database import from_url

    name = database_for(cluster, f"{worker}_committed")
    known = dict(settings.DATABASES["default"])
    _connect_to(from_url(cluster.url("tinhso_app", name)))
    try:
        yield CommittedDatabase(
            name=name,
            app_url=cluster.url("tinhso_app", name),
            owner_url=cluster.url("tinhso_owner", name),
        )
    finally:
        connections["default"].close()
        _connect_to(known)
        drop_database(cluster, name)


def _connect_to(database: dict[str, Any]) -> None:
    """Point this thread's connection, and those that other threads will make, to another database."""
    from django.conf import settings
    from django.db import connections

    connections["default"].close()
    for target in (settings.DATABASES["default"], connections["default"].settings_dict):
        target.update(database)
