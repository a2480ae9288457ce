"""What the first page of a work list costs: 20 of many dossiers of 100 agencies, as a page and as JSON.

CPU of every granian process and of every PostgreSQL process, over many requests of officers of several
agencies, each with its session, its audit row and its commit. The same at three sizes: a list must not grow
with what is not on it. The limit is one plain statement that reads the same twenty rows, prepared, on the
same server. Searches by whole words of names are measured beside it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import psycopg

from bench.house import House, throw_away_house, web_process
from bench.intake import start_django
from bench.many_dossiers import ManyDossiers
from bench.officers import OfficersBrowser, signed_in_officers
from bench.processes import ProcessTree
from bench.report import finish, show_table
from tinhso.foundation.postgres.service import DATABASE

SIZES = (10_000, 100_000, 1_000_000)
AIMED_AT = 100_000
_AGENCIES, _OFFICERS = 100, 8
_LIST, _FIND = "/desk/queues/to_process/", "/desk/find/"
_SOUGHT = ("nguyen thi hoa", "hoa", "tran van uyen", "le minh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """CPU milliseconds of one request."""

    app_ms: float
    db_ms: float

    @property
    def total_ms(self) -> float:
        """App and PostgreSQL together."""
        return self.app_ms + self.db_ms


def main() -> None:
    """Measure and report."""
    arguments = _arguments()
    with throw_away_house() as house:
        start_django()
        many, officers = _prepare(house)
        html: dict[int, Cost] = {}
        json: dict[int, Cost] = {}
        search: dict[int, Cost] = {}
        with web_process(house) as web:
            for size in [size for size in SIZES if size <= arguments.most]:
                began = time.monotonic()
                many.fill_up_to(size)
                print(f"{size} dossiers after {time.monotonic() - began:.0f} s", flush=True)
                html[size] = _measure(house, web, officers, arguments.requests, _open_page)
                json[size] = _measure(house, web, officers, arguments.requests, _open_json)
                search[size] = _measure(house, web, officers, arguments.requests, _search)
        limit = _limit(house, many, arguments.requests)
    _report(html, json, search, limit)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=320)
    parser.add_argument("--most", type=int, default=SIZES[-1], help="stop at this size")
    return parser.parse_args()


def _prepare(house: House) -> tuple[ManyDossiers, list[OfficersBrowser]]:
    from tinhso.foundation.clock.service import legal_now

    rows = house.administer(f"select id, code from agencies_agency order by code limit {_AGENCIES}")
    agencies = [row[0] for row in rows]
    many = ManyDossiers(
        house=house,
        agencies=agencies,  # type: ignore[arg-type]
        codes=[str(row[1]) for row in rows],
        now=legal_now(),
    )
    return many, signed_in_officers(house.address, agencies[:: _AGENCIES // _OFFICERS])  # type: ignore[arg-type]


def _open_page(officer: OfficersBrowser, number: int) -> None:
    page = officer.get(_LIST, accept="text/html")
    if page.count("ts-worklist__code") != 20:
        raise RuntimeError("a page must show twenty dossiers")


def _open_json(officer: OfficersBrowser, number: int) -> None:
    if officer.get(_LIST, accept="application/json").count('"code"') != 20:
        raise RuntimeError("an answer must hold twenty dossiers")


def _search(officer: OfficersBrowser, number: int) -> None:
    form = {"sought": _SOUGHT[number % len(_SOUGHT)], "csrfmiddlewaretoken": officer.csrf_token}
    officer.post(_FIND, urlencode(form).encode())


def _measure(
    house: House,
    web: ProcessTree,
    officers: Sequence[OfficersBrowser],
    requests: int,
    ask: Callable[[OfficersBrowser, int], None],
) -> Cost:
    for number in range(requests // 2):
        ask(officers[number % len(officers)], number)
    database = house.database()
    app_before, db_before = web.cpu_s(), database.cpu_s()
    for number in range(requests):
        ask(officers[number % len(officers)], number // len(officers))
    return Cost(
        app_ms=(web.cpu_s() - app_before) * 1000 / requests,
        db_ms=(database.cpu_s() - db_before) * 1000 / requests,
    )


def _limit(house: House, many: ManyDossiers, requests: int) -> Cost:
    """The same twenty rows by one prepared statement: no authority, no audit, no page."""
    statement = """select d.id, d.code, d.sealed_applicant_name, d.status, d.submitted_at, w.due_at
        from dossiers_worklist w join dossiers_dossier d on d.id = w.dossier_id
        where w.agency_id = %s and w.queue = 'to_process' order by w.sort_at, w.dossier_id limit 20"""
    repeated = requests * 10
    with psycopg.connect(
        house.cluster.url("tinhso_admin", DATABASE), autocommit=True, prepare_threshold=0
    ) as connection:
        database = house.database()
        for agency in many.agencies[:20]:
            connection.execute(statement, [agency]).fetchall()
        app_before, db_before = time.process_time(), database.cpu_s()
        for number in range(repeated):
            connection.execute(statement, [many.agencies[number % len(many.agencies)]]).fetchall()
        return Cost(
            app_ms=(time.process_time() - app_before) * 1000 / repeated,
            db_ms=(database.cpu_s() - db_before) * 1000 / repeated,
        )


def _report(html: dict[int, Cost], json: dict[int, Cost], search: dict[int, Cost], limit: Cost) -> None:
    kinds = {"page": html, "JSON": json, "search": search}
    rows = [
        (f"{kind} at {size:,}", f"{cost.app_ms:.2f} ms app + {cost.db_ms:.2f} ms PostgreSQL")
        for kind, costs in kinds.items()
        for size, cost in costs.items()
    ]
    rows.append(("limit: one plain statement", f"{limit.app_ms:.3f} ms client + {limit.db_ms:.3f} ms server"))
    show_table(f"First page of 20, {_AGENCIES} agencies", rows)
    size = AIMED_AT if AIMED_AT in html else max(html)
    first, last = html[min(html)], html[max(html)]
    finish(
        "worklist",
        {
            "app_cpu_ms": round(html[size].app_ms, 2),
            "db_cpu_ms": round(html[size].db_ms, 2),
            "growth_10k_to_1m": round(last.total_ms / first.total_ms, 2),
            "growth_db_10k_to_1m": round(last.db_ms / first.db_ms, 2),
            "json_app_cpu_ms": round(json[size].app_ms, 2),
            "json_db_cpu_ms": round(json[size].db_ms, 2),
            "search_app_cpu_ms": round(search[max(search)].app_ms, 2),
            "search_db_cpu_ms": round(search[max(search)].db_ms, 2),
            "limit_cpu_ms": round(limit.total_ms, 3),
            "limit_db_cpu_ms": round(limit.db_ms, 3),
            "ratio_to_limit": round(html[size].total_ms / limit.total_ms, 1),
            "most_dossiers": max(html),
        },
    )


if __name__ == "__main__":
    main()
