"""The national portal as a province calls it: session, procedures, dossiers, progress, refusals."""

import csv
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from tests.sandbox.province import NationalLine, national_dossier, national_progress
from tests.support.sandbox_server import HTTP, SandboxServer

SERIALS = iter(range(1, 10_000))


def code() -> str:
    return f"H09.21.11-230717-{next(SERIALS):04d}"


@pytest.fixture
def line(dials: SandboxServer) -> Iterator[NationalLine]:
    yield NationalLine.opened(dials)


def test_a_wrong_password_opens_no_session(dials: SandboxServer) -> None:
    for password in ("wrong", None, 7):
        answer = HTTP.post(
            f"{dials.base_url}/national_portal/api/auth",
            json={"username": dials.secrets["national_account"], "password": password},
        ).json()
        assert answer["error_code"] == "01"
        assert "session" not in answer


def test_a_call_needs_a_session_a_unit_of_the_province_and_a_known_service(line: NationalLine) -> None:
    assert line.call("LayDanhMucLinhVuc", session="x")["error_code"] == "01"
    assert line.call("LayDanhMucLinhVuc", session=None)["error_code"] == "01"
    assert line.call("LayDanhMucLinhVuc", madonvi="H01")["error_code"] == "08"
    assert line.call("XoaHoSo")["error_code"] == "07"
    assert line.call("LayDanhMucLinhVuc", madonvi="000.00.21.H09")["error_code"] == 0


def test_procedures_and_sectors_are_told_in_capitals(line: NationalLine) -> None:
    for procedure in ("1.001193", "1.001193.000.00.00.H09"):
        (found,) = line.call("LayThuTuc", maTTHC=procedure)["result"]
        assert found["MATTHC"] == "1.001193"
        assert found["LINHVUCTHUCHIEN"] == [{"MALINHVUC": "G15-TP01", "TENLINHVUC": "Hộ tịch"}]
    sectors = line.call("LayDanhMucLinhVuc")["result"]
    assert {"MALINHVUC": "G15-TP01", "TENLINHVUC": "Hộ tịch"} in sectors
    assert line.call("LayThuTuc", maTTHC="9.999999")["error_code"] == "06"
    assert line.call("LayThuTuc", maTTHC="khai sinh")["error_code"] == "02"


def test_a_dossier_is_told_once_and_then_only_changed(line: NationalLine) -> None:
    dossier = national_dossier(code())
    assert line.send(dossier, updating="True") == ["04"]
    assert line.call("TraCuuHoSo", mahoso=dossier["MaHoSo"])["result"] == []
    assert line.send(dossier) == ["00"]
    answer = line.call("DongBoHoSoMC", isUpdating="False", data=[dossier])
    assert answer["result"][0]["error_code"] == "03"
    assert "đã tồn tại" in answer["result"][0]["message"]
    assert line.send(dossier | {"TrangThaiHoSo": "9"}, updating="True") == ["00"]
    assert line.status(dossier["MaHoSo"]) == "9"


def test_what_is_told_comes_back_in_the_order_of_the_specification(line: NationalLine) -> None:
    dossier = national_dossier(code())
    line.send(dict(reversed(dossier.items())))
    (found,) = line.call("TraCuuHoSo", mahoso=dossier["MaHoSo"])["result"]
    assert [name for name in found if name in dossier] == list(dossier)
    assert {name: found[name] for name in dossier} == dossier


def test_a_batch_has_at_most_ten_records_and_at_least_one(line: NationalLine) -> None:
    records = [national_dossier(code()) for _ in range(11)]
    for call in ("DongBoHoSoMC", "CapNhatTienDoHoSoMC"):
        assert line.call(call, isUpdating="False", data=records)["error_code"] == "05"
        assert line.call(call, isUpdating="False", data=[])["error_code"] == "02"
        assert line.call(call, isUpdating="False", data="x")["error_code"] == "02"
    assert line.send(*records[:10]) == ["00"] * 10


