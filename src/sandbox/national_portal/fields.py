"""The records of DongBoHoSoMC and CapNhatTienDoHoSoMC: names, order, duties and enumerations.

Taken from ``data/dvcqg_sync_fields.csv`` (a test compares them). The file knows two readable versions of
the specification, "a" and "b"; the portal asks for what the newer one, "b", asks for. Unknown names,
values of another type, and lists in place of values are refused; that the real portal is as strict is
not verified. Enumerations are strings of digits, as the one public client sends them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sandbox.national_portal.errors import INVALID_FIELD, Refusal

DOSSIER_CODE = re.compile(
    r"(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(\.\d+)*)-(\d{6}|\d{8})-\d{4,7}", re.ASCII
)
RESULT_CODE = re.compile(r"[A-Z0-9.\-]{5,40}", re.ASCII)
LONGEST_TEXT = 4000
LONGEST_LIST = 200
STATUSES = tuple(str(number) for number in range(1, 11))


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: must it be there, and what may stand in it."""

    name: str
    required: bool = False
    choices: tuple[str, ...] = ()
    longest: int = LONGEST_TEXT
    check: Callable[[str], bool] | None = None
    number: bool = False
    items: tuple["Field", ...] = ()


def is_moment(text: str) -> bool:
    """A moment of Việt Nam's clock, written yyyyMMddHHmmss."""
    try:
        return len(text) == 14 and text.isdigit() and bool(datetime.strptime(text, "%Y%m%d%H%M%S"))
    except ValueError:
        return False


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _text(name: str, *, required: bool = False, longest: int = LONGEST_TEXT) -> Field:
    return Field(name=name, required=required, longest=longest)


def _choice(name: str, *choices: str, required: bool = True) -> Field:
    return Field(name=name, required=required, choices=choices)


def _moment(name: str, *, required: bool = False) -> Field:
    return Field(name=name, required=required, check=is_moment)


OWNER_ID = (_choice("LoaiDinhDanh", "1", "2"), _text("SoDinhDanh", required=True, longest=20))
DATABASE_USED = (_text("MaCSDL", longest=10),)
PAPER = (
    _text("TepDinhKemId", longest=100),
    _text("TenTepDinhKem", required=True),
    _choice("IsDeleted", "True", "False"),
    _text("MaThanhPhanHoSo", required=True, longest=100),
    Field(name="DuongDanTaiTepTin", required=True, check=_is_web_address),
    _choice("DuocSoHoa", "0", "1"),
    _choice("DuocTaiSuDung", "0", "1", "2"),
    _choice("DuocLayTuKhoDMQG", "0", "1"),
    Field(name="MaKetQuaThayThe", check=lambda text: bool(RESULT_CODE.fullmatch(text))),
)
FEE = (
    _text("TenPhiLePhi"),
    _text("MaPhiLePhi", longest=100),
    _choice("HinhThucThu", "1", "2", "4", required=False),
    Field(name="Gia", number=True),
    _text("LoaiPhiLePhi", longest=20),
)
OTHER_PAPER = (_text("TenGiayTo"), _text("SoLuong", longest=10), _text("LoaiGiayTo", longest=100))
SUPPLEMENT = (
    _text("HoSoBoSungId", longest=100),
    _text("NguoiYeuCauBoSung", longest=200),
    _text("NoiDungBoSung"),
    _moment("NgayBoSung"),
    _text("NguoiTiepNhanBoSung", longest=200),
    _text("ThongTinTiepNhan"),
    _moment("NgayTiepNhanBoSung"),
    _text("TrangThaiBoSung", longest=20),
    Field(name="DanhSachGiayToBoSung", items=OTHER_PAPER),
    Field(name="DanhSachLePhiBoSung", items=FEE),
    _moment("NgayHenTraTruoc"),
    _moment("NgayHenTraMoi"),
)
RESULT = (
    _text("TenGiayTo"),
    _text("MaThanhPhanHoSo", longest=100),
    _text("GiayToId", longest=100),
    Field(name="DuongDanTepTinKetQua", check=_is_web_address),
    Field(name="MaGiayToKetQua", check=lambda text: bool(RESULT_CODE.fullmatch(text))),
)
DOSSIER = (
    Field(name="MaHoSo", required=True, check=lambda text: bool(DOSSIER_CODE.fullmatch(text))),
    _text("MaTTHC", required=True, longest=40),
    _text("TenTTHC", required=True),
    _text("MaLinhVuc", required=True, longest=40),
    _text("TenLinhVuc", required=True),
    _choice("KenhThucHien", "1", "2", "3"),
    _text("SoBienNhan", longest=60),
    _text("ChuHoSo", longest=500),
    _text("SoGiayToChuHoSo", longest=50),
    _choice("LoaiDoiTuong", "1", "2", "3", "4"),
    _text("MaDoiTuong", longest=100),
    _text("ThongTinKhac"),
    _text("Email", longest=200),
    _text("Fax", longest=50),
    _text("SoDienThoai", longest=50),
    _text("TrichYeuHoSo", required=True, longest=1000),
    _moment("NgayTiepNhan", required=True),
    _moment("NgayHenTra"),
    _choice("TrangThaiHoSo", *STATUSES),
    _moment("NgayTra"),
    _text("ThongTinTra"),
    _choice("HinhThuc", "0", "1"),
    _moment("NgayKetThucXuLy"),
    _text("DonViXuLy", required=True, longest=500),
    _text("GhiChu"),
    _choice("NoiNopHoSo", "1", "2"),
    _choice("HoSoCoThanhPhanSoHoa", "0", "1"),
    _choice("TaiKhoanDuocXacThucVoiVNeID", "0", "1"),
    _choice("DuocThanhToanTrucTuyen", "0", "1", "2", "3"),
    _moment("NgayTuChoi"),
    _moment("NgayNopHoSo", required=True),
    Field(name="DinhDanhCHS", items=OWNER_ID),
    Field(name="DSKetNoiCSDL", items=DATABASE_USED),
    Field(name="TaiLieuNop", items=PAPER),
    Field(name="DanhSachLePhi", items=FEE),
    Field(name="DanhSachTepDinhKemKhac", items=OTHER_PAPER),
    Field(name="DanhSachHoSoBoSung", items=SUPPLEMENT),
    Field(name="DanhSachGiayToKetQua", items=RESULT),
)
PROGRESS = (
    Field(name="MaHoSo", required=True, check=lambda text: bool(DOSSIER_CODE.fullmatch(text))),
    _text("NguoiXuLy", required=True, longest=50),
    _text("ChucDanh", longest=200),
    _moment("ThoiDiemXuLy", required=True),
    _text("PhongBanXuLy", longest=200),
    _text("NoiDungXuLy", required=True),
    _choice("TrangThai", *STATUSES),
    _moment("NgayBatDau"),
    _moment("NgayKetThucTheoQuyDinh"),
)
ID_SHAPES = {"1": re.compile(r"\d{12}", re.ASCII), "2": re.compile(r"\d{9}", re.ASCII)}


