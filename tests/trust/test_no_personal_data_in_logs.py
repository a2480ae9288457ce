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
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.trust.canary import Leak
from tests.trust.canary_day import (
    COUNTER,
    FILED,
    FORM,
    PAPER,
    WALKED_IN,
    C,
    Day,
    Screen,
    citizen_screen,
    officer_screen,
)
from tests.trust.processes import web_and_worker
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.calendar.service import seed_calendar
from tinhso.foundation.clock.service import legal_now, set_legal_clock
from tinhso.foundation.postgres.types import ADMIN_ROLE
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import (
    load_demonstration_officers,
    load_province,
)
from tinhso.registers.catalogue.service import publish_folder
from tinhso.services.identity.session_store import SessionStore
from tinhso.sites.frame.access_log import JsonLines


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
    for table in ("dossiers_dossier", "ledger_question", "audit_entry", "outbox_delivery"):
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
    receipt = citizen.get(f"{page}/receipt").headers["Location"]
    for path in (page, receipt, f"{page}/supplement", "/dossiers", "/my-data", "/messages"):
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