def test_one_bad_record_does_not_hold_up_its_batch(line: NationalLine) -> None:
    good, bad, other = national_dossier(code()), national_dossier(code()), national_dossier(code())
    bad["TrangThaiHoSo"] = "11"
    assert line.send(good, bad, other) == ["00", "02", "00"]
    assert line.call("TraCuuHoSo", mahoso=bad["MaHoSo"])["result"] == []


@pytest.mark.parametrize("flag", ["true", "", None, True, 1])
def test_the_flag_is_true_or_false_in_words(line: NationalLine, flag: Any) -> None:
    answer = line.call("DongBoHoSoMC", isUpdating=flag, data=[national_dossier(code())])
    assert answer["error_code"] == "02"


ENUMERATIONS = {
    "KenhThucHien": ("1", "2", "3"),
    "LoaiDoiTuong": ("1", "2", "3", "4"),
    "TrangThaiHoSo": tuple(str(number) for number in range(1, 11)),
    "HinhThuc": ("0", "1"),
    "NoiNopHoSo": ("1", "2"),
    "HoSoCoThanhPhanSoHoa": ("0", "1"),
    "TaiKhoanDuocXacThucVoiVNeID": ("0", "1"),
    "DuocThanhToanTrucTuyen": ("0", "1", "2", "3"),
}


@pytest.mark.parametrize("name", ENUMERATIONS)
def test_every_value_of_an_enumeration_is_taken_and_no_other(line: NationalLine, name: str) -> None:
    values = ENUMERATIONS[name]
    assert line.send(*(national_dossier(code(), **{name: value}) for value in values)) == ["00"] * len(values)
    strangers: list[Any] = ["99", "", None, 1, True, ["1"], "１"]
    refused = line.send(*(national_dossier(code(), **{name: value}) for value in strangers))
    assert refused == ["02"] * len(strangers)


PAPER = {
    "TepDinhKemId": "1",
    "TenTepDinhKem": "to-khai.pdf",
    "IsDeleted": "True",
    "MaThanhPhanHoSo": "TK",
    "DuongDanTaiTepTin": "http://127.0.0.1:1/to-khai.pdf",
    "DuocSoHoa": "0",
    "DuocTaiSuDung": "0",
    "DuocLayTuKhoDMQG": "0",
    "MaKetQuaThayThe": "KQ.G15.000031",
}
INNER = [
    ("TaiLieuNop", PAPER, "IsDeleted", ("True", "False"), "true"),
    ("TaiLieuNop", PAPER, "DuocSoHoa", ("0", "1"), "2"),
    ("TaiLieuNop", PAPER, "DuocTaiSuDung", ("0", "1", "2"), "3"),
    ("TaiLieuNop", PAPER, "DuocLayTuKhoDMQG", ("0", "1"), "2"),
    ("DanhSachLePhi", {"TenPhiLePhi": "Lệ phí", "Gia": 8000}, "HinhThucThu", ("1", "2", "4"), "3"),
    ("TaiLieuNop", PAPER, "DuongDanTaiTepTin", ("https://127.0.0.1/a",), "file:///etc/passwd"),
    ("DanhSachLePhi", {"TenPhiLePhi": "Lệ phí"}, "Gia", (8000, "8000", 0), -1),
    ("DanhSachHoSoBoSung", {"NoiDungBoSung": "x"}, "NgayBoSung", ("20230718100000",), "18/7/2023"),
    ("DanhSachGiayToKetQua", {"TenGiayTo": "x"}, "MaGiayToKetQua", ("KQ.G15.000031",), "kq 31"),
]


