"""The people of the canary's day, their screens, and everything that can be searched when it is over."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
from django.conf import settings as configured

from tests.trust.canary import Canaries, Leak
from tests.trust.processes import Running
from tests.trust.stage import COMMUNE, PDF, TEMPORARY_RESIDENCE
from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.identifiers.service import parse_partial_date
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import demonstration_posts
from tinhso.services.identity.service import CitizenClaims, open_officer_account, sign_in_citizen
from tinhso.services.identity.session_store import SessionStore
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
        for (data,) in self.database.sql("select session_data from identity_session"):
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
