"""The essential-services portal: what the province tells of dossiers, once, by version, value by value."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from tests.sandbox.province import EssentialLine, Json
from tests.sandbox.test_national_citizens import filing
from tests.support.sandbox_server import HTTP, SandboxServer

SERIALS = iter(range(1, 10_000))
AT = "2023-07-18T10:00:00+07:00"


@pytest.fixture
def line(dials: SandboxServer) -> Iterator[EssentialLine]:
    yield EssentialLine.opened(dials)


def told(code: str, kind: str, version: int, **fields: Any) -> Json:
    return {
        "update_id": f"CN-{next(SERIALS)}",
        "dossier_code": code,
        "kind": kind,
        "version": version,
    } | fields


def status(code: str, value: Any, version: int) -> Json:
    return told(code, "status", version, status=value, at=AT, by="Lê Thị Một")


def of_the_province(code: str, version: int = 1, **changes: Any) -> Json:
    dossier = {
        "MaTTHC": "1.001193",
        "TenTTHC": "Đăng ký khai sinh",
        "TrichYeuHoSo": "Đăng ký khai sinh",
        "DonViXuLy": "Ủy ban nhân dân phường Hiệp Thành",
        "MaDonViXuLy": "H09.21.11",
        "LoaiDoiTuong": "0",
        "TrangThaiHoSo": "2",
    }
    return told(code, "dossier", version, dossier=dossier | changes)


def new_code() -> str:
    return f"H09.21.11-230717-{next(SERIALS):04d}"


def filed(line: EssentialLine) -> str:
    code: str = line.citizen("filings", filing(owner_kind="0")).json()["code"]
    return code


def test_a_wrong_client_gets_no_token(dials: SandboxServer) -> None:
    address = f"{dials.base_url}/essential_portal/api/token"
    bodies: list[Json] = [
        {},
        {"client_id": "x", "client_secret": "y"},
        {"client_id": 1, "client_secret": None},
    ]
    for body in bodies:
        assert HTTP.post(address, json=body).status_code == 401
    assert HTTP.post(address, content=b"{").status_code == 400
    stranger = EssentialLine(dials, "a:b:c")
    assert stranger.raw(status(new_code(), "4", 1)).status_code == 401
    assert stranger.get("dossiers?day=2023-07-17").status_code == 401


def test_status_supplement_fee_and_result_show_to_the_citizen(line: EssentialLine) -> None:
    code = filed(line)
    local = new_code()
    assert (
        line.tell(
            told(code, "received", 1, local_code=local, received_at=AT, due_at="2023-07-20T17:00:00+07:00"),
            status(code, "4", 2),
            told(code, "supplement", 3, supplement_id="BS1", content="Thiếu tờ khai", asked_at=AT),
            told(code, "fee", 4, fee_id="P1", name="Lệ phí", amount=8000, collected="1", is_paid=False),
            told(code, "result", 5, result_id="KQ1", title="Giấy khai sinh", number="KQ.G15.000031"),
        )
        == ["taken"] * 5
    )
    seen = line.seen(code)
    assert (seen["local_code"], seen["status"], seen["version"]) == (local, "5", 5)
    assert seen["dossier"]["supplements"][0]["content"] == "Thiếu tờ khai"
    assert seen["dossier"]["fees"][0]["amount"] == 8000
    page = HTTP.get(f"{line.server.base_url}/essential_portal/dossiers/{code}").text
    for words in ("Yêu cầu bổ sung giấy tờ", "Thiếu tờ khai", "8.000", "Giấy khai sinh", local):
        assert words in page


def test_a_dossier_of_the_province_shows_here(line: EssentialLine) -> None:
    code = new_code()
    assert line.tell(status(code, "4", 1)) == ["unknown_dossier"]
    assert line.tell(of_the_province(code), status(code, "4", 2)) == ["taken", "taken"]
    answer = line.get(f"dossiers/{code}").json()
    assert (answer["status"], answer["version"]) == ("4", 2)


@pytest.mark.parametrize("value", [str(number) for number in range(1, 11)])
def test_every_status_is_taken(line: EssentialLine, value: str) -> None:
    code = filed(line)
    assert line.tell(status(code, value, 1)) == ["taken"]
    assert line.seen(code)["status"] == value


@pytest.mark.parametrize("kind", ["0", "1", "2"])
def test_the_kind_of_applicant_counts_from_zero(line: EssentialLine, kind: str) -> None:
    assert line.tell(of_the_province(new_code(), LoaiDoiTuong=kind)) == ["taken"]
    assert line.citizen("filings", filing(owner_kind=kind)).status_code == 201
    assert line.tell(of_the_province(new_code(), LoaiDoiTuong="3")) == ["invalid"]
    assert line.citizen("filings", filing(owner_kind="4")).json()["field"] == "owner_kind"


@pytest.mark.parametrize("collected", ["1", "2", "4"])
def test_fees_are_collected_at_known_moments(line: EssentialLine, collected: str) -> None:
    code = filed(line)
    fee = told(code, "fee", 1, fee_id="P1", name="Lệ phí", amount=0, collected=collected, is_paid=True)
    assert line.tell(fee) == ["taken"]
    for changes in (
        {"collected": "3"},
        {"collected": ["1"]},
        {"is_paid": 1},
        {"amount": -1},
        {"amount": "8"},
    ):
        assert line.tell(fee | {"update_id": "x", "version": 2} | changes) == ["invalid"]


def test_an_update_is_taken_once_however_often_it_is_told(line: EssentialLine) -> None:
    code = filed(line)
    update = status(code, "4", 1)
    assert line.tell(update, update) == ["taken", "known"]
    assert line.tell(update | {"status": "8"}) == ["id_reused"]
    assert line.seen(code)["status"] == "4"


def test_a_late_status_turns_nothing_back_and_a_late_fee_is_still_added(line: EssentialLine) -> None:
    code = filed(line)
    late = told(code, "fee", 2, fee_id="P1", name="Lệ phí", amount=8000, collected="1", is_paid=False)
    assert line.tell(status(code, "9", 4), status(code, "4", 3), late) == ["taken", "older", "taken"]
    seen = line.seen(code)
    assert (seen["status"], seen["version"], len(seen["dossier"]["fees"])) == ("9", 4, 1)
    assert line.tell(late | {"update_id": "P-MOI", "version": 6, "is_paid": True}) == ["taken"]
    assert line.tell(late | {"update_id": "P-CU", "version": 5}) == ["older"]
    assert line.seen(code)["dossier"]["fees"][0]["is_paid"] is True


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"version": 0}, "version"),
        ({"version": True}, "version"),
        ({"version": 2**60}, "version"),
        ({"version": "1"}, "version"),
        ({"update_id": ""}, "update_id"),
        ({"dossier_code": "x"}, "dossier_code"),
        ({"status": "11"}, "status"),
        ({"status": 4}, "status"),
        ({"at": "2023-07-18T10:00:00"}, "at"),
        ({"at": "hôm nay"}, "at"),
        ({"by": ""}, "by"),
    ],
)
def test_malformed_updates_are_refused_and_hold_up_no_others(
    line: EssentialLine, changes: Json, field: str
) -> None:
    code, other = filed(line), filed(line)
    answer = line.raw(status(code, "4", 1) | changes, status(other, "4", 1)).json()["results"]
    assert (answer[0]["code"], answer[0]["field"]) == ("invalid", field)
    assert answer[1]["code"] == "taken"
    assert line.seen(code)["status"] == "1"


def test_a_batch_is_a_list_of_at_most_fifty(line: EssentialLine) -> None:
    code = filed(line)
    assert line.raw(*(status(code, "4", 1) for _ in range(51))).status_code == 422
    assert line.raw().status_code == 422
    assert line.tell(7, None, []) == ["invalid"] * 3
    address = f"{line.server.base_url}/essential_portal/api/updates"
    for content, refused in ((b"[]", 400), (b'{"updates": "x"}', 422), (b" " * 300_000, 413)):
        assert HTTP.post(address, content=content, headers=line.headers).status_code == refused


def test_dossiers_are_listed_by_their_day(line: EssentialLine) -> None:
    codes = sorted(filed(line) for _ in range(3))
    changed = datetime.fromisoformat(line.get(f"dossiers/{codes[0]}").json()["changed_at"])
    day = changed.date().isoformat()
    page = line.get(f"dossiers?day={day}&after={codes[0]}").json()
    assert [each["code"] for each in page["dossiers"] if each["code"] in codes] == codes[1:]
    assert line.get("dossiers?day=2001-01-01").json()["dossiers"] == []
    assert line.get("dossiers?day=x").status_code == 422
    assert line.get("dossiers/H09-230717-9999").status_code == 404


def test_a_strict_portal_judges_moves(line: EssentialLine) -> None:
    settings = f"{line.server.base_url}/dials/essential_portal/settings"
    assert HTTP.put(settings, json={"judges_moves": True}).json()["judges_moves"] is True
    code = filed(line)
    assert line.tell(status(code, "9", 1), status(code, "2", 2), status(code, "9", 3)) == [
        "move_not_allowed",
        "taken",
        "taken",
    ]
    line.server.normalise()
    assert HTTP.get(settings).json()["judges_moves"] is False


def test_answers_misbehave_as_the_dial_says(line: EssentialLine) -> None:
    code = filed(line)
    turn = line.server.turn_dial
    turn("essential_portal", "down", requests=1)
    assert line.raw(status(code, "4", 1)).status_code == 503
    turn("essential_portal", "refusing", requests=1)
    assert line.raw(status(code, "4", 1)).status_code == 403
    turn("essential_portal", "wrong", variant="token", requests=1)
    assert line.raw(status(code, "4", 1)).status_code == 401
    turn("essential_portal", "lying", requests=1)
    assert line.tell(status(code, "4", 1)) == ["taken"]
    assert line.seen(code)["status"] == "1"
    turn("essential_portal", "partial", requests=1)
    assert line.tell(status(code, "2", 1), status(code, "4", 2)) == ["taken", "not_processed"]
    for version, variant in ((3, "error_500"), (4, "garbled")):
        turn("essential_portal", "wrong", variant=variant, requests=1)
        with pytest.raises(ValueError):
            line.raw(status(code, "4", version)).json()
        assert line.seen(code)["version"] == version
    line.tell(status(code, "9", 5))
    turn("essential_portal", "wrong", variant="stale", requests=1)
    assert line.get(f"dossiers/{code}").json()["status"] == "4"
    assert line.get(f"dossiers/{code}").json()["status"] == "9"
