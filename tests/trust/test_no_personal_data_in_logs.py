"""A day of people with canary names through the real web and worker: nobody can read of them anywhere.

Filing, counter, supplement, wrong and hostile input, failures inside views and jobs, a register that refuses:
afterwards every log, every table, every file and every address is searched. Then leaks are planted, and the
same search must find each of them.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from django.conf import settings as configured
from django.contrib.sessions.backends.db import SessionStore

from tests.trust.canary import Canaries, Leak
from tests.trust.processes import Running, web_and_worker
from tests.trust.stage import COMMUNE, PDF, TEMPORARY_RESIDENCE
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.calendar.service import seed_calendar
from tinhso.foundation.clock.service import legal_now, set_legal_clock
from tinhso.foundation.identifiers.service import parse_partial_date
from tinhso.foundation.postgres.types import ADMIN_ROLE
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import (
    demonstration_posts,
    load_demonstration_officers,
    load_province,
)
from tinhso.registers.catalogue.service import publish_folder
from tinhso.services.identity.service import CitizenClaims, open_officer_account, sign_in_citizen
from tinhso.sites.frame.access_log import JsonLines
from tinhso.sites.frame.service import start_session

CANARIES = Canaries(
    {
        "citizen name": "Khuất Thị Vàng Oanhka",
        "citizen number": "074190776611",
        "citizen telephone": "0973518246",
        "citizen e-mail": "khuat.vang.oanhka@vidu.vn",
        "owner name": "Sầm Văn Chủnhàka",
        "owner number": "074060884422",
        "walk-in name": "Lò Thị Khướubạcma",
        "walk-in number": "074188993355",
        "walk-in telephone": "0968427135",
        "address": "Hẻm Kềnhkàng 77/9B",
        "corrected address": "Ngõ Chíchchoèma 15/4C",
        "reason": "Chăm cụ Tuhúka nằm viện",
        "officer note": "Chủ nhà Vẹtxàbùa xác nhận miệng",
        "file name": "giấy Sáosậuka viết tay.pdf",
        "file content": "NộidungCủaTờGiấyMật",
        "searched for": "Bồcâuđưathưka",
    }
)
C = CANARIES.values
PAPER = PDF + f"% {C['file content']}\n%%EOF\n".encode()
FORM = f"/procedures/{TEMPORARY_RESIDENCE}/file"
COUNTER = f"/desk/counter/{TEMPORARY_RESIDENCE}/"

FILED = {
    "personal_id": C["citizen number"],
    "full_name": C["citizen name"],
    "birth-day": "3",
    "birth-month": "2",
    "birth-year": "1990",
    "sex": "female",
    "permanent_residence": C["address"],
    "phone": C["citizen telephone"],
    "email": C["citizen e-mail"],
    "registration_kind": "individual",
    "reason": "other",
    "reason_detail": C["reason"],
    "new_commune": COMMUNE,
    "new_address": C["address"],
    "stay_from-day": "20",
    "stay_from-month": "7",
    "stay_from-year": "2023",
    "stay_until-day": "19",
    "stay_until-month": "7",
    "stay_until-year": "2024",
    "dwelling_kind": "rented",
    "owner-full_name": C["owner name"],
    "owner-personal_id": C["owner number"],
    "owner-birth-year": "1960",
    "owner_agrees": "yes",
    "result_form": "electronic",
    "declaration": "yes",
}
WALKED_IN = {
    **FILED,
    "personal_id": C["walk-in number"],
    "full_name": C["walk-in name"],
    "phone": C["walk-in telephone"],
    "email": "",
    "idempotency_key": "walk-in",
    "do": "submit",
}


class Screen:
    """A browser with a session of its own, whose every address is remembered."""

    def __init__(self, web: str, session_key: str = "") -> None:
        self.http = httpx.Client(base_url=web, trust_env=False, follow_redirects=False, timeout=60)
        self.addresses: list[str] = []
        if session_key:
            self.http.cookies.set(configured.SESSION_COOKIE_NAME, session_key)

    def get(self, path: str) -> httpx.Response:
        return self._remember(self.http.get(path))

    def post(self, path: str, data: dict[str, Any], *, files: Any = None) -> httpx.Response:
        headers = {"X-CSRFToken": self.http.cookies.get("csrftoken", ""), "Origin": str(self.http.base_url)}
        return self._remember(self.http.post(path, data=data, files=files, headers=headers))

    def _remember(self, answer: httpx.Response) -> httpx.Response:
        """Addresses that the house itself makes: where it sends people, and the links of its pages."""
        self.addresses.append(answer.headers.get("Location", ""))
        self.addresses += [
            part.split('"', 1)[0] for part in answer.text.split('href="')[1:] if answer.is_success
        ]
        return answer


def screen_of(web: str, account_id: Any, name: str) -> Screen:
    request = SimpleNamespace(session=SessionStore())
    start_session(request, account_id=account_id, name=name)  # type: ignore[arg-type]
    request.session.save()
    return Screen(web, str(request.session.session_key))


def citizen_screen(web: str, now: datetime) -> Screen:
    account = sign_in_citizen(
        claims=CitizenClaims(
            issuer="canary",
            subject="canary",
            personal_id=C["citizen number"],
            full_name=C["citizen name"],
            assurance_level=2,
            birth=parse_partial_date("1990-02-03"),
            sex="female",
            phone=C["citizen telephone"],
            email=C["citizen e-mail"],
        ),
        now=now,
    )
    return screen_of(web, account.id, C["citizen name"])


def officer_screen(web: str, post: str, now: datetime) -> Screen:
    found = next(
        each
        for each in demonstration_posts()
        if each.post == post and each.agency.kind == "commune_police" and each.agency.unit_code == COMMUNE
    )
    with unit_of_work(actor=system_actor("test"), now=now) as work:
        account = open_officer_account(
            work, officer_id=found.officer_id, username=f"canary-{post}", password="mot-mat-khau-rat-dai"
        )
    return screen_of(web, account.id, found.name)


@pytest.fixture
def day(
    committed_database: Any,
    cluster: Any,
    dials: Any,
    tmp_path: Path,
    monkeypatch: Any,
    legal_moment: datetime,
) -> Iterator[Day]:
    clock = tmp_path / "legal-clock.json"
    monkeypatch.setenv("TINHSO_LEGAL_CLOCK_FILE", str(clock))
    set_legal_clock(legal_moment)
    now = legal_now()
    seed_calendar([2023, 2024])
    load_province(now=now)
    load_demonstration_officers(now=now)
    publish_folder(now=now)
    server_log = cluster.data / "server.log"
    already = server_log.stat().st_size
    with web_and_worker(
        app_url=committed_database.app_url, legal_clock=clock, sandbox=dials, folder=tmp_path
    ) as running:
        yield Day(
            running=running,
            database=committed_database,
            cluster=cluster,
            sandbox=dials,
            folder=tmp_path,
            server_log=server_log,
            already=already,
        )


class Day:
    """One day of canaries, and what can be searched afterwards."""

    def __init__(self, **known: Any) -> None:
        self.running: Running = known["running"]
        self.database, self.cluster, self.sandbox = known["database"], known["cluster"], known["sandbox"]
        self.folder: Path = known["folder"]
        self.server_log: Path = known["server_log"]
        self.already: int = known["already"]
        self.screens: list[Screen] = []

    def screen(self, made: Screen) -> Screen:
        self.screens.append(made)
        return made

    def leaks(self) -> list[Leak]:
        """Everything readable, wherever it stands."""
        return sorted(self._leaks(), key=lambda leak: (leak.place, leak.canary))

    def _leaks(self) -> Iterator[Leak]:
        yield from CANARIES.in_database(self.database.owner_url)
        for (data,) in self.database.sql("select session_data from django_session"):
            decoded = json.dumps(SessionStore().decode(data), ensure_ascii=False)
            yield from CANARIES.search(decoded.encode(), "a session, unpacked")
        yield from CANARIES.in_files(sorted(self.folder.glob("*.log")))
        with self.server_log.open("rb") as log:
            log.seek(self.already)
            yield from CANARIES.search(log.read(), "PostgreSQL's log")
        kept = [file for file in Path(os.environ["TINHSO_VAR_DIR"]).rglob("*") if file.is_file()]
        yield from CANARIES.in_files(kept)
        addresses = "\n".join(address for screen in self.screens for address in screen.addresses)
        yield from CANARIES.search(addresses.encode(), "an address that the house made")

    def until(self, look: Callable[[], object], what: str, patience_s: float = 60) -> None:
        deadline = time.monotonic() + patience_s
        while not look():
            log = (self.folder / "worker.log").read_text("utf-8", "replace")[-2000:]
            assert time.monotonic() < deadline, f"not within {patience_s} s: {what}\n{log}"
            time.sleep(0.3)

    def broken(self, table: str) -> Broken:
        return Broken(self.database, table)


class Broken:
    """While it lasts no row can enter a table: the database complains, with the row in its hands."""

    def __init__(self, database: Any, table: str) -> None:
        self.database, self.table = database, table

    def __enter__(self) -> None:
        self.database.sql(f"alter table {self.table} add constraint shut check (false) not valid")

    def __exit__(self, *_: object) -> None:
        self.database.sql(f"alter table {self.table} drop constraint shut")


def paper(name: str = C["file name"]) -> dict[str, tuple[str, bytes, str]]:
    return {"paper_housing_proof": (name, PAPER, "application/pdf")}


def file_online(day: Day, citizen: Screen) -> str:
    """File, after every mistake that a form allows; the dossier's id."""
    assert citizen.get(FORM).status_code == 200
    form = {**FILED, "idempotency_key": "canary"}
    for wrong in (
        {"full_name": C["citizen name"] * 40},
        {"personal_id": C["citizen number"][:-1]},
        {"birth-day": "30"},
        {"new_address": C["address"] + "\u202e"},
        {"new_commune": C["address"]},
        {"owner-full_name": C["owner name"] + "\x00"},
    ):
        assert citizen.post(FORM, {**form, **wrong}, files=paper()).status_code == 400
    wrong_file = {"paper_housing_proof": (C["file name"], C["file content"].encode(), "image/png")}
    assert citizen.post(FORM, form, files=wrong_file).status_code == 400
    for table in ("dossiers_dossier", "ledger_question", "audit_entry", "procrastinate_jobs"):
        with day.broken(table):
            assert citizen.post(FORM, form, files=paper()).status_code == 500
    filed = citizen.post(FORM, form, files=paper())
    assert filed.status_code == 302, filed.text[:2000]
    return filed.headers["Location"].split("/")[2]


