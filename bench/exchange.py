"""What a message between two systems costs: from a change in the house until the other has it on disk.

Out: a change of a dossier is stored (one transaction each, sealed), told in batches with a token, kept by
the portal with an fsync and acknowledged, and the acknowledgement stored. In: a signed push comes to the web
process, is checked, sealed and on disk before it is answered. CPU is that of the house: this process, which
does the worker's part, the web process and PostgreSQL's share. The limit is the same number of plain inserts
on the same server, one transaction each. Four connections push and insert; changes go out one by one.
"""

from __future__ import annotations

import argparse
import hmac
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import psycopg

from bench.house import House, free_port, throw_away_house, web_process
from bench.intake import start_django
from bench.report import finish, show_table
from tinhso.foundation.postgres.service import Cluster

if TYPE_CHECKING:
    from uuid import UUID

_PUSH_SECRET = "bench-push"
_STATUSES = (2, 4, 9)
_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds of one phase: CPU of the house's programs, of PostgreSQL, and of the clock on the wall."""

    app_s: float
    db_s: float
    wall_s: float


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=3000)
    messages = parser.parse_args().messages // len(_STATUSES) * len(_STATUSES)
    port = free_port()
    os.environ.update(
        TINHSO_ESSENTIAL_URL=f"http://127.0.0.1:{port}",
        TINHSO_ESSENTIAL_CLIENT_SECRET="bench",
        TINHSO_ESSENTIAL_PUSH_SECRET=_PUSH_SECRET,
    )
    with throw_away_house() as house, _portal(house, port):
        start_django()
        ids = _open_dossiers(messages // len(_STATUSES))
        _send()
        out = _measured(house, lambda: _tell_all(ids))
        with web_process(house) as web:
            into = _measured(house, lambda: _push_all(house, messages), web)
        limit_s = _plain_inserts(house, 2 * messages)
    _report(messages, out, into, limit_s)


def _report(messages: int, out: Cost, into: Cost, limit_s: float) -> None:
    rate = 2 * messages / (out.wall_s + into.wall_s)
    cpu_ms = (out.app_s + out.db_s + into.app_s + into.db_s) * 1000 / (2 * messages)
    limit_rate = 2 * messages / limit_s
    rows = [
        (f"{name}: {messages} messages", f"{messages / cost.wall_s:,.0f} a second")
        for name, cost in (("out", out), ("in", into))
    ]
    rows += [
        (f"{name}: CPU of each", f"{cost.app_s * 1000 / messages:.2f} + {cost.db_s * 1000 / messages:.2f} ms")
        for name, cost in (("out", out), ("in", into))
    ]
    rows += [
        ("both: messages a second", f"{rate:,.0f}"),
        ("both: CPU of a message", f"{cpu_ms:.2f} ms"),
        ("limit: plain inserts a second", f"{limit_rate:,.0f}"),
    ]
    show_table("Messages between two systems, acknowledged and on disk (app + PostgreSQL)", rows)
    finish(
        "exchange",
        {
            "messages_per_s": round(rate, 1),
            "cpu_ms_per_message": round(cpu_ms, 2),
            "limit_messages_per_s": round(limit_rate, 1),
            "out_cpu_ms": round((out.app_s + out.db_s) * 1000 / messages, 2),
            "in_cpu_ms": round((into.app_s + into.db_s) * 1000 / messages, 2),
        },
    )


@contextmanager
def _portal(house: House, port: int) -> Iterator[None]:
    house.administer("create database portal")
    url = _admin_url(house.cluster, "portal")
    process = subprocess.Popen([sys.executable, "-m", "bench.portal", str(port), url], start_new_session=True)
    try:
        _wait_for(port)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            httpx.post(f"http://127.0.0.1:{port}/token", json={}, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the portal did not start")


def _admin_url(cluster: Cluster, database: str) -> str:
    return cluster.url("tinhso_admin", database)


def _open_dossiers(count: int) -> list[UUID]:
    from tinhso.coordination.exchange.adapters.registry import peers_of
    from tinhso.coordination.exchange.keeping import rows
    from tinhso.coordination.exchange.types import HOUSE
    from tinhso.engines.sync.service import Changed, DossierKey, Parts
    from tinhso.foundation.clock.service import legal_now
    from tinhso.foundation.unit_of_work.service import unit_of_work

    fields = {
        "procedure_code": "1.004194",
        "agency": "H09.5.11.3",
        "applicant_name": "Nguyễn Thị Hoa",
        "applicant_id": "074190001234",
        "received_at": legal_now().isoformat(),
    }
    kept = []
    with unit_of_work(actor=_system(), now=legal_now()) as work:
        for number in range(count):
            code = f"H09.5.11.3-230717-{number:06d}"
            each = rows.begin(
                DossierKey(HOUSE, code),
                house_id=None,
                peers=peers_of(agency_code="H09.5.11.3", creator=HOUSE),
            )
            parts = Parts(opening=HOUSE, fields={**fields, "receipt_number": code}, status=1)
            each.step(Changed(parts), now=work.now)
            kept.append(each)
        rows.save(kept)
    return [each.id for each in kept]


def _tell_all(ids: list[UUID]) -> float:
    """Each dossier takes its steps, as announcements do one by one; then everything is told."""
    from tinhso.coordination.exchange.adapters.registry import peers_of
    from tinhso.coordination.exchange.keeping import rows
    from tinhso.engines.sync.service import Changed, Parts
    from tinhso.foundation.clock.service import legal_now
    from tinhso.foundation.unit_of_work.service import unit_of_work

    before = time.process_time()
    for status in _STATUSES:
        for dossier_id in ids:
            with unit_of_work(actor=_system(), now=legal_now()) as work:
                kept = rows.load([dossier_id], peers_of=peers_of)[dossier_id]
                kept.step(Changed(Parts(status=status)), now=work.now)
                rows.save([kept])
        _send()
    return time.process_time() - before


def _send() -> None:
    from tinhso.coordination.exchange.service import send_due

    while send_due("essential_portal").told:
        pass


def _push_all(house: House, messages: int) -> float:
    """Signed pushes, a few at once; returns what the house's side of this process spent: nothing."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda start: _push_some(house, range(start, messages, _AT_ONCE)), range(_AT_ONCE)))
    return 0.0


def _push_some(house: House, numbers: range) -> None:
    with httpx.Client(base_url=house.address, trust_env=False) as client:
        for number in numbers:
            body = json.dumps(_push(number), ensure_ascii=False).encode()
            moment = str(int(time.time()))
            signature = hmac.new(_PUSH_SECRET.encode(), f"{moment}.".encode() + body, "sha256").hexdigest()
            answer = client.post(
                "/exchange/essential-portal",
                content=body,
                headers={"X-Timestamp": moment, "X-Signature": signature},
            )
            if answer.status_code != 202:
                raise RuntimeError(f"a push was answered {answer.status_code}")


def _push(number: int) -> dict[str, Any]:
    return {
        "message_id": f"TD{number:016d}",
        "kind": "withdrawn",
        "sequence": 1,
        "made_at": "2023-07-17T09:00:00+07:00",
        "dossier": {"MaHoSo": f"G01.99-230717-{number:06d}", "GhiChu": "Tôi xin rút hồ sơ để nộp lại."},
    }


def _measured(house: House, work: Any, web: Any = None) -> Cost:
    database = house.database()
    db_before, web_before, wall = database.cpu_s(), web.cpu_s() if web else 0.0, time.monotonic()
    own = work()
    return Cost(
        app_s=own + (web.cpu_s() - web_before if web else 0.0),
        db_s=database.cpu_s() - db_before,
        wall_s=time.monotonic() - wall,
    )


def _plain_inserts(house: House, count: int) -> float:
    url, text = _admin_url(house.cluster, "portal"), json.dumps(_push(1), ensure_ascii=False)

    def insert_some(_: int) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            for _ in range(count // _AT_ONCE):
                connection.execute("insert into plain (body) values (%s)", [text])

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table plain (id bigserial primary key, body text)")
    start = time.monotonic()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(insert_some, range(_AT_ONCE)))
    return time.monotonic() - start


def _system() -> Any:
    from tinhso.foundation.authority.service import system_actor

    return system_actor("bench")


if __name__ == "__main__":
    main()
