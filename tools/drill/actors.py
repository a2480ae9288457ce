"""Who works during a drill: citizens who file, pay and sign in, officers who receive, look up and hand over.

Whatever a citizen files at the house carries its idempotency key and is sent again, with the same key, until
an answer arrives. What was answered is acknowledged, and must never be missing.
"""

from __future__ import annotations

import queue
import threading
import uuid
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

import httpx

from tools.drill.browsing import AGAIN_S, PATIENCE_S, ask, complaint_in, cookie_header, id_in, post
from tools.drill.crowd import Officer, Person
from tools.drill.forms import FORMS, RESIDENCE, Form
from tools.drill.look_ups import known_subjects
from tools.drill.payments import pay
from tools.drill.plan import PORTALS
from tools.drill.scene import Scene
from tools.drill.sign_ins import account_holders, signed_in

_AT_ONCE = 4
_PAPER_BYTES = 20_000
_ROWS = 8
_LOOKED_UP = 2
"""Of so many dossiers that an officer receives one is looked up in a register."""
_NEWCOMERS_S = 3.0
"""So often somebody signs in anew."""


@dataclass(slots=True, kw_only=True)
class Acknowledged:
    """What somebody outside was told is done."""

    house: dict[str, str] = field(default_factory=dict)
    """The dossier's id by the citizen's number."""
    outside: dict[str, list[str]] = field(default_factory=dict)
    """Codes by the system where they were filed."""
    steps: dict[str, int] = field(default_factory=dict)
    """The version that a dossier had reached by an officer's acknowledged step."""
    look_ups: set[str] = field(default_factory=set)
    """What officers looked up."""
    paid: set[str] = field(default_factory=set)
    """Dossiers whose fee the payment gateway took."""
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)
    """The cookies of those who signed in by VNeID, by their number."""

    @property
    def count(self) -> int:
        """All acknowledged dossiers."""
        return len(self.house) + sum(len(codes) for codes in self.outside.values())


