"""The province's side, as short as a test wants it: calls to the systems outside, and files to fetch."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

import httpx

from tests.support.sandbox_server import HTTP, SandboxServer

PATIENCE_SECONDS = 15
Json = dict[str, Any]
Seen = TypeVar("Seen")


def eventually(look: Callable[[], Seen]) -> Seen:
    """What ``look`` gives as soon as it is true; a background thread needs its moment."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (seen := look()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)
    return seen


@dataclass
class Listener:
    """A small server of the province: remembers what arrived, answers as it is told."""

    url: str = ""
    received: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    files: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener on a free port of this machine, for pushes (POST) and for files (GET)."""
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.received.append((self.path, body, dict(self.headers)))
            self.send_response(listener.answers.pop(0) if listener.answers else 204)
            self.end_headers()

        def do_GET(self) -> None:
            status, headers, content = listener.files[self.path]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Tests stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class NationalLine:
    """Calls to the national portal, with a session."""

    server: SandboxServer
    session: str
    unit: str = "H09"

    @classmethod
    def opened(cls, server: SandboxServer) -> "NationalLine":
        secrets = server.secrets
        answer = HTTP.post(
            f"{server.base_url}/national_portal/api/auth",
            json={"username": secrets["national_account"], "password": secrets["national_password"]},
        ).json()
        assert answer["error_code"] == 0
        return cls(server, answer["session"])

    def raw(self, service: str, **fields: Any) -> httpx.Response:
        body = {"session": self.session, "madonvi": self.unit, "service": service} | fields
        return HTTP.post(f"{self.server.base_url}/national_portal/api/service", json=body)

    def call(self, service: str, **fields: Any) -> Json:
        answer: Json = self.raw(service, **fields).json()
        return answer

    def send(self, *records: Json, updating: str = "False") -> list[str]:
        answer = self.call("DongBoHoSoMC", isUpdating=updating, data=list(records))
        return [record["error_code"] for record in answer["result"]]

    def status(self, code: str) -> str:
        (record,) = self.call("TraCuuHoSo", mahoso=code)["result"]
        return str(record["TrangThaiHoSo"])

    def citizen(self, path: str, body: Json) -> httpx.Response:
        return HTTP.post(f"{self.server.base_url}/national_portal/citizens/{path}", json=body)

    def seen(self, code: str) -> Json:
        address = f"{self.server.base_url}/national_portal/citizens/dossiers/{code}"
        answer: Json = HTTP.get(address).json()
        return answer


def national_dossier(code: str, **changes: Any) -> Json:
    """A dossier with everything the specification asks for."""
    return {
        "MaHoSo": code,
        "MaTTHC": "1.001193",
        "TenTTHC": "Đăng ký khai sinh",
        "MaLinhVuc": "G15-TP01",
        "TenLinhVuc": "Hộ tịch",
        "KenhThucHien": "2",
        "ChuHoSo": "Trần Quốc Tuấn",
        "LoaiDoiTuong": "1",
        "TrichYeuHoSo": "Đăng ký khai sinh",
        "NgayTiepNhan": "20230717090000",
        "NgayHenTra": "",
        "TrangThaiHoSo": "2",
        "HinhThuc": "0",
        "DonViXuLy": "Ủy ban nhân dân phường Hiệp Thành",
        "NoiNopHoSo": "2",
        "HoSoCoThanhPhanSoHoa": "0",
        "TaiKhoanDuocXacThucVoiVNeID": "1",
        "DuocThanhToanTrucTuyen": "0",
        "NgayNopHoSo": "20230717083000",
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "074085001201"}],
    } | changes


def national_progress(code: str, status: str, at: str, **changes: Any) -> Json:
    """One step of processing."""
    return {
        "MaHoSo": code,
        "NguoiXuLy": "Lê Thị Một",
        "ThoiDiemXuLy": at,
        "NoiDungXuLy": "Chuyển bước",
        "TrangThai": status,
    } | changes


@dataclass(frozen=True)
class GatewayLine:
    """Calls to the provincial gateway, with a token."""

    server: SandboxServer
    token: str

    @classmethod
    def opened(cls, server: SandboxServer) -> "GatewayLine":
        secrets = server.secrets
        answer = HTTP.post(
            f"{server.base_url}/gateway/token",
            data={"grant_type": "client_credentials"},
            auth=(secrets["gateway_client_id"], secrets["gateway_client_secret"]),
        )
        return cls(server, answer.raise_for_status().json()["access_token"])

    def ask(self, call: str, **fields: Any) -> httpx.Response:
        question = {
            "request_id": "YC-1",
            "purpose": "dossier",
            "reference": "H09.21.11-230717-0001",
            "service": "1.001612",
            "officer": "can.bo.mot",
            "agency": "H09.21.11",
        }
        return HTTP.post(
            f"{self.server.base_url}/gateway/api/{call}",
            json=question | fields,
            headers={"Authorization": f"Bearer {self.token}"},
        )

    def business(self, code: str, **fields: Any) -> Json:
        answer: Json = self.ask("business/chiTietDoanhNghiep", msdn=code, **fields).json()
        return answer


@dataclass(frozen=True)
class EssentialLine:
    """Calls to the essential-services portal, with a token."""

    server: SandboxServer
    token: str

    @classmethod
    def opened(cls, server: SandboxServer) -> "EssentialLine":
        names = ("client_id", "client_secret")
        body = {name: server.secrets[f"essential_{name}"] for name in names}
        answer = HTTP.post(f"{server.base_url}/essential_portal/api/token", json=body)
        return cls(server, answer.raise_for_status().json()["access_token"])

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def raw(self, *updates: Any) -> httpx.Response:
        address = f"{self.server.base_url}/essential_portal/api/updates"
        return HTTP.post(address, json={"updates": list(updates)}, headers=self.headers)

    def tell(self, *updates: Any) -> list[str]:
        return [result["code"] for result in self.raw(*updates).json()["results"]]

    def get(self, path: str) -> httpx.Response:
        return HTTP.get(f"{self.server.base_url}/essential_portal/api/{path}", headers=self.headers)

    def citizen(self, path: str, body: Json) -> httpx.Response:
        return HTTP.post(f"{self.server.base_url}/essential_portal/citizens/{path}", json=body)

    def seen(self, code: str) -> Json:
        address = f"{self.server.base_url}/essential_portal/citizens/dossiers/{code}"
        answer: Json = HTTP.get(address).json()
        return answer

    def push_to(self, url: str | None) -> httpx.Response:
        return HTTP.put(f"{self.server.base_url}/essential_portal/citizens/target", json={"url": url})


@dataclass(frozen=True)
class OldLine:
    """Calls to the old one-stop system: as another system, and as its own officers."""

    server: SandboxServer

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Api-Key": self.server.secrets["old_one_stop_key"]}

    def _address(self, path: str) -> str:
        return f"{self.server.base_url}/old_one_stop/{path}"

    def get(self, path: str, **parameters: Any) -> httpx.Response:
        return HTTP.get(self._address(f"api/{path}"), params=parameters, headers=self.headers)

    def create(self, **changes: Any) -> httpx.Response:
        return HTTP.post(self._address("api/ho-so"), json=old_dossier(**changes), headers=self.headers)

    def change(self, code: str, **values: Any) -> httpx.Response:
        return HTTP.put(self._address(f"api/ho-so/{code}"), json=values, headers=self.headers)

    def one(self, code: str) -> Json:
        answer: Json = self.get(f"ho-so/{code}").json()
        return answer

    def feed(self, after: int, **parameters: Any) -> Json:
        answer: Json = self.get("thay-doi", sau=after, **parameters).json()
        return answer

    def end_of_feed(self) -> int:
        after = 0
        while (page := self.feed(after))["thayDoi"]:
            after = page["tiepTheo"]
        return after

    def officer(self, method: str, path: str, body: Json | None = None) -> httpx.Response:
        return HTTP.request(method, self._address(f"officers/{path}"), json=body)

    def habit(self, **habits: bool) -> None:
        address = f"{self.server.base_url}/dials/old_one_stop/settings"
        HTTP.put(address, json=habits).raise_for_status()


def old_dossier(**changes: Any) -> Json:
    """A dossier in the old system's words."""
    return {
        "maThuTuc": "1.001193.000.00.00.H09",
        "tenThuTuc": "Đăng ký khai sinh",
        "nguoiNop": "Trần Quốc Tuấn",
        "soGiayTo": "074085001201",
        "dienThoai": "0901000101",
        "ngayNhan": "17/07/2023 09:00",
    } | changes