def read_dossier(record: object) -> dict[str, Any]:
    """A checked dossier in the order of the specification; raises Refusal naming the field."""
    dossier = read_record(record, DOSSIER)
    owners = dossier.get("DinhDanhCHS", [])
    if dossier["LoaiDoiTuong"] == "1" and not owners:
        raise Refusal(INVALID_FIELD, field="DinhDanhCHS")
    for owner in owners:
        if not ID_SHAPES[owner["LoaiDinhDanh"]].fullmatch(owner["SoDinhDanh"]):
            raise Refusal(INVALID_FIELD, field="DinhDanhCHS[].SoDinhDanh")
    return dossier


def read_record(record: object, fields: tuple[Field, ...], *, path: str = "") -> dict[str, Any]:
    """The known fields of a record, in their order; raises Refusal for whatever else stands in it."""
    if not isinstance(record, Mapping):
        raise Refusal(INVALID_FIELD, field=path.rstrip(".") or "data[]")
    unknown = record.keys() - {field.name for field in fields}
    if unknown:
        raise Refusal(INVALID_FIELD, field=f"{path}{min(unknown)[:60]}")
    return {
        field.name: _value(record.get(field.name), field, path + field.name)
        for field in fields
        if field.required or field.name in record
    }


def _value(value: object, field: Field, path: str) -> object:
    if field.items:
        if not isinstance(value, list) or len(value) > LONGEST_LIST:
            raise Refusal(INVALID_FIELD, field=path)
        return [read_record(each, field.items, path=f"{path}[].") for each in value]
    if field.number and isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return value
    if not isinstance(value, str) or not _fits(value, field):
        raise Refusal(INVALID_FIELD, field=path)
    return value


def _fits(text: str, field: Field) -> bool:
    if not text.strip():
        return not field.required and not text
    if len(text) > field.longest or (field.choices and text not in field.choices):
        return False
    if field.number and not text.isdecimal():
        return False
    return field.check is None or field.check(text)
