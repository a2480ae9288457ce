"""Messages that may not be: each is refused or set apart with its reason, and holds up no other dossier."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.coordination.exchange.conftest import Connected
from tests.sandbox.province import eventually
from tests.support.sandbox_server import HTTP
from tests.trust.stage import housing_proof
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.adapters import fetching, national
from tinhso.coordination.exchange.service import UnableToHear
from tinhso.foundation.authority.service import Role
from tinhso.sites.onestop.conflicts import events

pytestmark = pytest.mark.django_db


def states(code: str = "") -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select state, reason from exchange_inbound where %s in ('', dossier_code)
               order by arrived_at, sequence""",
            [code],
        )
        return list(cursor.fetchall())


def pushed(connected: Connected, count: int) -> tuple[bytes, dict[str, str]]:
    eventually(lambda: len(connected.pushes) >= count)
    _, body, headers = connected.pushes[count - 1]
    return body, headers


def hear(body: bytes, headers: dict[str, str], **changes: str) -> exchange.Heard:
    told = {"timestamp": headers["X-Timestamp"], "signature": headers["X-Signature"]} | changes
    return exchange.hear_push(body, **told)


def test_the_same_push_twice_is_one_message_and_one_dossier(connected: Connected) -> None:
    connected.file("essential_portal", owner_kind="0")
    body, headers = pushed(connected, 1)
    assert hear(body, headers) is exchange.Heard.NEW
    assert hear(body, headers) is exchange.Heard.KNOWN
    connected.settle()
    assert hear(body, headers) is exchange.Heard.KNOWN
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from dossiers_dossier")
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize("variant", ["signature", "replayed"])
def test_what_the_portal_did_not_sign_now_is_not_kept(connected: Connected, variant: str) -> None:
    connected.outside.turn_dial("essential_portal", "wrong", variant=variant, requests=1)
    connected.file("essential_portal", owner_kind="0")
    body, headers = pushed(connected, 1)
    with pytest.raises(UnableToHear, match="not_signed"):
        hear(body, headers)
    assert states() == []


def test_malformed_oversized_and_reused_messages_are_refused(connected: Connected) -> None:
    connected.file("essential_portal", owner_kind="0")
    body, headers = pushed(connected, 1)
    hear(body, headers)
    signed = sign(connected, b"{" * 40)
    with pytest.raises(UnableToHear, match="unreadable"):
        exchange.hear_push(b"{" * 40, **signed)
    other = json.dumps({**json.loads(body), "kind": "withdrawn"}).encode()
    with pytest.raises(UnableToHear, match="id_reused"):
        exchange.hear_push(other, **sign(connected, other))
    large = b" " * (2 * 1024 * 1024 + 1)
    with pytest.raises(UnableToHear, match="too_large"):
        exchange.hear_push(large, **sign(connected, large))


def sign(connected: Connected, body: bytes) -> dict[str, str]:
    import hmac
    import time

    moment = str(int(time.time()))
    key = connected.outside.secrets["essential_push_secret"].encode()
    return {
        "timestamp": moment,
        "signature": hmac.new(key, f"{moment}.".encode() + body, "sha256").hexdigest(),
    }


@pytest.mark.parametrize(
    ("variant", "reason"),
    [
        ("procedure", "outside.procedure"),
        ("unit", "outside.agency"),
        ("enum", "unknown_value LoaiDoiTuong"),
        ("future", "future_date"),
    ],
)
def test_what_is_not_understood_is_set_apart_and_others_go_on(
    connected: Connected, variant: str, reason: str
) -> None:
    connected.outside.turn_dial("essential_portal", "wrong", variant=variant, requests=1)
    connected.file("essential_portal", owner_kind="0")
    body, headers = pushed(connected, 1)
    hear(body, headers)
    connected.settle()
    assert states() == [("apart", reason)]
    (row,) = exchange.apart_messages(actor=connected.administrator())
    assert row.system == "essential_portal"
    connected.file("essential_portal", owner_kind="0", personal_id="074195003333")
    eventually(lambda: any(b"074195003333" in each[1] for each in connected.pushes))
    good = next(each for each in connected.pushes if b"074195003333" in each[1])
    hear(good[1], good[2])
    connected.settle()
    assert states()[-1] == ("taken", "")


