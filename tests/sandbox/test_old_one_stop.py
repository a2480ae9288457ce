"""The old one-stop system: its own numbers, words and habits, a feed of changes, officers who edit."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.sandbox.province import Json, OldLine, eventually, listening, old_dossier
from tests.support.sandbox_server import HTTP, SandboxServer

SERIALS = iter(range(1, 10_000))
WORDS = {
    "CTN": "Chờ tiếp nhận",
    "DTN": "Đã tiếp nhận",
    "KTN": "Không tiếp nhận",
    "CPB": "Đã chuyển phòng chuyên môn",
    "DXL": "Đang xử lý",
    "TKY": "Đang trình ký",
    "CBS": "Chờ công dân bổ sung",
    "CNP": "Chờ nộp lệ phí",
    "XRH": "Xin rút hồ sơ",
    "DUN": "Dừng giải quyết",
    "CTR": "Chờ trả kết quả",
    "DTR": "Đã trả kết quả",
}


@pytest.fixture
def line(dials: SandboxServer) -> Iterator[OldLine]:
    line = OldLine(dials)
    yield line
    line.officer("PUT", "webhook", {"url": ""}).raise_for_status()


def external() -> str:
    return f"H09.25-230717-{next(SERIALS):04d}"


def created(line: OldLine, **changes: Any) -> str:
    code: str = line.create(**changes).json()["soHoSo"]
    return code


def test_without_the_key_nothing_is_told(dials: SandboxServer) -> None:
    for headers in ({}, {"X-Api-Key": "x"}):
        for path in ("ho-so?ngay=17/07/2023", "thay-doi", "tinh-trang"):
            answer = HTTP.get(f"{dials.base_url}/old_one_stop/api/{path}", headers=headers)
            assert (answer.status_code, answer.json()["loi"]) == (401, "sai_khoa")


def test_it_tells_its_words_of_status(line: OldLine) -> None:
    rows = line.get("tinh-trang").json()["tinhTrang"]
    assert {row["ma"]: row["ten"] for row in rows} == WORDS


def test_a_dossier_gets_a_number_in_the_old_notation(line: OldLine) -> None:
    name = external()
    answer = line.create(maNgoai=name)
    assert answer.status_code == 201
    assert re.fullmatch(r"000\.00\.25\.H09-\d{6}-\d{4}", answer.json()["soHoSo"])
    again = line.create(maNgoai=name)
    assert (again.status_code, again.json()["loi"]) == (409, "da_ton_tai")
    (found,) = line.get("ho-so", maNgoai=name).json()["hoSo"]
    assert (found["soHoSo"], found["phienBan"]) == (answer.json()["soHoSo"], 1)


def test_a_deleted_number_is_given_again_unless_it_is_its_habit_to_keep_it(line: OldLine) -> None:
    name = external()
    code = created(line, maNgoai=name)
    line.officer("DELETE", f"dossiers/{code}").raise_for_status()
    line.habit(keeps_deleted_numbers=True)
    answer = line.create(maNgoai=name)
    assert (answer.status_code, answer.json()["loi"]) == (409, "da_ton_tai")
    line.habit(keeps_deleted_numbers=False)
    again = created(line, maNgoai=name)
    found = line.get("ho-so", maNgoai=name).json()["hoSo"]
    assert [(row["soHoSo"], row["daXoa"]) for row in found] == [(code, True), (again, False)]


@pytest.mark.parametrize("status", WORDS)
def test_every_status_can_be_set_by_either_side(line: OldLine, status: str) -> None:
    code = created(line)
    assert line.change(code, maTinhTrang=status, phienBan=1).json()["phienBan"] == 2
    told = line.one(code)
    assert (told["maTinhTrang"], told["tinhTrang"]) == (status, WORDS[status])
    assert line.officer("PATCH", f"dossiers/{code}", {"maTinhTrang": status}).status_code == 200
    assert line.one(code)["phienBan"] == 3


def test_who_saw_an_older_version_may_not_write(line: OldLine) -> None:
    code = created(line)
    line.officer("PATCH", f"dossiers/{code}", {"dienThoai": "0901000999"}).raise_for_status()
    answer = line.change(code, maTinhTrang="DXL", phienBan=1)
    assert (answer.status_code, answer.json()["loi"]) == (409, "khac_phien_ban")
    told = line.one(code)
    assert (told["dienThoai"], told["maTinhTrang"], told["phienBan"]) == ("0901000999", "CTN", 2)
    assert line.change(code, maTinhTrang="DXL", phienBan=None).json()["truong"] == "phienBan"


def test_the_feed_tells_every_change_once_in_order_those_of_others_too(line: OldLine) -> None:
    start = line.end_of_feed()
    code = created(line)
    line.change(code, maTinhTrang="DTN", phienBan=1)
    line.officer("PATCH", f"dossiers/{code}", {"maTinhTrang": "DXL"})
    line.officer("DELETE", f"dossiers/{code}")
    page = line.feed(start)
    assert [row["stt"] for row in page["thayDoi"]] == list(range(start + 1, start + 5))
    assert [row["hoSo"]["phienBan"] for row in page["thayDoi"]] == [1, 2, 3, 4]
    assert [row["nguoiSua"] == "API" for row in page["thayDoi"]] == [True, True, False, False]
    assert [row["hoSo"]["daXoa"] for row in page["thayDoi"]] == [False, False, False, True]
    assert page["tiepTheo"] == start + 4
    assert line.feed(start, soLuong=2)["tiepTheo"] == start + 2
    assert line.feed(start + 4) == {"thayDoi": [], "tiepTheo": start + 4}
    assert line.change(code, maTinhTrang="DXL", phienBan=4).status_code == 404


def test_dossiers_of_before_are_there_and_listed_by_day(line: OldLine) -> None:
    first = line.feed(0)["thayDoi"][0]["hoSo"]
    day = first["ngayNhan"].split(" ")[0]
    listed = line.get("ho-so", ngay=day).json()["hoSo"]
    assert first["soHoSo"] in [each["soHoSo"] for each in listed]
    assert line.get("ho-so", ngay="01/01/2001").json()["hoSo"] == []
    for parameters in ({"ngay": "2023-07-17"}, {"ngay": day, "trang": "x"}, {"ngay": day, "trang": "0"}):
        assert line.get("ho-so", **parameters).status_code == 422
    for after in ("-1", "x", "9" * 12, "²"):
        assert line.get("thay-doi", sau=after).status_code == 422


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"maThuTuc": "khai sinh"}, "maThuTuc"),
        ({"nguoiNop": ""}, "nguoiNop"),
        ({"nguoiNop": 7}, "nguoiNop"),
        ({"nguoiNop": "x" * 141}, "nguoiNop"),
        ({"soGiayTo": "12"}, "soGiayTo"),
        ({"dienThoai": "gọi tôi"}, "dienThoai"),
        ({"ngayNhan": "2023-07-17"}, "ngayNhan"),
        ({"ngayNhan": "2023-07-17T09:00:00"}, "ngayNhan"),
        ({"ngayNhan": ["17/07/2023"]}, "ngayNhan"),
        ({"maTinhTrang": "Đang xử lý"}, "maTinhTrang"),
        ({"maTinhTrang": ["DXL"]}, "maTinhTrang"),
        ({"soThuTu": 1}, "soThuTu"),
    ],
)
def test_malformed_dossiers_are_refused_and_leave_nothing(line: OldLine, changes: Json, field: str) -> None:
    start = line.end_of_feed()
    answer = line.create(**changes)
    assert (answer.status_code, answer.json()["truong"]) == (422, field)
    assert line.end_of_feed() == start


def test_hostile_bodies_are_refused(line: OldLine) -> None:
    address = f"{line.server.base_url}/old_one_stop/api/ho-so"
    for content, status in ((b"{", 400), (b"[" * 5000, 400), (b'{"a": "' + b"x" * 300_000 + b'"}', 413)):
        assert HTTP.post(address, content=content, headers=line.headers).status_code == status


def test_times_have_no_zone_and_names_are_capital_unless_told_otherwise(line: OldLine) -> None:
    code = created(line, ngayNhan="2023-07-17T02:00:00+00:00")
    told = line.one(code)
    assert (told["ngayNhan"], told["nguoiNop"]) == ("17/07/2023 09:00", "TRẦN QUỐC TUẤN")
    line.habit(local_times=False, capital_names=False)
    told = line.one(code)
    assert (told["ngayNhan"], told["nguoiNop"]) == ("2023-07-17T09:00:00+07:00", "Trần Quốc Tuấn")


@pytest.mark.parametrize("status", WORDS)
def test_it_may_tell_the_status_in_capital_words_only(line: OldLine, status: str) -> None:
    line.habit(words_only=True)
    code = created(line, maTinhTrang=status)
    told = line.one(code)
    assert "maTinhTrang" not in told
    assert told["tinhTrang"] == f" {WORDS[status].upper()} "


def test_it_may_invent_ids_and_be_ahead_of_time(line: OldLine) -> None:
    code = created(line, soGiayTo="")
    assert line.one(code)["soGiayTo"] == ""
    line.habit(invented_ids=True, clock_ahead=True)
    told = line.one(code)
    assert (told["soGiayTo"], told["ngayNhan"]) == ("000000001", "17/07/2023 09:07")
    assert line.one(created(line))["soGiayTo"] == "074085001201"


def test_officers_do_not_wait_for_a_line_that_is_down(line: OldLine) -> None:
    line.server.turn_dial("old_one_stop", "down")
    assert line.get("tinh-trang").status_code == 503
    code = line.officer("POST", "dossiers", old_dossier()).json()["soHoSo"]
    assert line.officer("GET", f"dossiers/{code}").json()["nguoiNop"] == "Trần Quốc Tuấn"


def test_the_feed_misbehaves_as_the_dial_says(line: OldLine) -> None:
    start = line.end_of_feed()
    codes = [created(line) for _ in range(4)]
    right = line.feed(start)
    line.server.turn_dial("old_one_stop", "duplicate", requests=1)
    doubled = [row["hoSo"]["soHoSo"] for row in line.feed(start)["thayDoi"]]
    assert doubled == [code for code in codes for _ in range(2)]
    line.server.turn_dial("old_one_stop", "out_of_order", requests=1)
    assert line.feed(start)["thayDoi"] == right["thayDoi"][::-1]
    line.server.turn_dial("old_one_stop", "partial", requests=1)
    gap = line.feed(start)
    assert (gap["thayDoi"], gap["tiepTheo"]) == (right["thayDoi"][:2], right["tiepTheo"])
    line.server.turn_dial("old_one_stop", "wrong", variant="status", requests=1)
    assert {row["hoSo"]["tinhTrang"] for row in line.feed(start)["thayDoi"]} == {"Hồ sơ tồn"}
    line.server.turn_dial("old_one_stop", "wrong", variant="future", requests=1)
    assert line.feed(start)["thayDoi"][0]["hoSo"]["ngayNhan"].endswith("2099 23:59")
    assert line.feed(start) == right


def test_answers_misbehave_as_the_dial_says(line: OldLine) -> None:
    code = created(line)
    turn = line.server.turn_dial
    turn("old_one_stop", "refusing", requests=1)
    assert line.change(code, maTinhTrang="DXL", phienBan=1).status_code == 403
    turn("old_one_stop", "lying", requests=1)
    assert line.change(code, maTinhTrang="DXL", phienBan=1).json()["phienBan"] == 2
    assert line.one(code)["phienBan"] == 1
    for version, variant in ((1, "error_500"), (2, "garbled")):
        turn("old_one_stop", "wrong", variant=variant, requests=1)
        with pytest.raises(ValueError):
            line.change(code, maTinhTrang="DXL", phienBan=version).json()
        assert line.one(code)["phienBan"] == version + 1
    line.change(code, maTinhTrang="CTR", phienBan=3)
    turn("old_one_stop", "wrong", variant="older", requests=1)
    assert line.one(code)["maTinhTrang"] == "DXL"
    assert line.one(code)["maTinhTrang"] == "CTR"


def test_a_webhook_tells_that_there_is_something_and_gives_up_after_five_tries(line: OldLine) -> None:
    with listening() as province:
        province.answers = [500]
        line.officer("PUT", "webhook", {"url": f"{province.url}/changed"}).raise_for_status()
        created(line)
        latest = line.end_of_feed()
        eventually(lambda: line.officer("GET", "webhook").json()["told_until"] == latest)
        path, body, headers = province.received[-1]
        assert (path, json.loads(body)) == ("/changed", {"stt": latest})
        assert len(province.received) == 2
        key = line.server.secrets["old_one_stop_webhook_secret"].encode()
        assert headers["X-Signature"] == hmac.new(key, body, hashlib.sha256).hexdigest()
    for url in ("http://elsewhere.example/", "file:///x", 7, None):
        assert line.officer("PUT", "webhook", {"url": url}).status_code == 422


def test_an_officer_edits_by_the_pages(line: OldLine) -> None:
    base = f"{line.server.base_url}/old_one_stop"
    assert HTTP.post(f"{base}/new", data=old_dossier()).status_code == 403
    with httpx.Client(verify=False, trust_env=False, follow_redirects=True) as browser:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(f"{base}/new").text)
        assert token is not None
        form = old_dossier() | {"csrfmiddlewaretoken": token[1]}
        del form["ngayNhan"]
        assert browser.post(f"{base}/new", data=form | {"nguoiNop": ""}).status_code == 422
        page = browser.post(f"{base}/new", data=form)
        assert "Đã tiếp nhận" in page.text
        code = str(page.url).rsplit("/", 1)[1]
        page = browser.post(str(page.url), data=form | {"maTinhTrang": "CTR", "act": "save"})
        assert "Phiên bản 2: Chờ trả kết quả" in page.text
        page = browser.post(str(page.url), data=form | {"act": "delete"})
        assert "Hồ sơ đã bị xóa" in page.text
    assert line.one(code)["daXoa"] is True
