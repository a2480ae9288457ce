"""After an outage: stored questions to the population database go out at the agreed rate; pages stay quick.

100,000 questions wait for dossiers of the house. The line is back, and the worker, a process of its own as
in production, drains it at the rate that was agreed with the register (a setting). The register is that of
the sandbox, over SOAP. Measured in a window: questions answered, of those that the rate permits; and dossier
pages of an officer, before the outage ends and while it is drained. The whole queue takes as long as the rate
says; ``--whole`` waits for it.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import httpx
import psycopg

from bench.citizens import signed_in_citizens
from bench.house import House, free_port, throw_away_house, web_process
from bench.intake import one_page, open_page, repeat, start_django
from bench.many_dossiers import ManyDossiers
from bench.officers import OfficersBrowser, signed_in_officers
from bench.papers import Papers
from bench.processes import ProcessTree
from bench.report import finish, show_table
from tinhso.foundation.postgres.service import DATABASE
from tinhso.sites.console.supervisor.preparation import tinhso
from tinhso.sites.console.supervisor.surroundings import sandbox_secrets, share_of

_SERVICE, _CASES, _AGENCIES, _PAGES = "1.004194", 10_000, 20, 12
_WARM_UP_S = 10.0
_BODY = "ledger_question.sealed_body"
_LEFT = "select count(*) from ledger_question where line = 'population' and state = 'asked'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What an officer's page of a dossier costs."""

    cpu_ms: float
    """Of the web process."""
    median_ms: float
    """On the clock, with everything else that this machine does."""


def main() -> None:
    """Measure and report."""
    arguments = _arguments()
    port = free_port()
    os.environ.update(
        TINHSO_POPULATION_WSDL=f"http://127.0.0.1:{port}/population/soap?wsdl",
        TINHSO_POPULATION_PER_SECOND=str(arguments.rate),
    )
    with throw_away_house() as house:
        people = _prepare_register(house)
        start_django()
        with web_process(house) as web:
            officer, dossiers = _dossiers_with_pages(house)
            _store_questions(house, people, arguments.questions)
            before = _open_pages(web, officer, dossiers, arguments.pages)
            with _serving(house, port), _worker(house) as worker:
                _wait_until_draining(house)
                used = _RateUsed(house, worker, arguments.rate)
                during = _open_pages(web, officer, dossiers, arguments.pages)
                used.wait(arguments.seconds if not arguments.whole else None)
                cpu_ms = used.cpu_ms
    _report(arguments, used, cpu_ms, before, during)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=50.0, help="questions a second, as agreed")
    parser.add_argument("--seconds", type=float, default=120.0, help="of the window")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--whole", action="store_true", help="until the queue is empty")
    return parser.parse_args()


def _prepare_register(house: House) -> list[tuple[str, str, str, str]]:
    """The sandbox's people: number, name, day of birth, sex."""
    for word in ("migrate", "seed"):
        subprocess.run(
            [sys.executable, "-m", "sandbox", word],
            env={**os.environ, **share_of(house.environment, "sandbox")},
            stdout=subprocess.DEVNULL,
            check=True,
        )
    os.environ.update(sandbox_secrets(house.var))
    with closing(sqlite3.connect(house.var / "sandbox" / "population.sqlite3")) as store:
        return store.execute(
            "select personal_id, full_name, birth_date, sex from population_citizen"
            " where birth_date is not null and life_status = 'alive'"
        ).fetchall()


def _dossiers_with_pages(house: House) -> tuple[OfficersBrowser, list[UUID]]:
    """A few dossiers filed through HTTP, and an officer of their agency."""
    browsers = signed_in_citizens(house.address, _PAGES)
    open_page(browsers)
    repeat(one_page(Papers()), browsers, _PAGES, 2)
    rows = house.administer("select id, agency_id from dossiers_dossier")
    (officer,) = signed_in_officers(house.address, [rows[0][1]])  # type: ignore[list-item]
    return officer, [row[0] for row in rows]  # type: ignore[misc]


def _store_questions(house: House, people: Sequence[tuple[str, str, str, str]], count: int) -> None:
    """Questions of as many cases, as three days of an outage leave them."""
    from tinhso.foundation.clock.service import legal_now, new_id, real_now
    from tinhso.foundation.crypto.service import blind_index, seal_json

    rows = house.administer(f"select id, code from agencies_agency order by code limit {_AGENCIES}")
    now, chance = legal_now(), random.Random(1)
    many = ManyDossiers(
        house=house,
        agencies=[row[0] for row in rows],  # type: ignore[misc]
        codes=[str(row[1]) for row in rows],
        now=now,
    )
    filed = len(house.administer("select id from dossiers_dossier"))
    many.fill_up_to(min(count, _CASES))
    cases = house.administer(
        "update dossiers_dossier set check_state = 'pending' where id not in"
        f" (select id from dossiers_dossier order by submitted_at desc limit {filed})"
        " returning id, applicant_id"
    )
    with psycopg.connect(house.cluster.url("tinhso_admin", DATABASE)) as connection:
        questions = []
        with connection.cursor().copy(
            "copy ledger_question (id, line, kind, key, case_id, sealed_body, state, asked_at, due_at,"
            " next_at, attempts, last_error) from stdin"
        ) as copy:
            for number in range(count):
                question, (case, person) = new_id(), cases[number % len(cases)]
                personal_id, name, birth, sex = people[number % len(people)]
                body = {
                    "personal_id": personal_id,
                    "full_name": name,
                    "birth": birth,
                    "sex": sex,
                    "asked_by": "H09-CONG-DICH-VU-CONG",
                    "service": _SERVICE,
                }
                asked = now - timedelta(seconds=chance.randrange(3 * 24 * 3600))
                copy.write_row(
                    (
                        question, "population", "person", blind_index(str(number), kind="ledger.population"),
                        case, seal_json(body, owner=question, field=_BODY), "asked", asked,
                        asked + timedelta(days=3), real_now(), 0, "",
                    )
                )  # fmt: skip
                questions.append((new_id(), case, person, question, "pending", asked))
        with connection.cursor().copy(
            "copy verification_request (id, case_id, person_id, question_id, state, asked_at) from stdin"
        ) as copy:
            for row in questions:
                copy.write_row(row)
    house.administer("vacuum analyze", "checkpoint")


