"""What a complete online dossier costs, from the HTTP request to the commit.

One request files one dossier: multipart form, two papers that nobody has sent before, session, CSRF token,
idempotency key; what follows is number, history, tasks, access, work-list lines, question to the register,
fee, audit row, event and job in one transaction. CPU is that of every granian process and of every PostgreSQL
process, over all dossiers after a warm-up. Photos are painted anew afterwards, by the worker; what that costs
is shown beside. The limit is pgbench's own transaction on the same server.
"""

from __future__ import annotations

import argparse
import resource
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from bench.citizens import Browser, expect_redirect, signed_in_citizens
from bench.house import House, throw_away_house, web_process
from bench.journey import file_step_by_step
from bench.limit import measure_limit
from bench.papers import Papers
from bench.processes import ProcessTree
from bench.report import finish, show_table
from bench.residence_form import residence_fields

PATH = "/procedures/1.004194/file"
_COUNTED = 40

Filing = Callable[[Browser], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """CPU milliseconds of one filing."""

    app_ms: float
    db_ms: float


def main() -> None:
    """Measure and report."""
    arguments = _arguments()
    with throw_away_house() as house:
        start_django()
        # Each dossier by somebody else: a second question about the same person would join the first.
        crowd = iter(signed_in_citizens(house.address, arguments.dossiers + arguments.warm_up + _COUNTED))
        papers = Papers()
        with web_process(house) as web:
            at_a_stroke = one_page(papers)
            steps = _step_by_step(papers)
            warm, counted, browsers = (
                [*islice(crowd, count)] for count in (arguments.warm_up, _COUNTED, arguments.dossiers)
            )
            open_page([*warm, *counted, *browsers])
            repeat(at_a_stroke, warm, arguments.warm_up, arguments.at_once)
            filed = _measure(house, web, at_a_stroke, browsers, arguments.dossiers, arguments.at_once)
            statements = _count_statements(house, at_a_stroke, counted)
            repeat(steps, browsers, arguments.warm_up // 4, arguments.at_once)
            journey = _measure(house, web, steps, browsers, arguments.dossiers // 4, arguments.at_once)
            journey_statements = _count_statements(house, steps, browsers)
        limit = measure_limit(house)
        painting_ms = _painting_ms(at_least=arguments.dossiers)
        _check(house, arguments)
    show_table(
        f"One dossier (tạm trú), {arguments.dossiers} filed, {arguments.at_once} at once; "
        f"PDF {len(papers.pdf('x')) // 1000} kB, JPEG {len(papers.jpeg('x')) // 1000} kB",
        [
            ("one request: app", f"{filed.app_ms:.2f} ms CPU"),
            ("one request: PostgreSQL", f"{filed.db_ms:.2f} ms CPU"),
            ("one request: statements", f"{statements:.1f}"),
            ("afterwards, the photo: worker", f"{painting_ms:.2f} ms CPU"),
            ("step by step: app", f"{journey.app_ms:.2f} ms CPU"),
            ("step by step: PostgreSQL", f"{journey.db_ms:.2f} ms CPU"),
            ("step by step: statements", f"{journey_statements:.1f}"),
            ("limit, pgbench: server", f"{limit.server_ms:.3f} ms CPU"),
            ("limit, pgbench: client", f"{limit.client_ms:.3f} ms CPU"),
        ],
    )
    finish(
        "intake",
        {
            "app_cpu_ms": round(filed.app_ms, 2),
            "db_cpu_ms": round(filed.db_ms, 2),
            "sql_statements": round(statements, 1),
            "limit_cpu_ms": round(limit.total_ms, 3),
            "ratio_to_limit": round((filed.app_ms + filed.db_ms) / limit.total_ms, 1),
            "db_ratio_to_limit": round(filed.db_ms / limit.server_ms, 1),
            "painting_cpu_ms": round(painting_ms, 2),
            "journey_app_cpu_ms": round(journey.app_ms, 2),
            "journey_db_cpu_ms": round(journey.db_ms, 2),
            "journey_sql_statements": round(journey_statements, 1),
            "dossiers": arguments.dossiers,
        },
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dossiers", type=int, default=400)
    parser.add_argument("--warm-up", type=int, default=100)
    parser.add_argument("--at-once", type=int, default=4)
    return parser.parse_args()


def start_django() -> None:
    """This process speaks to the house through its doors, too."""
    import django

    django.setup()


def open_page(browsers: Sequence[Browser]) -> None:
    """Open the form once; its CSRF pair (cookie and field) serves every browser."""
    first = browsers[0]
    first.get(PATH)
    for browser in browsers:
        browser.csrf_token = first.csrf_token
        browser.cookies["csrftoken"] = first.cookies["csrftoken"]


def one_page(papers: Papers) -> Filing:
    """Everything in one request, as from the one-page form."""

    def file(browser: Browser) -> None:
        mark = uuid.uuid4().hex
        fields = {
            **residence_fields(browser.personal_id, browser.full_name),
            "csrfmiddlewaretoken": browser.csrf_token,
            "idempotency_key": mark,
        }
        body, content_type = multipart(
            fields,
            [
                ("paper_housing_proof", "hợp đồng thuê nhà.pdf", "application/pdf", papers.pdf(mark)),
                ("paper_guardian_consent", "đồng ý.jpg", "image/jpeg", papers.jpeg(mark)),
            ],
        )
        status, location, page = browser.post(PATH, body, content_type)
        expect_redirect(PATH, status, location, page)

    return file


def _step_by_step(papers: Papers) -> Filing:
    def file(browser: Browser) -> None:
        file_step_by_step(browser, papers, mark=uuid.uuid4().hex)

    return file


def multipart(fields: dict[str, str], files: Sequence[tuple[str, str, str, bytes]]) -> tuple[bytes, str]:
    """A form as a browser sends it (RFC 7578)."""
    boundary = uuid.uuid4().hex
    parts = []
    for name, value in fields.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(f"{head}{value}\r\n".encode())
    for name, filename, media_type, content in files:
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
            f"Content-Type: {media_type}\r\n\r\n"
        )
        parts += [head.encode(), content, b"\r\n"]
    parts.append(f"--{boundary}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"


def repeat(filing: Filing, browsers: Sequence[Browser], times: int, at_once: int) -> None:
    """``times`` filings, ``at_once`` of them at any moment; each browser is used by one thread."""
    shares = [browsers[lane::at_once] for lane in range(at_once)]

    def run(lane: int) -> None:
        own = shares[lane]
        for turn in range(times // at_once):
            filing(own[turn % len(own)])

    with ThreadPoolExecutor(max_workers=at_once) as pool:
        for result in [pool.submit(run, lane) for lane in range(at_once)]:
            result.result()


def _measure(
    house: House, web: ProcessTree, filing: Filing, browsers: Sequence[Browser], times: int, at_once: int
) -> Cost:
    database = house.database()
    app_before, db_before = web.cpu_s(), database.cpu_s()
    repeat(filing, browsers, times, at_once)
    return Cost(
        app_ms=(web.cpu_s() - app_before) * 1000 / times,
        db_ms=(database.cpu_s() - db_before) * 1000 / times,
    )


def _count_statements(
    house: House, filing: Filing, browsers: Sequence[Browser], times: int = _COUNTED
) -> float:
    """Statements of one filing as the server counts them, without BEGIN and COMMIT."""
    house.administer(
        "create extension if not exists pg_stat_statements",
        "alter system set pg_stat_statements.track = 'top'",
        "select pg_reload_conf()",
        "select pg_sleep(0.5)",
        "select pg_stat_statements_reset()",
    )
    repeat(filing, browsers, times, at_once=1)
    ((calls,),) = house.administer(
        "alter system set pg_stat_statements.track = 'none'",
        "select pg_reload_conf()",
        "select coalesce(sum(calls), 0)::float from pg_stat_statements s join pg_roles r on r.oid = s.userid"
        " where r.rolname = 'tinhso_app'",
    )
    return float(str(calls)) / times


def _painting_ms(*, at_least: int) -> float:
    """CPU milliseconds for painting one of the photos that wait, here as in the worker."""
    from tinhso.foundation.files.service import end_cell, paint_waiting

    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    end_cell()
    before = [resource.getrusage(who) for who in whose]
    painted = paint_waiting(most=at_least)
    end_cell()  # what the cell and its children used is known once they have ended
    if painted < at_least:
        raise RuntimeError(f"only {painted} photos waited")
    after = [resource.getrusage(who) for who in whose]
    seconds = sum(
        late.ru_utime + late.ru_stime - early.ru_utime - early.ru_stime
        for early, late in zip(before, after, strict=True)
    )
    return seconds * 1000 / painted


def _check(house: House, arguments: argparse.Namespace) -> None:
    """A dossier counts only when everything that belongs to it is there."""
    tables = {
        "dossiers_dossier": 1,
        "dossiers_paper": 2,
        "outbox_event": 1,
        "ledger_question": 0,
        "payments_fee": 1,
    }
    counts = {table: int(str(house.administer(f"select count(*) from {table}")[0][0])) for table in tables}
    for table, each in tables.items():
        if counts[table] < max(each * counts["dossiers_dossier"], arguments.dossiers if each else 1):
            raise RuntimeError(f"{table} holds too few rows: {counts}")


if __name__ == "__main__":
    main()
