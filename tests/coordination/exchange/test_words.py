"""Every value of every enumeration that crosses, in both directions; what is not known is never guessed."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

import sandbox
from tinhso.casework.dossiers.service import OutlineResult
from tinhso.coordination.exchange.actions import telling
from tinhso.coordination.exchange.keeping.agreement import AGREEMENT
from tinhso.coordination.exchange.rules import essential_words, filings, national_words, old_words
from tinhso.coordination.exchange.rules.codec import parts_from_json, parts_to_json
from tinhso.coordination.exchange.types import InboundMessage, Names, Telling, UnableToUnderstand
from tinhso.engines.sync.service import (
    Change,
    DossierKey,
    Field,
    Item,
    ItemKey,
    Parts,
    Replica,
    StatusEvent,
    Write,
    apply,
)
from tinhso.foundation.clock.service import VIETNAM

SANDBOX = Path(sandbox.__file__).parent
NAMES = Names(procedure="Đăng ký khai sinh", sector_code="G15-TP01", sector="Hộ tịch", agency="UBND phường")
AT = datetime(2023, 7, 17, 9, tzinfo=VIETNAM)
STATUSES = range(1, 11)


def replica(status: int = 2, **fields: Any) -> Replica:
    values = {
        "procedure_code": "1.001193",
        "applicant_name": "Lê Thị Mai",
        "applicant_id": "074195002222",
        "agency": "H09.21.11",
        "receipt_number": "H09.21.11-230717-0001",
        "received_at": AT.isoformat(),
        "submitted_at": AT.isoformat(),
    } | fields
    written = {name: Field((Write("tinhso", 1, value),), 1, {}) for name, value in values.items()}
    return Replica(owner="tinhso", fields=written, statuses=(StatusEvent(status, AT, "tinhso"),))


def national(held: Replica) -> dict[str, Any]:
    return national_words.dossier_record("H09.21.11-230717-0001", held, NAMES, lambda *_: "")


def filed(system: str, **changes: Any) -> InboundMessage:
    dossier = {
        "MaHoSo": "G22.99-230717-000001",
        "MaTTHC": "1.004194",
        "KenhThucHien": "2",
        "ChuHoSo": "Lê Thị Mai",
        "LoaiDoiTuong": "1",
        "TrichYeuHoSo": "Đăng ký tạm trú",
        "HinhThuc": "0",
        "TaiKhoanDuocXacThucVoiVNeID": "1",
        "NgayNopHoSo": "20230717090000",
        "MaDonViXuLy": "H09.5.11.3",
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "074195002222"}],
    } | changes
    body = {"MaYeuCau": "YC1", "LoaiYeuCau": "NOP_MOI", "MaDonViTiepNhan": "H09.5.11.3"}
    body |= {"ThoiDiemYeuCau": "20230717090000", "HoSo": dossier}
    if system == "essential_portal":
        body = {"message_id": "TD1", "kind": "filed", "sequence": 1, "made_at": AT.isoformat()}
        body |= {"dossier": dossier}
    return InboundMessage(system=system, message_id="1", dossier_code="", sequence=1, body=body)


@pytest.mark.parametrize("status", STATUSES)
def test_each_national_status_is_told_to_all_three(status: int) -> None:
    held = replica(status)
    assert national(held)["TrangThaiHoSo"] == str(status)
    assert essential_words.dossier_record(held, NAMES)["TrangThaiHoSo"] == str(status)
    told = old_words.dossier_record("H09.21.11-230717-0001", held, NAMES)["maTinhTrang"]
    assert old_words.STATUSES[told] == status


def test_the_old_system_knows_no_other_words() -> None:
    text = (SANDBOX / "old_one_stop" / "models.py").read_text("utf-8")
    words = dict(re.findall(r'= "([A-Z]{3})", "([^"]+)"', text))
    assert words.keys() == old_words.STATUSES.keys() == set(old_words.WORDS.values())
    for code, word in words.items():
        expected = old_words.STATUSES[code]
        assert old_words.status_of({"maTinhTrang": code}) == expected
        assert old_words.status_of({"tinhTrang": f" {word.upper()} "}) == expected
    for unknown in ({"maTinhTrang": "TON"}, {"tinhTrang": "Hồ sơ tồn"}, {}):
        with pytest.raises(UnableToUnderstand):
            old_words.status_of(unknown)


@pytest.mark.parametrize(
    ("system", "numbers"),
    [
        ("national_portal", {"1": "person", "2": "business", "3": "agency", "4": "organisation"}),
        ("essential_portal", {"0": "person", "1": "business", "2": "household_business"}),
    ],
)
def test_each_kind_of_applicant_and_no_other(system: str, numbers: dict[str, str]) -> None:
    words = national_words if system == "national_portal" else essential_words
    for number, kind in numbers.items():
        act = words.understand(filed(system, LoaiDoiTuong=number))
        assert act.parts.fields["applicant_kind"] == kind
    for unknown in ("5", "9", "", "một"):
        with pytest.raises(UnableToUnderstand):
            words.understand(filed(system, LoaiDoiTuong=unknown))


@pytest.mark.parametrize(
    ("name", "field", "numbers"),
    [
        ("KenhThucHien", "channel", filings.CHANNELS),
        ("HinhThuc", "return_method", filings.RETURNS),
        ("TaiKhoanDuocXacThucVoiVNeID", "has_verified_account", filings.YES_NO),
    ],
)
def test_each_number_goes_out_as_it_came_in(name: str, field: str, numbers: dict[str, str]) -> None:
    for number, meaning in numbers.items():
        act = national_words.understand(filed("national_portal", **{name: number}))
        assert act.parts.fields[field] == meaning
        assert national(replica(**{field: meaning}))[name] == number
    with pytest.raises(UnableToUnderstand):
        national_words.understand(filed("national_portal", **{name: "7"}))


TOLD_KINDS = {
    "person": ("1", "0"), "business": ("2", "1"), "household_business": ("2", "2"),
    "agency": ("3", "1"), "organisation": ("4", "1"),
}  # fmt: skip
"""Each kind of applicant: how the national and the essential portal are told it."""


def test_each_kind_of_applicant_is_told_in_the_numbers_of_each_portal() -> None:
    told_in = {*national_words.KINDS.values(), *essential_words.KINDS.values()}
    assert told_in == TOLD_KINDS.keys()
    for kind, (at_national, at_essential) in TOLD_KINDS.items():
        held = replica(applicant_kind=kind)
        assert national(held)["LoaiDoiTuong"] == at_national
        assert essential_words.dossier_record(held, NAMES)["LoaiDoiTuong"] == at_essential


@pytest.mark.parametrize(
    ("name", "field", "numbers"),
    [
        ("NoiNopHoSo", "filed_where", {"national": "1", "province": "2", "essential": "2", "old": "2"}),
        ("DuocThanhToanTrucTuyen", "is_paid_online", {"national": "1", "province": "2", "no": "0"}),
    ],
)
def test_each_meaning_goes_out_as_its_number(name: str, field: str, numbers: dict[str, str]) -> None:
    for meaning, number in numbers.items():
        assert national(replica(**{field: meaning}))[name] == number


def test_each_number_goes_out_to_the_essential_portal_too() -> None:
    for name, field, numbers in (
        ("KenhThucHien", "channel", filings.CHANNELS),
        ("HinhThuc", "return_method", filings.RETURNS),
    ):
        for number, meaning in numbers.items():
            held = replica(**{field: meaning})
            assert essential_words.dossier_record(held, NAMES)[name] == number


def test_the_number_of_an_applicant_says_of_which_kind_it_is() -> None:
    for number, kind in (("074195002222", "1"), ("280000001", "2")):
        (owner,) = national(replica(applicant_id=number))["DinhDanhCHS"]
        assert owner == {"LoaiDinhDanh": kind, "SoDinhDanh": number}
    assert "DinhDanhCHS" not in national(replica(applicant_id="3702345674"))


FLAGS = {"is_digitised": "DuocSoHoa", "is_reused": "DuocTaiSuDung", "is_from_store": "DuocLayTuKhoDMQG"}


@pytest.mark.parametrize("flag", FLAGS)
def test_each_mark_of_a_paper_is_told(flag: str) -> None:
    for is_so in (True, False):
        paper = dict.fromkeys(FLAGS, False) | {flag: is_so}
        content = {"name": "a.pdf", "component": "KHAC", "file": "1", **paper}
        held = with_item(Item("paper", "1", content))
        (told,) = national_words.dossier_record("1", held, NAMES, lambda *_: "https://x/")["TaiLieuNop"]
        assert {name: told[name] for name in FLAGS.values()} == {
            name: str(int(paper[key])) for key, name in FLAGS.items()
        }
        assert told["IsDeleted"] == "False"


@pytest.mark.parametrize("collected", ["1", "2", "4"])
def test_when_a_fee_is_collected_is_told(collected: str) -> None:
    held = with_item(Item("fee", "1", {"name": "Lệ phí", "amount": 8000, "collected": collected}))
    (fee,) = national(held)["DanhSachLePhi"]
    assert fee == {"TenPhiLePhi": "Lệ phí", "Gia": 8000, "HinhThucThu": collected}


@pytest.mark.parametrize("code", ["KQ.G15.000031", ""])
def test_a_result_is_told_with_the_code_of_its_kind(code: str) -> None:
    result = OutlineResult(id=UUID(int=1), title="Giấy khai sinh", number="7", file_id=UUID(int=1), code=code)
    nothing: dict[str, Any] = {"papers": (), "supplements": (), "fees": ()}
    outline: Any = SimpleNamespace(id=UUID(int=2), results=(result,), **nothing)
    (item,) = telling._items(outline)
    (told,) = national(with_item(item))["DanhSachGiayToKetQua"]
    assert told.get("MaGiayToKetQua", "") == code


def with_item(item: Item) -> Replica:
    return replace(replica(), items={ItemKey(item.kind, "tinhso", item.item_id): item.content})


@pytest.mark.parametrize("is_national", [True, False])
def test_each_kind_of_message_is_understood_and_no_other(is_national: bool) -> None:
    system = "national_portal" if is_national else "essential_portal"
    words = national_words if is_national else essential_words
    kinds = {"NOP_MOI": "filed", "BO_SUNG": "supplemented", "RUT": "withdrawn"}
    for national_name, kind in kinds.items():
        message = filed(system, GhiChu="Đã rõ")
        message.body["LoaiYeuCau" if is_national else "kind"] = national_name if is_national else kind
        assert words.understand(message).kind == kind
    message.body["LoaiYeuCau" if is_national else "kind"] = "XOA"
    with pytest.raises(UnableToUnderstand, match="unknown_value"):
        words.understand(message)


def test_what_is_sent_fills_every_duty_of_the_specification() -> None:
    source = SANDBOX / "national_portal" / "data" / "dvcqg_sync_fields.csv"
    rows = list(csv.DictReader(source.read_text("utf-8").splitlines()))
    duties = {row["field"] for row in rows if row["object"] == "dossier" and row["required"] == "yes"}
    known = {row["field"].split("[")[0] for row in rows}
    told = national(replica())
    assert duties <= told.keys()
    assert told.keys() <= known | {"DinhDanhCHS"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"MaTTHC": "x"}, "procedure MaTTHC"),
        ({"MaHoSo": "1"}, "code MaHoSo"),
        ({"NgayNopHoSo": "2023-07-17"}, "moment NgayNopHoSo"),
        ({"ChuHoSo": "  "}, "value ChuHoSo"),
        ({"ChuHoSo": 7}, "value ChuHoSo"),
        ({"DinhDanhCHS": [{"SoDinhDanh": "12"}]}, "value DinhDanhCHS[].SoDinhDanh"),
        ({"DinhDanhCHS": "x"}, "value DinhDanhCHS"),
        ({"TaiLieuNop": [{}]}, "value TepDinhKemId"),
    ],
)
def test_a_value_that_is_none_names_its_field_and_not_itself(changes: Any, reason: str) -> None:
    with pytest.raises(UnableToUnderstand) as refusal:
        national_words.understand(filed("national_portal", **changes))
    assert str(refusal.value) == reason


def test_telling_again_says_the_same_under_the_same_name() -> None:
    key = DossierKey("tinhso", "H09.21.11-230717-0001")
    steps = [
        Parts(opening="tinhso", fields={"procedure_code": "1.001193", "receipt_number": key.code}, status=1),
        Parts(fields={"received_at": AT.isoformat()}, status=2),
        Parts(status=4),
    ]
    log, after, held = [], [], Replica()
    for number, parts in enumerate(steps, 1):
        seen = {"tinhso": number - 1} if number > 1 else {}
        log.append(Change(dossier=key, origin="tinhso", seq=number, after=seen, at=AT, parts=parts))
        held, _ = apply(held, log[-1], AGREEMENT)
        after.append(held)

    def updates(news: int, is_known_there: bool) -> list[dict[str, Any]]:
        telling = Telling(
            dossier_id=UUID(int=7),
            key=key,
            code=key.code,
            replica=held,
            log=log,
            news=log[news:],
            seen={"tinhso": 3},
            is_known_there=is_known_there,
        )
        return essential_words.updates_for(telling, lambda _: NAMES, after)

    everything = updates(0, is_known_there=False)
    assert [each["kind"] for each in everything] == ["dossier", "received", "status"]
    assert sorted(each["version"] for each in everything) == [each["version"] for each in everything]
    assert updates(2, is_known_there=True) == everything[-1:]


def test_after_a_handover_both_owners_words_are_told_and_numbers_go_on() -> None:
    key = DossierKey("old_one_stop", "000.00.25.H09-230717-0001")
    fields = {"procedure_code": "1.001193", "receipt_number": key.code}
    steps = [
        ("old_one_stop", {}, Parts(opening="old_one_stop", fields=fields, status=1)),
        ("old_one_stop", {"old_one_stop": 1}, Parts(status=4)),
        ("old_one_stop", {"old_one_stop": 2}, Parts(handover="tinhso")),
        ("tinhso", {"old_one_stop": 3}, Parts(status=9)),
    ]
    log, after, held, seqs = [], [], Replica(), {"old_one_stop": 0, "tinhso": 0}
    for origin, seen, parts in steps:
        seqs[origin] += 1
        log.append(Change(dossier=key, origin=origin, seq=seqs[origin], after=seen, at=AT, parts=parts))
        held, _ = apply(held, log[-1], AGREEMENT)
        after.append(held)
    telling = Telling(
        dossier_id=UUID(int=7),
        key=key,
        code=key.code,
        replica=held,
        log=log,
        news=log,
        seen=seqs,
        is_known_there=False,
    )
    updates = essential_words.updates_for(telling, lambda _: NAMES, after)
    assert [each.get("status") for each in updates] == [None, "4", "9"]
    versions = [each["version"] for each in updates]
    assert sorted(set(versions)) == versions
    told = national_words.progress_records(telling, NAMES)
    assert [each["TrangThai"] for each in told] == ["1", "4", "9"]
    assert parts_from_json(parts_to_json(steps[2][2])) == steps[2][2]
