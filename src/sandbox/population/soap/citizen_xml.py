"""A stored person as the element CongDan, in the order of the schema."""

from datetime import date
from typing import Any

from lxml import etree

from sandbox.population.models import Citizen
from sandbox.population.soap.envelope import NAMESPACE
from sandbox.population.soap.matching import SEX_CODES

MARITAL_LABELS = {
    "single": "Chưa kết hôn",
    "married": "Đang có vợ/chồng",
    "widowed": "Góa",
    "divorced": "Đã ly hôn",
}
LIFE_LABELS = {"alive": "Đang sống", "deceased": "Đã chết", "missing": "Mất tích"}


def citizen_element(citizen: Citizen) -> etree._Element:
    """Everything the database knows of a person; what is unknown is left out."""
    element = etree.Element(f"{{{NAMESPACE}}}CongDan")
    _identity(element, citizen)
    _papers(element, citizen)
    for name, relative in (
        ("Cha", citizen.father),
        ("Me", citizen.mother),
        ("VoChong", citizen.spouse),
        ("NguoiDaiDien", citizen.representative),
    ):
        _relative(element, name, relative)
    _residence(element, citizen)
    _household(element, citizen)
    _add(element, "TrangThai", LIFE_LABELS[citizen.life_status])
    _add(element, "NgayMatHoacMatTich", _day(citizen.ended_on))
    _add(element, "SoDienThoai", citizen.phone)
    _add(element, "ThuDienTu", citizen.email)
    return element


def _identity(element: etree._Element, citizen: Citizen) -> None:
    _add(element, "SoDinhDanh", citizen.personal_id)
    _add(element, "SoCMND", citizen.old_id)
    name = _open(element, "HoVaTen")
    _add(name, "Ho", citizen.family_name)
    _add(name, "ChuDem", citizen.middle_name)
    _add(name, "Ten", citizen.given_name)
    _add(element, "TenGoiKhac", citizen.other_name)
    birth = _open(element, "NgayThangNamSinh")
    _add(birth, "NgayThangNam", _day(citizen.birth_date))
    if citizen.birth_date is None:
        _add(birth, "Nam", str(citizen.birth_year))
    _add(element, "GioiTinh", SEX_CODES[citizen.sex])


def _papers(element: etree._Element, citizen: Citizen) -> None:
    _address(element, "NoiSinh", citizen.birth_place)
    _address(element, "NoiDangKyKhaiSinh", citizen.birth_registration)
    _address(element, "QueQuan", citizen.home_town)
    _add(element, "DanToc", citizen.ethnicity)
    _add(element, "TonGiao", citizen.religion)
    _add(element, "QuocTich", citizen.nationality)
    _add(element, "NhomMau", citizen.blood_type)
    if citizen.card_issued_on:
        card = _open(element, "TheCanCuoc")
        _add(card, "NgayCap", _day(citizen.card_issued_on))
        _add(card, "NoiCap", citizen.card_issuer)
        _add(card, "NgayHetHan", _day(citizen.card_expires_on))


def _residence(element: etree._Element, citizen: Citizen) -> None:
    _address(element, "ThuongTru", citizen.permanent_residence)
    _address(element, "TamTru", citizen.temporary_residence)
    _address(element, "NoiOHienTai", citizen.current_residence)
    _add(element, "TamVangDenNgay", _day(citizen.absence_until))
    _add(element, "SoSoHoKhau", citizen.household_book)
    _add(element, "TinhTrangHonNhan", MARITAL_LABELS[citizen.marital_status])


def _household(element: etree._Element, citizen: Citizen) -> None:
    if not citizen.head_id:
        return
    head = _open(element, "ChuHo")
    _add(head, "HoVaTen", citizen.head_name)
    _add(head, "SoDinhDanh", citizen.head_id)
    _add(head, "QuanHe", citizen.head_relation)


def _relative(element: etree._Element, name: str, relative: dict[str, Any]) -> None:
    if not relative["full_name"]:
        return
    child = _open(element, name)
    _add(child, "HoVaTen", relative["full_name"])
    _add(child, "QuocTich", relative["nationality"])
    _add(child, "SoDinhDanh", relative["personal_id"])
    _add(child, "SoCMND", relative["old_id"])


def _address(element: etree._Element, name: str, address: dict[str, Any] | None) -> None:
    if address is None:
        return
    child = _open(element, name)
    _add(child, "MaTinhThanh", address["province"])
    _add(child, "MaQuanHuyen", address["district"])
    _add(child, "MaPhuongXa", address["commune"])
    _add(child, "ChiTiet", address["detail"])
    _add(child, "QuocGia", address["country"])


def _open(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")


def _add(parent: etree._Element, name: str, text: str) -> None:
    if text:
        _open(parent, name).text = text


def _day(day: date | None) -> str:
    return day.strftime("%Y%m%d") if day else ""
