"""Every value of every enumeration that crosses, in both directions; what is not known is never guessed."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

import sandbox
from tinhso.coordination.exchange.keeping.agreement import AGREEMENT
from tinhso.coordination.exchange.rules import essential_words, filings, national_words, old_words
from tinhso.coordination.exchange.rules.codec import parts_from_json, parts_to_json
from tinhso.coordination.exchange.types import InboundMessage, Names, Telling, UnableToUnderstand
from tinhso.engines.sync.service import (
    Change,
    DossierKey,
    Field,
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