@contextmanager
def _serving(house: House, port: int) -> Iterator[None]:
    environment = {**os.environ, **share_of(house.environment, "sandbox")}
    environment["SANDBOX_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    command = (sys.executable, "-m", "sandbox", "serve", "population", "--port", str(port))
    with _running(house, command, environment, "register"):
        for _ in range(600):
            try:
                httpx.get(os.environ["TINHSO_POPULATION_WSDL"], trust_env=False, timeout=5)
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                break
        yield


@contextmanager
def _worker(house: House) -> Iterator[ProcessTree]:
    environment = {**os.environ, **share_of(house.environment, "house")}
    with _running(house, tinhso("work"), environment, "worker") as worker:
        yield worker


@contextmanager
def _running(
    house: House, command: Sequence[str], environment: dict[str, str], name: str
) -> Iterator[ProcessTree]:
    with (house.var / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield ProcessTree(process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_until_draining(house: House) -> None:
    stored, deadline = _left(house), time.monotonic() + 120
    while _left(house) == stored:
        if time.monotonic() > deadline:
            raise RuntimeError(f"nothing is drained:\n{(house.var / 'worker.log').read_text()[-3000:]}")
        time.sleep(0.5)
    time.sleep(_WARM_UP_S)


def _left(house: House) -> int:
    return int(str(house.administer(_LEFT)[0][0]))


class _RateUsed:
    """Questions answered since it was begun, of those that the rate permits."""

    def __init__(self, house: House, worker: ProcessTree, rate: float) -> None:
        self._house, self._worker, self._rate = house, worker, rate
        self._worker_before, self._database_before = worker.cpu_s(), house.database().cpu_s()
        self._began, self._stored = time.monotonic(), _left(house)
        self.seconds = 0.0
        self.answered = 0

    def wait(self, seconds: float | None) -> None:
        """Look on until so many seconds have passed, or until nothing is left."""
        while not self.seconds or seconds is None or self.seconds < seconds:
            time.sleep(2)
            left = _left(self._house)
            self.seconds, self.answered = time.monotonic() - self._began, self._stored - left
            print(f"{self.seconds:.0f} s: {self.answered} answered, {self.share:.3f} of the rate", flush=True)
            if not left:
                break

    @property
    def cpu_ms(self) -> tuple[float, float]:
        """Of a question: the worker, and PostgreSQL with what the pages asked of it."""
        worker = self._worker.cpu_s() - self._worker_before
        database = self._house.database().cpu_s() - self._database_before
        return worker * 1000 / self.answered, database * 1000 / self.answered

    @property
    def share(self) -> float:
        """1.0: as many as were agreed."""
        return self.answered / (self.seconds * self._rate)


def _open_pages(web: ProcessTree, officer: OfficersBrowser, dossiers: list[UUID], count: int) -> Pages:
    for number in range(count // 4):
        _open(officer, dossiers[number % len(dossiers)])
    took, before = [], web.cpu_s()
    for number in range(count):
        began = time.monotonic()
        _open(officer, dossiers[number % len(dossiers)])
        took.append(time.monotonic() - began)
        time.sleep(0.05)  # people read; a machine that is never idle says nothing about one that is
    return Pages(cpu_ms=(web.cpu_s() - before) * 1000 / count, median_ms=statistics.median(took) * 1000)


def _open(officer: OfficersBrowser, dossier: UUID) -> None:
    officer.get(f"/desk/dossiers/{dossier}/", accept="text/html")


def _report(
    arguments: argparse.Namespace,
    used: _RateUsed,
    cpu_ms: tuple[float, float],
    before: Pages,
    during: Pages,
) -> None:
    whole_s = arguments.questions / arguments.rate
    show_table(
        f"{arguments.questions:,} stored questions, drained at {arguments.rate:g} a second",
        [
            ("window", f"{used.seconds:.0f} s of the {whole_s:.0f} s that all of them take"),
            ("answered in it", f"{used.answered:,} of {used.seconds * arguments.rate:,.0f}"),
            ("rate used", f"{used.share:.1%}"),
            ("CPU of a question", f"{cpu_ms[0]:.1f} ms worker + {cpu_ms[1]:.1f} ms PostgreSQL"),
            ("page before", f"{before.cpu_ms:.1f} ms CPU, median {before.median_ms:.1f} ms"),
            ("page during", f"{during.cpu_ms:.1f} ms CPU, median {during.median_ms:.1f} ms"),
        ],
    )
    finish(
        "drain",
        {
            "rate_used_share": round(used.share, 3),
            "questions": arguments.questions,
            "rate": arguments.rate,
            "answered": used.answered,
            "window_s": round(used.seconds),
            "worker_cpu_ms": round(cpu_ms[0], 2),
            "db_cpu_ms": round(cpu_ms[1], 2),
            "page_cpu_ms_before": round(before.cpu_ms, 2),
            "page_cpu_ms_during": round(during.cpu_ms, 2),
            "page_median_ms_before": round(before.median_ms, 1),
            "page_median_ms_during": round(during.median_ms, 1),
        },
    )


if __name__ == "__main__":
    main()
