"""The old one-stop system of Phú Giáo: its dossiers show at the portals, the house's dossiers show there."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tests.coordination.exchange.conftest import Connected
from tests.support.sandbox_server import HTTP
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.adapters import old_one_stop
from tinhso.coordination.exchange.keeping.agreement import AGREEMENT
from tinhso.coordination.exchange.rules.jumps import passed_over

pytestmark = pytest.mark.django_db


def at_counter(connected: Connected, **changes: Any) -> str:
    """An officer of the old system takes a dossier; its number there."""
    body = {
        "maThuTuc": "1.001193.000.00.00.H09",
        "tenThuTuc": "Đăng ký khai sinh",
        "nguoiNop": "Nguyễn Văn Đức",
        "soGiayTo": "074085001201",
        "ngayNhan": connected.now.strftime("%d/%m/%Y %H:%M"),
        "maTinhTrang": "DTN",
    } | changes
    answer = HTTP.post(f"{connected.outside.base_url}/old_one_stop/officers/dossiers", json=body)
    assert answer.status_code == 201, answer.text
    code: str = answer.json()["soHoSo"]
    return code


def edit(connected: Connected, code: str, **changes: Any) -> None:
    address = f"{connected.outside.base_url}/old_one_stop/officers/dossiers/{code}"
    assert HTTP.patch(address, json=changes).is_success


def read_whole_feed() -> None:
    while exchange.read_feed():
        pass


def kept(code: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute("select owner, status, changes from exchange_dossier where code = %s", [code])
        found: tuple[Any, ...] = cursor.fetchone()
    return found


def reasons(code: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select state, reason from exchange_inbound where dossier_code = %s order by sequence", [code]
        )
        return list(cursor.fetchall())


def test_its_dossiers_are_told_to_both_portals_step_by_step(connected: Connected) -> None:
    code = at_counter(connected)
    edit(connected, code, maTinhTrang="CPB", ghiChu="Chuyển Tư pháp")
    edit(connected, code, maTinhTrang="TKY")
    edit(connected, code, maTinhTrang="CTR")
    read_whole_feed()
    connected.settle()
    assert kept(code)[:2] == ("old_one_stop", 9)
    at_national = connected.at("national_portal", code)
    assert [each["TrangThai"] for each in at_national["progress"]] == ["2", "4", "9"]
    assert at_national["payload"]["ChuHoSo"] == "Nguyễn Văn Đức"
    assert at_national["payload"]["MaTTHC"] == "1.001193"
    assert connected.at("essential_portal", code)["status"] == "9"


def test_a_page_with_a_gap_is_asked_for_again_and_nothing_is_lost(connected: Connected) -> None:
    read_whole_feed()
    codes = [at_counter(connected) for _ in range(4)]
    connected.outside.turn_dial("old_one_stop", "partial", requests=1)
    read_whole_feed()
    connected.outside.turn_dial("old_one_stop", "out_of_order", requests=1)
    read_whole_feed()
    connected.settle()
    assert [kept(code)[0] for code in codes] == ["old_one_stop"] * 4


def test_a_day_in_the_future_is_set_apart_and_rows_that_come_twice_are_one(connected: Connected) -> None:
    read_whole_feed()
    code, other = at_counter(connected), at_counter(connected)
    edit(connected, other, maTinhTrang="CPB")
    connected.outside.turn_dial("old_one_stop", "wrong", variant="future", requests=1)
    assert exchange.read_feed() == 3
    connected.settle()
    assert reasons(code) == [("apart", "future_date ngayNhan")]
    edit(connected, code, maTinhTrang="CPB")
    connected.outside.turn_dial("old_one_stop", "duplicate", requests=1)
    assert exchange.read_feed() == 1
    connected.settle()
    assert kept(code)[1] == 4


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"maThuTuc": "khai sinh"}, "procedure MaTTHC"),
        ({"soHoSo": "so 7"}, "code soHoSo"),
        ({"ngaySua": "31/02/2023 10:00"}, "moment ngaySua"),
        ({"ngayHenTra": "mai"}, "moment ngayHenTra"),
        ({"maTinhTrang": "TON", "tinhTrang": "Hồ sơ tồn"}, "unknown_value tinhTrang"),
        ({"nguoiNop": "x" * 201}, "value nguoiNop"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_row_that_is_not_understood_is_set_apart_and_the_next_is_taken(
    connected: Connected, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], reason: str
) -> None:
    read_whole_feed()
    bad, good = at_counter(connected), at_counter(connected)
    changes_after = old_one_stop.changes_after

    def spoilt(cursor: int) -> list[Any]:
        rows = changes_after(cursor)
        for row in rows:
            if row["hoSo"]["soHoSo"] == bad:
                row["hoSo"] |= changes
        return rows

    monkeypatch.setattr(old_one_stop, "changes_after", spoilt)
    assert exchange.read_feed() == 2
    connected.settle()
    assert reasons(changes.get("soHoSo", bad)) == [("apart", reason)]
    assert kept(good)[1] == 2


def test_an_unknown_word_is_set_apart_and_the_next_change_goes_on(connected: Connected) -> None:
    read_whole_feed()
    code = at_counter(connected)
    connected.outside.turn_dial("old_one_stop", "wrong", variant="status", requests=1)
    assert exchange.read_feed() == 1
    connected.settle()
    assert reasons(code) == [("apart", "unknown_value tinhTrang")]
    edit(connected, code, maTinhTrang="CPB")
    read_whole_feed()
    connected.settle()
    assert kept(code)[1] == 4


def test_a_status_that_jumped_is_believed_with_a_reason_and_the_steps_between_are_marked(
    connected: Connected,
) -> None:
    code = at_counter(connected)
    edit(connected, code, maTinhTrang="CPB")
    read_whole_feed()
    connected.settle()
    edit(connected, code, maTinhTrang="DTR")
    read_whole_feed()
    connected.settle()
    assert kept(code)[1] == 4
    actor, now = connected.administrator(), connected.now
    (apart,) = [row for row in exchange.apart_messages(actor=actor) if row.dossier_code == code]
    message = exchange.apart_message(apart.id, actor=actor)
    assert message is not None
    assert message.may_jump
    with pytest.raises(exchange.UnableToOperateLine):
        exchange.accept_jump(apart.id, reason=" ", actor=actor, now=now)
    exchange.accept_jump(apart.id, reason="Bên kia xác nhận đã trả", actor=actor, now=now)
    connected.settle()
    assert kept(code)[1] == 10
    told = connected.at("national_portal", code)["progress"]
    assert [each["TrangThai"] for each in told] == ["2", "4", "9", "10"]
    assert ["suy ra" in each["NoiDungXuLy"] for each in told] == [False, False, True, False]


def test_there_is_a_way_over_only_where_the_dossier_proceeds() -> None:
    moves = AGREEMENT.transitions
    assert passed_over(4, 10, moves) == [9]
    assert passed_over(1, 9, moves) == [2]
    assert passed_over(1, 8, moves) == [2, 4]
    assert passed_over(10, 4, moves) is None
    assert passed_over(4, 4, {4: frozenset()}) is None


def test_a_deleted_dossier_ends_and_is_not_revived(connected: Connected) -> None:
    code = at_counter(connected)
    address = f"{connected.outside.base_url}/old_one_stop/officers/dossiers/{code}"
    assert HTTP.delete(address).is_success
    read_whole_feed()
    connected.settle()
    assert reasons(code) == [("taken", ""), ("taken", "")]
    assert kept(code)[2] == 2
