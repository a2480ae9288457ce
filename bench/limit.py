"""The limit: pgbench's own transaction on the same server, with the same durability."""

from __future__ import annotations

import os
import re
import resource
import subprocess
from dataclasses import dataclass

from bench.house import House
from tinhso.foundation.postgres.service import Cluster

_DATABASE = "pgbench"
_DONE = re.compile(r"number of transactions actually processed: (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """CPU of one TPC-B-like transaction, in milliseconds."""

    server_ms: float
    client_ms: float

    @property
    def total_ms(self) -> float:
        """Server and client together, as for a dossier."""
        return self.server_ms + self.client_ms


def measure_limit(house: House, *, transactions: int = 4000, clients: int = 4) -> Limit:
    """pgbench's default script (three updates, one insert, one select), prepared statements."""
    house.administer(f"create database {_DATABASE}")
    _pgbench(house.cluster, "-i", "-s", "10", "-q")
    _pgbench(house.cluster, "-c", str(clients), "-t", "200", "-M", "prepared", "-n")
    server, before = house.database().cpu_s(), _children_s()
    each = str(transactions // clients)
    said = _pgbench(house.cluster, "-c", str(clients), "-j", "2", "-t", each, "-M", "prepared", "-n")
    found = _DONE.search(said)
    if found is None:
        raise RuntimeError(f"pgbench did not say how much it did:\n{said}")
    done = int(found[1])
    spent_by_server, spent_by_client = house.database().cpu_s() - server, _children_s() - before
    return Limit(server_ms=spent_by_server * 1000 / done, client_ms=spent_by_client * 1000 / done)


def _pgbench(cluster: Cluster, *words: str) -> str:
    result = subprocess.run(
        [str(cluster.binaries / "pgbench"), "-h", "127.0.0.1", "-p", str(cluster.port), "-U", "tinhso_admin"]
        + [*words, _DATABASE],
        env={**os.environ, "PGPASSWORD": cluster.passwords["tinhso_admin"]},
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