@pytest.mark.parametrize(("part", "record", "name", "values", "stranger"), INNER)
def test_the_parts_of_a_dossier_are_as_strict(
    line: NationalLine, part: str, record: dict[str, Any], name: str, values: tuple[Any, ...], stranger: Any
) -> None:
    taken = [national_dossier(code(), **{part: [record | {name: value}]}) for value in values]
    assert line.send(*taken) == ["00"] * len(values)
    answer = line.call(
        "DongBoHoSoMC",
        isUpdating="False",
        data=[national_dossier(code(), **{part: [record | {name: stranger}]})],
    )
    assert answer["result"][0]["error_code"] == "02"
    assert f"{part}[].{name}" in answer["result"][0]["message"]


def test_ids_have_the_shape_of_their_kind_and_a_person_has_one(line: NationalLine) -> None:
    def owned(*owners: tuple[str, str], kind: str = "1") -> dict[str, Any]:
        ids = [{"LoaiDinhDanh": each, "SoDinhDanh": number} for each, number in owners]
        return national_dossier(code(), LoaiDoiTuong=kind, DinhDanhCHS=ids)

    assert line.send(owned(("1", "074085001201")), owned(("2", "280000001")), owned(kind="2")) == ["00"] * 3
    refused = (owned(), owned(("1", "280000001")), owned(("2", "074085001201")), owned(("3", "1")))
    assert line.send(*refused) == ["02"] * 4


@pytest.mark.parametrize(
    "changes",
    [
        {"MaHoSo": "1234"},
        {"NgayTiepNhan": ""},
        {"NgayTiepNhan": "20230230000000"},
        {"NgayHenTra": "2023-07-18"},
        {"TrichYeuHoSo": "x" * 1001},
        {"TrichYeuHoSo": "   "},
        {"MaLinhVuc": "G99-XX99"},
        {"GhiChuKhac": "trường lạ"},
        {"TaiLieuNop": {}},
        {"DinhDanhCHS": [[]]},
    ],
)
def test_malformed_fields_are_refused_by_name_and_never_by_value(
    line: NationalLine, changes: dict[str, Any]
) -> None:
    name, value = next(iter(changes.items()))
    answer = line.call("DongBoHoSoMC", isUpdating="False", data=[national_dossier(code()) | changes])
    (record,) = answer["result"]
    assert record["error_code"] == "02"
    assert name in record["message"]
    assert not (isinstance(value, str) and value.strip() and value in record["message"])


@pytest.mark.parametrize("name", [name for name in national_dossier("") if name != "DinhDanhCHS"])
def test_what_the_specification_asks_for_must_be_there(line: NationalLine, name: str) -> None:
    required = {row["field"] for row in _specification() if row["required"] == "yes"}
    dossier = national_dossier(code())
    del dossier[name]
    assert line.send(dossier) == (["02"] if name in required or name == "MaHoSo" else ["00"])


def test_the_tables_of_fields_are_those_of_the_data_file() -> None:
    from sandbox.national_portal import fields

    lists = {"DinhDanhCHS": fields.OWNER_ID, "TaiLieuNop": fields.PAPER, "DanhSachLePhi": fields.FEE}
    tops = [field.name for field in fields.DOSSIER]
    told: list[str] = []
    for row in _specification():
        if row["object"] == "dossier":
            field = next(each for each in fields.DOSSIER if each.name == row["field"])
            assert field.required == (row["required"] == "yes"), row["field"]
            told.append(row["field"])
        elif row["object"] == "progress":
            names = [re.sub(r"\(.*", "", name) for name in row["field"].split(",")]
            assert [each.name for each in fields.PROGRESS] == names
        else:
            part, names_text = row["field"].split("[].")
            inner = lists.get(part) or next(each.items for each in fields.DOSSIER if each.name == part)
            known = {each.name: each.required for each in inner}
            for name in names_text.split("/"):
                assert known[name] == (row["required"] == "yes"), row["field"]
            told.append(part)
    assert tops == list(dict.fromkeys(told))


def _specification() -> list[dict[str, str]]:
    source = files("sandbox.national_portal") / "data" / "dvcqg_sync_fields.csv"
    return list(csv.DictReader(source.read_text("utf-8").splitlines()))