def test_a_mended_code_is_taken_with_a_reason_that_is_kept(connected: Connected) -> None:
    connected.outside.turn_dial("essential_portal", "wrong", variant="unit", requests=1)
    connected.file("essential_portal", owner_kind="0")
    hear(*pushed(connected, 1))
    connected.settle()
    admin, now = connected.administrator(), connected.now
    (row,) = exchange.apart_messages(actor=admin)
    with pytest.raises(exchange.UnableToOperateLine):
        exchange.mend(row.id, procedure="", unit=connected.police_code, reason=" ", actor=admin, now=now)
    exchange.mend(row.id, procedure="", unit=connected.police_code, reason="Mã cũ", actor=admin, now=now)
    connected.settle()
    assert states() == [("taken", "")]
    assert [each.reason for each in exchange.latest_operations(actor=admin)] == ["Mã cũ"]


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("file_redirect", "file_redirect DuongDanTaiTepTin"),
        ("file_endless", "file_endless DuongDanTaiTepTin"),
        ("file_kind", "outside."),
    ],
)
def test_files_that_lie_are_not_taken(
    connected: Connected, monkeypatch: pytest.MonkeyPatch, mode: str, reason: str
) -> None:
    monkeypatch.setattr(fetching, "_LONGEST_FETCH", 0.5)
    code = connected.file("national_portal", papers=[paper_given()])
    connected.outside.turn_dial("national_portal", "wrong", variant=mode)
    assert exchange.poll_wishes()
    connected.settle()
    ((state, said),) = states(code)
    assert state == "apart"
    assert said.startswith(reason)
    connected.outside.normalise()
    connected.file("national_portal", personal_id="074195003333", papers=[paper_given()])
    exchange.poll_wishes()
    connected.settle()
    assert states()[-1] == ("taken", "")


def paper_given() -> dict[str, str]:
    return {"name": "a.pdf", "code": "", "content": b64encode(housing_proof().content).decode()}