class Actors:
    """Citizens and officers at work, each in a thread of their own, from ``release`` to ``finish``."""

    def __init__(self, scene: Scene, people: tuple[Person, ...], officers: tuple[Officer, ...]) -> None:
        self._scene, self._officers = scene, officers
        self._people = iter(people)
        self._tickets: queue.Queue[str] = queue.Queue()
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._filed = self._received = 0
        self._subjects = known_subjects(scene)
        self._holders = account_holders(scene)
        self.acknowledged = Acknowledged()
        self.surprises: list[str] = []
        """Answers that no fault explains."""
        self._threads = [
            *(threading.Thread(target=self._citizen, daemon=True) for _ in range(_AT_ONCE)),
            *(threading.Thread(target=self._officer, args=(officer,), daemon=True) for officer in officers),
            threading.Thread(target=self._newcomers, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def release(self, filings: list[str]) -> None:
        """Let so many citizens more come, to the systems that are named."""
        for where in filings:
            self._tickets.put(where)

    def finish(self) -> None:
        """Nobody begins anything any more; who was answered is noted."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout=2 * PATIENCE_S)

    def _citizen(self) -> None:
        with httpx.Client(timeout=PATIENCE_S, trust_env=False) as client:
            while not self._stopping.is_set():
                try:
                    where = self._tickets.get(timeout=0.2)
                except queue.Empty:
                    continue
                if form := FORMS.get(where):
                    self._file_here(client, form)
                else:
                    self._file_outside(client, where)

    def _file_here(self, client: httpx.Client, form: Form) -> None:
        with self._lock:
            person = next(self._people)
            self._filed += 1
            commune = self._officers[self._filed % len(self._officers)].commune
        key = uuid.uuid4().hex
        fields = {**form.fields(person, commune), "idempotency_key": key}
        files = {f"paper_{form.paper}": ("giấy tờ.pdf", _paper(key), "application/pdf")}
        headers = {"Cookie": cookie_header(person.cookies)}
        while not self._stopping.is_set():
            answer = post(client, self._scene.web, form.path, fields, files=files, headers=headers)
            if answer is not None and answer.status_code == 302:
                dossier_id = id_in(answer.headers["Location"])
                with self._lock:
                    self.acknowledged.house[person.personal_id] = dossier_id
                if form.has_fee and pay(self._scene, client, person, dossier_id, self._stopping):
                    with self._lock:
                        self.acknowledged.paid.add(dossier_id)
                return
            if answer is not None and answer.status_code < 500:
                self._wonder(f"filing at the house was answered {answer.status_code}: {complaint_in(answer)}")
            self._stopping.wait(AGAIN_S)

    def _newcomers(self) -> None:
        while not self._stopping.wait(_NEWCOMERS_S):
            personal_id = next(self._holders, "")
            while personal_id and not self._stopping.is_set():
                if cookies := signed_in(self._scene, personal_id):
                    self.acknowledged.sessions[personal_id] = cookies
                    break
                self._stopping.wait(AGAIN_S)

    def _file_outside(self, client: httpx.Client, system: str) -> None:
        with self._lock:
            self._filed += 1
            number = self._filed
        body, path = self._filing(system, number)
        while not self._stopping.is_set():
            address = f"{self._scene.portal(system)}/{system}/{path}"
            answer = ask(client, "POST", address, json=body)
            if answer is not None and answer.status_code == 201:
                code = str(answer.json()["code" if system in PORTALS else "soHoSo"])
                with self._lock:
                    self.acknowledged.outside.setdefault(system, []).append(code)
                return
            if answer is not None and answer.status_code < 500:
                self._wonder(f"filing at {system} was answered {answer.status_code}")
            self._stopping.wait(AGAIN_S)

    def _filing(self, system: str, number: int) -> tuple[dict[str, Any], str]:
        person = f"074195{number:06d}"
        if system not in PORTALS:
            body = {
                "maThuTuc": "1.001193.000.00.00.H09",
                "tenThuTuc": "Đăng ký khai sinh",
                "nguoiNop": "Nguyễn Văn Đức",
                "soGiayTo": person,
                "ngayNhan": "17/07/2023 08:00",
                "maTinhTrang": "DTN",
            }
            return body, "officers/dossiers"
        content = b64encode(_paper(f"{system}{number}")).decode()
        filed: dict[str, Any] = {
            "procedure": RESIDENCE,
            "unit": self._officers[number % len(self._officers)].agency_code,
            "unit_name": "Công an phường",
            "owner": "Lê Thị Mai",
            "personal_id": person,
            "phone": "0912345670",
            "summary": "Đăng ký tạm trú tại nhà trọ",
            "papers": [{"name": "hop-dong.pdf", "code": "", "content": content}],
        }
        return filed, "citizens/filings"

    def _officer(self, officer: Officer) -> None:
        headers = {"Cookie": cookie_header(officer.cookies), "Accept": "application/json"}
        with httpx.Client(timeout=PATIENCE_S, trust_env=False, headers=headers) as client:
            while not self._stopping.is_set():
                for queue_name, action in (("to_receive", "receive"), ("to_process", "hand_over")):
                    self._work_off(client, queue_name, action)
                self._stopping.wait(AGAIN_S)

    def _work_off(self, client: httpx.Client, queue_name: str, action: str) -> None:
        answer = ask(client, "GET", f"{self._scene.web}/desk/queues/{queue_name}/")
        if answer is None or answer.status_code != 200:
            return
        for row in answer.json()["dossiers"][:_ROWS]:
            if row["next_step"] == action or queue_name == "to_receive":
                self._take_step(client, row, action)

    def _take_step(self, client: httpx.Client, row: dict[str, Any], action: str) -> None:
        if self._stopping.is_set():
            return
        dossier_id, version = str(row["dossier_id"]), int(row["version"])
        path, fields = f"/desk/dossiers/{dossier_id}/steps/{action}/", {"expected_version": str(version)}
        answer = post(client, self._scene.web, path, fields)
        if answer is not None and answer.status_code == 302:
            with self._lock:
                self.acknowledged.steps[dossier_id] = version + 1
                self._received += action == "receive"
                number = self._received
            if action == "receive" and number % _LOOKED_UP == 1:
                self._look_up(client, dossier_id, number // _LOOKED_UP)

    def _look_up(self, client: httpx.Client, dossier_id: str, number: int) -> None:
        register, subject = self._subjects[number % len(self._subjects)]
        path = f"/desk/dossiers/{dossier_id}/look-up/{register}/"
        answer = post(client, self._scene.web, path, {"number": subject})
        if answer is not None and answer.status_code == 302:
            with self._lock:
                self.acknowledged.look_ups.add(id_in(answer.headers["Location"]))
        elif answer is not None and answer.status_code < 500:
            self._wonder(f"a look-up was answered {answer.status_code}: {complaint_in(answer)}")

    def _wonder(self, what: str) -> None:
        with self._lock:
            if what not in self.surprises:
                self.surprises.append(what)


def _paper(mark: str) -> bytes:
    """A small PDF that nobody has sent before."""
    head = b"%PDF-1.4\n%" + mark.encode() + b"\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    pages = b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R"
    page = b"/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
    scan = f"4 0 obj<</Length {_PAPER_BYTES}>>\nstream\n".encode() + b"x" * _PAPER_BYTES
    return head + pages + page + scan + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