def test_the_ten_statuses_are_those_of_the_data_file() -> None:
    from sandbox.national_portal.fields import STATUSES

    source = files("sandbox.national_portal") / "data" / "dossier_status.csv"
    rows = csv.DictReader(source.read_text("utf-8").splitlines())
    assert [row["code"] for row in rows] == list(STATUSES)


@pytest.mark.parametrize("status", ENUMERATIONS["TrangThaiHoSo"])
def test_progress_moves_the_dossier_forward(line: NationalLine, status: str) -> None:
    dossier = national_dossier(code())
    line.send(dossier)
    step = national_progress(dossier["MaHoSo"], status, "20230718100000")
    assert line.call("CapNhatTienDoHoSoMC", data=[step, step])["error_code"] == "00"
    assert line.status(dossier["MaHoSo"]) == status
    assert line.seen(dossier["MaHoSo"])["progress"] == [step]


def test_an_older_step_that_arrives_late_is_kept_but_moves_nothing(line: NationalLine) -> None:
    name = national_dossier(code())["MaHoSo"]
    line.send(national_dossier(name))
    late, early = national_progress(name, "9", "20230719"), national_progress(name, "4", "20230718100000")
    late["ThoiDiemXuLy"] = "20230719100000"
    line.call("CapNhatTienDoHoSoMC", data=[late])
    line.call("CapNhatTienDoHoSoMC", data=[early])
    assert line.status(name) == "9"
    assert line.seen(name)["progress"] == [late, early]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"MaHoSo": "H09.21.11-230717-9999"}, "04"),
        ({"TrangThai": "0"}, "02"),
        ({"ThoiDiemXuLy": "20231301000000"}, "02"),
        ({"NguoiXuLy": "x" * 51}, "02"),
        ({"NguoiXuLy": ""}, "02"),
        ({"NoiDungXuLy": None}, "02"),
    ],
)
def test_malformed_progress_is_refused(line: NationalLine, changes: dict[str, Any], error: str) -> None:
    name = code()
    line.send(national_dossier(name))
    step = national_progress(name, "4", "20230718100000") | changes
    answer = line.call("CapNhatTienDoHoSoMC", data=[step])
    assert [record["error_code"] for record in answer["result"]] == [error]
    assert line.status(name) == "2"


def test_dossiers_are_listed_by_the_days_they_were_told(line: NationalLine) -> None:
    name = code()
    line.send(national_dossier(name))
    (found,) = line.call("TraCuuHoSo", mahoso=name)["result"]
    day = found["ThoiDiemCapNhat"][:8]
    pages = [
        line.call("TraCuuHoSo", tungay=day, denngay=day, trang=str(page))["result"] for page in range(1, 9)
    ]
    listed = [record["MaHoSo"] for page in pages for record in page]
    assert name in listed
    assert len(listed) == len(set(listed))
    assert line.call("TraCuuHoSo", tungay="20010101", denngay="20010102")["result"] == []
    assert line.call("TraCuuHoSo", tungay="hôm nay", denngay=day)["error_code"] == "02"
    assert line.call("TraCuuHoSo", mahoso="x")["error_code"] == "02"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'{"a": NaN}', 400),
        (b'{"session": "x", "session": "y"}', 400),
        (b'{"a": ' + b"[" * 40 + b"]" * 40 + b"}", 400),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
        (b'{"a": ' + b"9" * 10_000 + b"}", 400),
        (b'{"a": "\xff"}', 400),
        (b'{"a": "\\ud800"}', 400),
        (b'{"a": "' + b"x" * 1_100_000 + b'"}', 413),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 400),
    ],
)
def test_hostile_bodies_are_refused(dials: SandboxServer, content: bytes, status: int) -> None:
    answer = HTTP.post(f"{dials.base_url}/national_portal/api/service", content=content)
    assert (answer.status_code, answer.json()["error_code"]) == (status, "10")
