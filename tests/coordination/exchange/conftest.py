"""The house of July 2023 connected to the systems of the sandbox, over the real protocols."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.casework.dossiers.conftest import COMMUNE
from tests.sandbox.province import Json, Listener, listening
from tests.support.sandbox_server import CLOCK_FILE, HTTP, SandboxServer
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.adapters import essential, national, old_one_stop
from tinhso.foundation.authority.service import Actor, ActorKind, Role
from tinhso.foundation.calendar.service import seed_calendar
from tinhso.foundation.clock.service import VIETNAM, legal_day, legal_now
from tinhso.foundation.unit_of_work.service import deliver_due
from tinhso.registers.agencies.service import competent_agency, get_agency, load_province
from tinhso.registers.catalogue.service import publish_folder

NUMBERS = itertools.count(100, 100)
WEEKS = itertools.count(3)


@dataclass
class Connected:
    """The house and the outside world, with what a test does in either."""

    outside: SandboxServer
    listener: Listener
    police: UUID
    heard: int = 0
    codes: list[str] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return legal_now()

    @property
    def police_code(self) -> str:
        return get_agency(self.police).code

    def officer(self, agency: UUID, *roles: Role) -> Actor:
        return Actor(
            kind=ActorKind.OFFICER,
            officer_id=UUID(int=agency.int % 1000 + len(roles)),
            agency_id=agency,
            roles=frozenset(roles),
        )

    def administrator(self) -> Actor:
        return self.officer(self.police, Role.ADMINISTRATOR)

    def file(self, portal: str, **changes: Any) -> str:
        """A citizen files at a portal outside; the dossier's number there."""
        body = {
            "procedure": "1.004194",
            "unit": self.police_code,
            "unit_name": "Công an phường",
            "owner": "Lê Thị Mai",
            "personal_id": "074195002222",
            "phone": "0912345670",
            "summary": "Đăng ký tạm trú tại nhà trọ",
        } | changes
        answer = HTTP.post(f"{self.outside.base_url}/{portal}/citizens/filings", json=body)
        assert answer.status_code == 201, answer.text
        code: str = answer.json()["code"]
        self.codes.append(code)
        return code

    @property
    def pushes(self) -> list[tuple[str, bytes, dict[str, str]]]:
        """What the essential-services portal pushed of this test's dossiers; it pushes others' too."""
        told = [code.encode() for code in self.codes]
        return [each for each in self.listener.received if any(code in each[1] for code in told)]

    def at(self, portal: str, code: str) -> Json:
        """A dossier as its citizen sees it there."""
        answer = HTTP.get(f"{self.outside.base_url}/{portal}/citizens/dossiers/{code}")
        assert answer.status_code == 200, answer.text
        shown: Json = answer.json()
        return shown

    def act(self, portal: str, path: str, body: Json) -> None:
        answer = HTTP.post(f"{self.outside.base_url}/{portal}/citizens/{path}", json=body)
        assert answer.is_success, answer.text

    def deliver_pushes(self, count: int) -> None:
        """Wait until the portal has pushed so many messages in all, and give the new ones to the house."""
        _until(lambda: len(self.pushes) >= count)
        for _, body, headers in self.pushes[self.heard : count]:
            exchange.hear_push(body, timestamp=headers["X-Timestamp"], signature=headers["X-Signature"])
        self.heard = count

    def settle(self) -> None:
        """Everything that the worker would do, until nothing moves."""
        for _ in range(6):
            exchange.take_due()
            while deliver_due(grace=timedelta()):
                pass
            for system in ("essential_portal", "national_portal", "old_one_stop"):
                exchange.send_due(system)


def begin_numbers_anew(agency: UUID) -> None:
    """The sandbox remembers earlier tests, the database does not: no dossier gets a number of theirs."""
    begin = next(NUMBERS)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(
            """insert into dossiers_code_sequence (agency_id, day, last)
               select %s, day, %s from generate_series(%s::date, %s::date + 5, '1 day') as day""",
            [agency, begin, legal_day(legal_now()), legal_day(legal_now())],
        )
        cursor.execute("select set_config('tinhso.scope', '', true)")


def begin_feed_at_its_end() -> None:
    """What happened at the old system before, by other tests too, is no business of this one."""
    cursor = 0
    while rows := old_one_stop.changes_after(cursor):
        cursor = max(row["stt"] for row in rows)
    with connection.cursor() as database:
        database.execute("select set_config('tinhso.scope', 'system', true)")
        database.execute("insert into exchange_cursor values ('old_one_stop', %s, now())", [cursor])
        database.execute("select set_config('tinhso.scope', '', true)")


def leave_no_wishes() -> None:
    """What an earlier test filed at the national portal is no business of this one."""
    while wishes := [str(wish["MaYeuCau"]) for wish in national.wishes()]:
        national.say_taken([(wish, "") for wish in wishes])


def _until(holds: Callable[[], bool]) -> None:
    from tests.sandbox.province import eventually

    eventually(holds)


@pytest.fixture
def connected(
    db: None, dials: SandboxServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Connected]:
    """A province whose legal clock, like the sandbox's, begins on 17 July 2023 at 9:00."""
    clock = dials.folder / CLOCK_FILE
    start = datetime(2023, 7, 17, 9, 0, tzinfo=VIETNAM)
    offset = start - datetime.now(tz=VIETNAM)
    clock.write_text(json.dumps({"offset_seconds": offset.total_seconds()}))
    monkeypatch.setenv("TINHSO_LEGAL_CLOCK_FILE", str(clock))
    secrets = dials.secrets
    settings.TINHSO_ESSENTIAL_URL = f"{dials.base_url}/essential_portal"
    settings.TINHSO_ESSENTIAL_CLIENT_SECRET = secrets["essential_client_secret"]
    settings.TINHSO_ESSENTIAL_PUSH_SECRET = secrets["essential_push_secret"]
    settings.TINHSO_NATIONAL_URL = f"{dials.base_url}/national_portal"
    settings.TINHSO_NATIONAL_PASSWORD = secrets["national_password"]
    settings.TINHSO_OLD_ONE_STOP_URL = f"{dials.base_url}/old_one_stop"
    settings.TINHSO_OLD_ONE_STOP_KEY = secrets["old_one_stop_key"]
    essential.forget_token()
    national.forget_session()
    leave_no_wishes()
    begin_feed_at_its_end()
    now = legal_now()
    load_province(now=now)
    seed_calendar([2023, 2024])
    publish_folder(now=now)
    police = competent_agency(competence="commune_police", commune_code=COMMUNE, on=now.date()).id
    begin_numbers_anew(police)
    with listening() as listener:
        target = f"{dials.base_url}/essential_portal/citizens/target"
        assert HTTP.put(target, json={"url": f"{listener.url}/push"}).is_success
        yield Connected(outside=dials, listener=listener, police=police)
        HTTP.put(target, json={"url": ""})
    clock.unlink()


@pytest.fixture
def alone(connected: Connected) -> Connected:
    """In a week of its own: on its days no other test left anything in the lists of the systems outside.

    Nor is anything left that the national portal might hand out once more, as one of its dials makes it.
    """
    with closing(sqlite3.connect(connected.outside.folder / "national_portal.sqlite3")) as store, store:
        store.execute("delete from national_portal_wish")
    clock = connected.outside.folder / CLOCK_FILE
    known = json.loads(clock.read_text())["offset_seconds"]
    clock.write_text(json.dumps({"offset_seconds": known + timedelta(weeks=next(WEEKS)).total_seconds()}))
    begin_numbers_anew(connected.police)
    return connected
