"""Citizens at the national portal: what they do there reaches the province; files are fetched both ways."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.sandbox.province import Json, NationalLine, eventually, listening, national_dossier
from tests.support.sandbox_server import HTTP, SandboxServer

PDF = b"%PDF-1.4 " + b"x" * 200


@pytest.fixture
def line(dials: SandboxServer) -> Iterator[NationalLine]:
    yield NationalLine.opened(dials)


def filing(**changes: Any) -> Json:
    return {
        "procedure": "1.001193",
        "unit": "H09.21.11",
        "unit_name": "Ủy ban nhân dân phường Hiệp Thành",
        "owner": "Trần Quốc Tuấn",
        "personal_id": "074085001201",
        "phone": "0901000101",
        "summary": "Đăng ký khai sinh cho con",
    } | changes


def waiting(line: NationalLine) -> list[Json]:
    wishes: list[Json] = line.call("LayDanhSachHoSo")["result"]
    return wishes


def of(wishes: list[Json], code: str) -> list[Json]:
    return [wish for wish in wishes if wish["HoSo"]["MaHoSo"] == code]


def test_a_filed_dossier_waits_until_the_province_says_that_it_has_it(line: NationalLine) -> None:
    code = line.citizen("filings", filing()).json()["code"]
    (wish,) = of(waiting(line), code)
    assert (wish["LoaiYeuCau"], wish["MaDonViTiepNhan"]) == ("NOP_MOI", "H09.21.11")
    assert (wish["HoSo"]["NoiNopHoSo"], wish["HoSo"]["TrangThaiHoSo"]) == ("1", "1")
    assert of(waiting(line), code) == [wish]
    taken = {"MaYeuCau": wish["MaYeuCau"], "MaHoSoDiaPhuong": "H09.21.11-230717-0042"}
    for _ in range(2):
        answer = line.call("CapNhatDaNhanHoSo", data=[taken])
        assert [record["error_code"] for record in answer["result"]] == ["00"]
    assert of(waiting(line), code) == []
    assert line.seen(code)["local_code"] == "H09.21.11-230717-0042"


def test_the_province_changes_it_and_the_citizen_supplements_and_withdraws(line: NationalLine) -> None:
    code = line.citizen("filings", filing()).json()["code"]
    assert line.citizen(f"dossiers/{code}/supplements", {"note": "sớm quá"}).status_code == 422
    asked = national_dossier(code, TrangThaiHoSo="5", DanhSachHoSoBoSung=[{"NoiDungBoSung": "Thiếu tờ khai"}])
    assert line.send(asked, updating="True") == ["00"]
    paper = {"name": "to-khai.pdf", "code": "TK", "content": b64encode(PDF).decode()}
    given = line.citizen(f"dossiers/{code}/supplements", {"note": "Đã bổ sung", "papers": [paper]})
    assert given.status_code == 200
    assert line.citizen(f"dossiers/{code}/withdrawals", {"reason": "Đổi ý"}).status_code == 200
    assert line.citizen(f"dossiers/{code}/withdrawals", {"reason": "Đổi ý"}).status_code == 422
    wishes = of(waiting(line), code)
    assert [wish["LoaiYeuCau"] for wish in wishes] == ["NOP_MOI", "BO_SUNG", "RUT"]
    (told,) = wishes[1]["HoSo"]["TaiLieuNop"]
    fetched = HTTP.get(told["DuongDanTaiTepTin"])
    assert (fetched.content, fetched.headers["Content-Type"]) == (PDF, "application/pdf")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"procedure": "9.999999"}, "procedure"),
        ({"unit": "H01.1"}, "unit"),
        ({"personal_id": "123"}, "personal_id"),
        ({"phone": "12"}, "phone"),
        ({"summary": " "}, "summary"),
        ({"owner_kind": "0"}, "owner_kind"),
        ({"papers": [{"name": "a", "content": "!"}]}, "papers[].content"),
        ({"papers": [{"name": "a", "content": b64encode(b"MZ").decode()}]}, "papers[].content"),
        ({"papers": "x"}, "papers"),
    ],
)
def test_a_malformed_filing_is_refused_and_leaves_nothing(
    line: NationalLine, changes: Json, field: str
) -> None:
    before = waiting(line)
    answer = line.citizen("filings", filing(**changes))
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert waiting(line) == before


def test_another_site_cannot_file_for_a_citizen(line: NationalLine) -> None:
    address = f"{line.server.base_url}/national_portal/citizens/filings"
    assert HTTP.post(address, content=b"{}", headers={"Content-Type": "text/plain"}).status_code == 415


def test_a_person_files_by_the_form_and_follows_the_dossier(line: NationalLine) -> None:
    address = f"{line.server.base_url}/national_portal/file"
    assert HTTP.post(address, data=filing()).status_code == 403
    with httpx.Client(verify=False, trust_env=False, follow_redirects=True) as browser:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(address).text)
        assert token is not None
        form = filing() | {"csrfmiddlewaretoken": token[1]}
        wrong = browser.post(address, data=form | {"personal_id": "12"})
        assert (wrong.status_code, "12 chữ số" in wrong.text) == (422, True)
        page = browser.post(address, data=form, files={"papers": ("to-khai.pdf", PDF)})
    assert "Đang chờ tỉnh nhận" in page.text
    code = str(page.url).rsplit("/", 1)[1]
    (wish,) = of(waiting(line), code)
    assert [paper["TenTepDinhKem"] for paper in wish["HoSo"]["TaiLieuNop"]] == ["to-khai.pdf"]


def told_file(url: str) -> Json:
    return {
        "TenTepDinhKem": "to-khai.pdf",
        "IsDeleted": "False",
        "MaThanhPhanHoSo": "TK",
        "DuongDanTaiTepTin": url,
        "DuocSoHoa": "1",
        "DuocTaiSuDung": "0",
        "DuocLayTuKhoDMQG": "0",
    }


FILES = {
    "/good.pdf": (200, {"Content-Type": "application/pdf"}, PDF),
    "/elsewhere": (302, {"Location": "http://127.0.0.1:1/"}, b""),
    "/program": (200, {"Content-Type": "application/x-msdownload"}, b"MZ"),
    "/large": (200, {"Content-Type": "application/pdf"}, b"%PDF" + b"x" * (10 * 1024 * 1024)),
}


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/good.pdf", "fetched"),
        ("/elsewhere", "redirect"),
        ("/program", "wrong_kind"),
        ("/large", "too_large"),
    ],
)
def test_the_portal_fetches_files_within_its_limits(line: NationalLine, path: str, outcome: str) -> None:
    code = f"H09.21.12-230717-{list(FILES).index(path):04d}"
    with listening() as province:
        province.files = FILES
        line.send(national_dossier(code, TaiLieuNop=[told_file(f"{province.url}{path}")]))
        (fetch,) = eventually(lambda: [each for each in line.seen(code)["fetches"] if each["is_finished"]])
    assert fetch["outcome"] == outcome
    assert fetch["sha256"] == (hashlib.sha256(PDF).hexdigest() if outcome == "fetched" else "")


def test_a_file_of_another_host_is_not_fetched(line: NationalLine) -> None:
    code = "H09.21.13-230717-0001"
    line.send(national_dossier(code, TaiLieuNop=[told_file("http://169.254.169.254/latest")]))
    (fetch,) = eventually(lambda: [each for each in line.seen(code)["fetches"] if each["is_finished"]])
    assert fetch["outcome"] == "forbidden_host"


def test_a_file_that_is_not_there_yet_is_tried_again(line: NationalLine) -> None:
    code = "H09.21.13-230717-0002"
    with listening() as province:
        province.files = {"/later.pdf": (503, {}, b"")}
        line.send(national_dossier(code, TaiLieuNop=[told_file(f"{province.url}/later.pdf")]))
        eventually(lambda: line.seen(code)["fetches"][0]["outcome"] == "status_503")
        province.files["/later.pdf"] = FILES["/good.pdf"]
        eventually(lambda: line.seen(code)["fetches"][0]["outcome"] == "fetched")