def hostile_input(day: Day, citizen: Screen, desk: Screen) -> None:
    """Requests that nobody anticipated, with canaries in every place that a request has."""
    name, number = C["citizen name"], C["citizen number"]
    stranger = day.screen(Screen(day.running.web))
    for path in (
        f"/{name}/{number}",
        f"/tracking/{name}",
        f"/tracking?code={number}",
        f"/procedures?q={C['searched for']}",
        f"/procedures/{name}",
        f"/dossiers/{name}",
        f"/desk/find/?code={number}",
        f"/desk/queues/{number}/",
        f"/sign-in/callback?code={number}&state={name}",
        f"/drafts/{uuid4()}?next={name}",
    ):
        for screen in (stranger, citizen, desk):
            screen.http.get(path)
    assert stranger.http.post(FORM, data=FILED).status_code == 403
    citizen.http.post(FORM, data=FILED, headers={"X-CSRFToken": name.encode().hex()})
    for body in (json.dumps({"order_id": name, "reference": number}), f'{{"order_id": "{name}', number):
        stranger.http.post("/payments/callback", content=body.encode(), headers={"X-Signature": number})
    stranger.http.post("/payments/callback", content=b"\xff\xfe" + name.encode("utf-16"))
    stranger.http.get("/", headers={"traceparent": number, "Cookie": f"tinhso_session={number}"})
    stranger.http.post("/desk/sign-in/", data={"username": number, "password": name})