def test_a_file_that_is_too_large_is_not_taken(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST_FILE", 100)
    code = connected.file("national_portal", papers=[paper_given()])
    exchange.poll_wishes()
    connected.settle()
    assert states(code) == [("apart", "file_too_large DuongDanTaiTepTin")]


def test_a_file_address_of_another_host_is_not_asked(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = connected.file("national_portal", papers=[paper_given()])
    (wish,) = national.wishes()
    wish["HoSo"]["TaiLieuNop"][0]["DuongDanTaiTepTin"] = f"{connected.listener.url}/noi-bo"
    monkeypatch.setattr(national, "wishes", lambda: [wish])
    exchange.poll_wishes()
    connected.settle()
    assert states(code) == [("apart", "file_host DuongDanTaiTepTin")]


def test_of_a_file_that_changes_its_content_the_first_counts_for_good(connected: Connected) -> None:
    """Nothing tells what it should be: what was fetched first is kept, and who operates sees the change."""
    connected.outside.turn_dial("national_portal", "wrong", variant="file_changed")
    code = connected.file("national_portal", papers=[paper_given()])
    exchange.poll_wishes()
    connected.settle()
    assert states(code) == [("taken", "")]

    def kept() -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('tinhso.scope', 'system', true)")
            cursor.execute("select id, encode(content_index, 'hex') from files_stored order by 1")
            return list(cursor.fetchall())

    first = kept()
    assert first
    for _ in range(2):  # judged twice again, it is one and the same finding
        judge_anew(connected)
        assert states(code) == [("taken", "file_changed")]
        assert kept() == first
    (row,) = exchange.conflicts(actor=connected.administrator())
    assert (row.field, row.kept, row.overruled) == ("papers", "tinhso", "national_portal")
    assert (row.why, row.is_lasting) == (exchange.Why.FIRST, False)
    desk = connected.officer(connected.police, Role.RECEPTION_OFFICER)
    with connection.cursor() as cursor:
        cursor.execute("select id from dossiers_dossier")
        ((house_id,),) = cursor.fetchall()
    (event,) = events(exchange.dossier_conflicts(house_id, actor=desk, now=connected.now))
    assert "Tệp gửi kèm (a.pdf) được tải lại" in event.text
    assert "giữ tệp nhận lần đầu" in event.text


def test_a_file_that_is_what_it_was_is_no_finding(connected: Connected) -> None:
    code = connected.file("national_portal", papers=[paper_given()])
    exchange.poll_wishes()
    connected.settle()
    judge_anew(connected)
    assert states(code) == [("taken", "known_already")]
    assert exchange.conflicts(actor=connected.administrator()) == []


def judge_anew(connected: Connected) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update exchange_inbound set state = 'waiting', due_at = now()")
    connected.settle()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"MaTTHC": "9.999999"}, "outside.procedure"),
        ({"MaTTHC": "khai sinh"}, "procedure MaTTHC"),
        ({"MaDonViTiepNhan": "H09.999"}, "outside.agency"),
        ({"LoaiDoiTuong": "9"}, "unknown_value LoaiDoiTuong"),
        ({"KenhThucHien": "fax"}, "unknown_value KenhThucHien"),
        ({"LoaiYeuCau": "XOA"}, "unknown_value LoaiYeuCau"),
        ({"NgayNopHoSo": "20991231235959"}, "future_date"),
        ({"NgayNopHoSo": "hôm qua"}, "moment NgayNopHoSo"),
        ({"ChuHoSo": "x" * 501}, "value ChuHoSo"),
        ({"DinhDanhCHS": [{"SoDinhDanh": "12"}]}, "value DinhDanhCHS[].SoDinhDanh"),
        ({"TaiLieuNop": [{}] * 51}, "too_many TaiLieuNop"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_wish_that_is_not_understood_is_set_apart_and_the_next_is_taken(
    connected: Connected, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], reason: str
) -> None:
    bad = connected.file("national_portal")
    connected.file("national_portal", personal_id="074195003333")
    wishes = national.wishes()
    for name, value in changes.items():
        place = wishes[0] if name in wishes[0] else wishes[0]["HoSo"]
        place[name] = value
    monkeypatch.setattr(national, "wishes", lambda: wishes)
    assert exchange.poll_wishes() == 2
    connected.settle()
    assert states(bad) == [("apart", reason)]
    assert states()[-1] == ("taken", "")


def test_wishes_that_are_handed_out_again_and_out_of_order_are_one_each(connected: Connected) -> None:
    code = connected.file("national_portal")
    connected.act("national_portal", f"dossiers/{code}/withdrawals", {"reason": "Đổi ý"})
    connected.outside.turn_dial("national_portal", "out_of_order", requests=1)
    assert exchange.poll_wishes() == 2
    connected.outside.turn_dial("national_portal", "duplicate", requests=1)
    exchange.poll_wishes()
    connected.settle()
    assert sorted(states(code)) == [("taken", ""), ("taken", "")]


def test_a_later_message_waits_for_the_earlier_one_of_its_dossier(connected: Connected) -> None:
    code = connected.file("essential_portal", owner_kind="0")
    first = pushed(connected, 1)
    connected.act("essential_portal", f"dossiers/{code}/withdrawals", {"reason": "Đổi ý"})
    second = pushed(connected, 2)
    hear(*second)
    connected.settle()
    assert states() == [("waiting", "waits_for_earlier")]
    hear(*first)
    connected.settle()
    assert states() == [("taken", ""), ("taken", "")]


def test_the_way_in_answers_by_what_became_of_the_message(connected: Connected) -> None:
    connected.file("essential_portal", owner_kind="0")
    body, headers = pushed(connected, 1)

    def send(content: bytes, **more: Any) -> int:
        named = {"X-Timestamp": headers["X-Timestamp"], "X-Signature": headers["X-Signature"]} | more
        answer = Client().post(
            "/exchange/essential-portal", content, content_type="application/json", headers=named
        )
        return answer.status_code

    assert [send(body), send(body), send(body + b" ")] == [202, 409, 401]
    assert HTTP.get(f"{connected.outside.base_url}/").is_success
    assert Client().get("/exchange/files/nothing").status_code == 404
