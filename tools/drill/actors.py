"""Who works during a drill: citizens who file here and outside, officers who receive and hand over.

Whatever a citizen files at the house carries its idempotency key and is sent again, with the same key, until
an answer arrives. What was answered is acknowledged, and must never be missing.
"""

from __future__ import annotations

import queue
import re
import threading
import uuid
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

import httpx

from bench.residence_form import residence_fields
from tools.drill.crowd import CSRF, Officer, Person
from tools.drill.plan import PORTALS
from tools.drill.scene import Scene

_PROCEDURE = "1.004194"
_PATH = f"/procedures/{_PROCEDURE}/file"
_PATIENCE_S = 20.0
_AGAIN_S = 0.4
_AT_ONCE = 4
_PAPER_BYTES = 20_000
_ROWS = 8
_OF_A_CHILD = ("has_minor", "guardian-")


@dataclass(slots=True, kw_only=True)
class Acknowledged:
    """What somebody outside was told is done."""

    house: dict[str, str] = field(default_factory=dict)
    """The dossier's id by the citizen's number."""
    outside: dict[str, list[str]] = field(default_factory=dict)
    """Codes by the system where they were filed."""
    steps: dict[str, int] = field(default_factory=dict)
    """The version that a dossier had reached by an officer's acknowledged step."""

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
        self._filed = 0
        self.acknowledged = Acknowledged()
        self.surprises: list[str] = []
        """Answers that no fault explains."""
        self._threads = [
            *(threading.Thread(target=self._citizen, daemon=True) for _ in range(_AT_ONCE)),
            *(threading.Thread(target=self._officer, args=(officer,), daemon=True) for officer in officers),
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
            thread.join(timeout=2 * _PATIENCE_S)

    def _citizen(self) -> None:
        with httpx.Client(timeout=_PATIENCE_S, trust_env=False) as client:
            while not self._stopping.is_set():
                try:
                    where = self._tickets.get(timeout=0.2)
                except queue.Empty:
                    continue
                if where == "house":
                    self._file_here(client)
                else:
                    self._file_outside(client, where)

    def _file_here(self, client: httpx.Client) -> None:
        with self._lock:
            person = next(self._people)
            self._filed += 1
            commune = self._officers[self._filed % len(self._officers)].commune
        key, address = uuid.uuid4().hex, self._scene.web + _PATH
        typed = residence_fields(person.personal_id, person.full_name)
        fields = {
            **{name: value for name, value in typed.items() if not name.startswith(_OF_A_CHILD)},
            "new_commune": commune,
            "csrfmiddlewaretoken": CSRF,
            "idempotency_key": key,
        }
        files = {"paper_housing_proof": ("hợp đồng.pdf", _paper(key), "application/pdf")}
        headers = {"Origin": self._scene.web, "Referer": address, "Cookie": _cookies(person.cookies)}
        while not self._stopping.is_set():
            answer = self._try(client, "POST", address, data=fields, files=files, headers=headers)
            if answer is not None and answer.status_code == 302:
                dossier_id = _id_in(answer.headers["Location"])
                with self._lock:
                    self.acknowledged.house[person.personal_id] = dossier_id
                return
            if answer is not None and answer.status_code < 500:
                self._wonder(f"filing at the house was answered {answer.status_code}: {_complaint(answer)}")
            self._stopping.wait(_AGAIN_S)

    def _file_outside(self, client: httpx.Client, system: str) -> None:
        with self._lock:
            self._filed += 1
            number = self._filed
        body, path = self._filing(system, number)
        while not self._stopping.is_set():
            address = f"{self._scene.portal(system)}/{system}/{path}"
            answer = self._try(client, "POST", address, json=body)
            if answer is not None and answer.status_code == 201:
                code = str(answer.json()["code" if system in PORTALS else "soHoSo"])
                with self._lock:
                    self.acknowledged.outside.setdefault(system, []).append(code)
                return
            if answer is not None and answer.status_code < 500:
                self._wonder(f"filing at {system} was answered {answer.status_code}")
            self._stopping.wait(_AGAIN_S)

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
            "procedure": _PROCEDURE,
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
        headers = {"Cookie": _cookies(officer.cookies), "Accept": "application/json"}
        with httpx.Client(timeout=_PATIENCE_S, trust_env=False, headers=headers) as client:
            while not self._stopping.is_set():
                for queue_name, action in (("to_receive", "receive"), ("to_process", "hand_over")):
                    self._work_off(client, queue_name, action)
                self._stopping.wait(_AGAIN_S)

    def _work_off(self, client: httpx.Client, queue_name: str, action: str) -> None:
        answer = self._try(client, "GET", f"{self._scene.web}/desk/queues/{queue_name}/")
        if answer is None or answer.status_code != 200:
            return
        for row in answer.json()["dossiers"][:_ROWS]:
            if row["next_step"] == action or queue_name == "to_receive":
                self._take_step(client, row, action)

    def _take_step(self, client: httpx.Client, row: dict[str, Any], action: str) -> None:
        if self._stopping.is_set():
            return
        dossier_id, version = str(row["dossier_id"]), int(row["version"])
        address = f"{self._scene.web}/desk/dossiers/{dossier_id}/steps/{action}/"
        fields = {"csrfmiddlewaretoken": CSRF, "expected_version": str(version)}
        headers = {"Origin": self._scene.web, "Referer": address}
        answer = self._try(client, "POST", address, data=fields, headers=headers)
        if answer is not None and answer.status_code == 302:
            with self._lock:
                self.acknowledged.steps[dossier_id] = version + 1

    def _try(self, client: httpx.Client, method: str, address: str, **more: Any) -> httpx.Response | None:
        try:
            return client.request(method, address, **more)
        except httpx.HTTPError:
            return None

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


def _complaint(answer: httpx.Response) -> str:
    found = re.search(r"error-summary__body.*?</ul>", answer.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split())[:200] if found else ""


def _cookies(cookies: Any) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _id_in(location: str) -> str:
    return next(str(uuid.UUID(part)) for part in location.split("/") if len(part) == 36)