def at_the_desk(day: Day, dossier_id: str, desk: Screen, specialist: Screen) -> None:
    """Received, handed over, and asked for a correction; with refusals between."""
    home = f"/desk/dossiers/{dossier_id}/"
    for screen in (desk, specialist):
        assert screen.get(home).status_code == 200

    def send(screen: Screen, path: str, **typed: str) -> int:
        assert screen.http.cookies.get("csrftoken"), "a refusal must not be the form token's"
        while True:  # the register's answer may come between the page and the press
            version = str(_version(day, dossier_id))
            status = screen.post(home + path, {"expected_version": version, **typed}).status_code
            if status != 409:
                return status

    def step(screen: Screen, action: str, **typed: str) -> int:
        return send(screen, f"steps/{action}/", **typed)

    assert step(specialist, "receive", **{"note-receive": C["officer note"]}) == 403
    with day.broken("dossiers_event"):
        assert step(desk, "receive", **{"note-receive": C["officer note"]}) == 500
    assert step(desk, "receive", **{"note-receive": C["officer note"]}) == 302
    assert step(desk, "hand_over") == 302
    asked = {
        "item": "field:new_address",
        "message_field_new_address": C["officer note"],
    }
    assert send(specialist, "supplement/", **asked) == 302


def _version(day: Day, dossier_id: str) -> int:
    return int(day.database.sql("select version from dossiers_dossier where id = %s", dossier_id)[0][0])


def work_of_the_worker(day: Day) -> None:
    """Jobs fail and succeed, and the register refuses, hangs and answers."""
    for mode in ("down", "refusing", "wrong"):
        day.sandbox.turn_dial("population", mode)
        time.sleep(2)
    day.sandbox.normalise()
    with day.broken("notices_notice"):
        waiting = "select count(*) from outbox_delivery where last_error <> ''"
        day.database.sql(
            """update outbox_delivery set delivered_at = null, next_at = now() - interval '1 minute'
               where handler like '%%on_submitted'"""
        )
        day.until(lambda: day.database.sql(waiting)[0][0], "a job that fails")
    day.database.sql("update outbox_delivery set next_at = now() - interval '1 minute'")
    day.until(
        lambda: not day.database.sql("select 1 from outbox_delivery where delivered_at is null"),
        "everything is delivered in the end",
    )


def live_through(day: Day) -> None:
    """The whole day."""
    now = legal_now()
    citizen = day.screen(citizen_screen(day.running.web, now))
    desk = day.screen(officer_screen(day.running.web, "reception", now))
    specialist = day.screen(officer_screen(day.running.web, "specialist", now))
    dossier_id = file_online(day, citizen)
    desk.get("/desk/")
    walked_in = desk.post(COUNTER, WALKED_IN, files=paper())
    assert walked_in.status_code == 302, walked_in.text[:2000]
    at_the_desk(day, dossier_id, desk, specialist)
    hostile_input(day, citizen, desk)
    page = f"/dossiers/{dossier_id}"
    for path in (page, f"{page}/receipt", f"{page}/supplement", "/dossiers", "/my-data", "/messages"):
        assert citizen.get(path).status_code == 200, path
    assert (
        citizen.post(f"{page}/supplement", {"new_address": "\u202e" + C["corrected address"]}).status_code
        == 400
    )
    assert citizen.post(f"{page}/supplement", {"new_address": C["corrected address"]}).status_code == 302
    work_of_the_worker(day)
    web, worker = (log.read_text("utf-8", "replace") for log in day.running.logs)
    assert '"status": 500' in web and "IntegrityError" in web, "failures inside views are told, by their type"
    assert "delivery of" in worker, "so are failures inside jobs"
    assert b"ERROR" in day.server_log.read_bytes()[day.already :], "and the server's own"
    assert day.database.sql("select count(*) from dossiers_dossier") == [(2,)]
    assert day.database.sql("select count(*) from dossiers_supplement where answered_at is not null") == [
        (1,)
    ]


def plant_log_line(day: Day) -> None:
    handler = logging.FileHandler(day.folder / "planted.log", encoding="utf-8")
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("tinhso.planted")
    logger.addHandler(handler)
    logger.warning(f"filed for {C['citizen name']}")
    logger.removeHandler(handler)
    handler.close()


def plant_event(day: Day) -> None:
    day.database.sql(
        """insert into outbox_event (id, name, subject_id, version, payload, trace_id, at)
           values (%s, 'planted', %s, 0, %s, '', now())""",
        uuid4(), uuid4(), json.dumps({"phone": C["citizen telephone"]}),
    )  # fmt: skip


def plant_audit_detail(day: Day) -> None:
    with unit_of_work(actor=system_actor(), now=legal_now()) as work:
        work.record(action="planted", object_kind="x", object_id=None, details={"to": C["citizen e-mail"]})


def plant_job_argument(day: Day) -> None:
    with unit_of_work(actor=system_actor(), now=legal_now()) as work:
        work.defer("planted.nothing", name=C["owner name"])


def plant_talkative_server(day: Day) -> None:
    with psycopg.connect(day.cluster.url(ADMIN_ROLE, day.database.name), autocommit=True) as admin:
        for setting in (
            "log_statement = 'all'",
            "log_parameter_max_length = -1",
            "log_error_verbosity = 'default'",
        ):
            admin.execute(f"set {setting}")
        admin.execute("select %s::text", [C["walk-in name"]])


def plant_file_name(day: Day) -> None:
    (Path(os.environ["TINHSO_VAR_DIR"]) / f"{C['walk-in number']}.pdf").write_bytes(b"")


def plant_open_column(day: Day) -> None:
    day.database.sql("alter table dossiers_dossier add column remark bytea")
    day.database.sql("update dossiers_dossier set remark = %s", C["reason"].encode())


def plant_session(day: Day) -> None:
    session = SessionStore()
    session["name"] = C["walk-in telephone"]
    session.save()


def plant_address(day: Day) -> None:
    day.screens[0].addresses.append("/dossiers?who=" + C["walk-in number"])


PLANTED: dict[Callable[[Day], None], tuple[str, str]] = {
    plant_log_line: ("citizen name", "planted.log"),
    plant_event: ("citizen telephone", "table outbox_event"),
    plant_audit_detail: ("citizen e-mail", "table audit_entry"),
    plant_job_argument: ("owner name", "table procrastinate_jobs"),
    plant_talkative_server: ("walk-in name", "PostgreSQL's log"),
    plant_open_column: ("reason", "table dossiers_dossier"),
    plant_session: ("walk-in telephone", "a session, unpacked"),
    plant_address: ("walk-in number", "an address that the house made"),
}


@pytest.mark.slow
def test_nobody_can_read_of_a_person_anywhere_and_every_planted_leak_is_found(day):
    live_through(day)
    assert day.leaks() == []

    for plant in PLANTED:
        plant(day)
    missed = {Leak(canary=canary, place=place) for canary, place in PLANTED.values()} - set(day.leaks())
    assert not missed, "the search must find what was planted"
