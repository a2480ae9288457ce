"""The three registers: what a question to each may name, what each answers, and as of when.

The business answer has the names of a public client of the national integration platform (NGSP); there,
``Representatives`` is an object when there is one and a list when there are several. The names of the other
two are ours (chưa xác minh).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.day import outside_now
from sandbox.gateway.codes import BUDGET_CODE, INSURANCE_NUMBER, PERSONAL_ID, is_business_code
from sandbox.gateway.models import BudgetUnit, Business, InsuredPerson
from sandbox.gateway.questions import Question, Refusal

Record = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register: its answer to a question, None when it knows nothing, and when its copy is renewed."""

    name: str
    title: str
    call: str
    answer: Callable[[Question], Record | None]
    renewed: Callable[[datetime], datetime]


def find_business(question: Question) -> Record | None:
    """chiTietDoanhNghiep: a business or a branch by ``msdn``."""
    code = question.text("msdn")
    if not is_business_code(code):
        raise Refusal("invalid_msdn", "Mã số doanh nghiệp, mã số thuế không đúng.")
    business = Business.objects.filter(pk=code).first()
    return None if business is None else _business(business)


def find_insured_person(question: Question) -> Record | None:
    """traCuuBHXH: an insured person by ``maSoBHXH`` or by ``soDinhDanh``."""
    number, personal_id = question.text("maSoBHXH"), question.text("soDinhDanh")
    if bool(number) == bool(personal_id):
        raise Refusal("invalid_subject", "Cần mã số BHXH hoặc số định danh cá nhân.")
    if number and not INSURANCE_NUMBER.fullmatch(number):
        raise Refusal("invalid_maSoBHXH", "Mã số BHXH gồm 10 chữ số.")
    if personal_id and not PERSONAL_ID.fullmatch(personal_id):
        raise Refusal("invalid_soDinhDanh", "Số định danh cá nhân gồm 12 chữ số.")
    found = InsuredPerson.objects.filter(**({"number": number} if number else {"personal_id": personal_id}))
    person = found.first()
    return None if person is None else _insured_person(person)


def find_budget_unit(question: Question) -> Record | None:
    """traCuuDVQHNS: a unit by ``maDVQHNS``."""
    code = question.text("maDVQHNS")
    if not BUDGET_CODE.fullmatch(code):
        raise Refusal("invalid_maDVQHNS", "Mã số đơn vị có quan hệ với ngân sách gồm 7 chữ số.")
    unit = BudgetUnit.objects.filter(pk=code).first()
    return None if unit is None else _budget_unit(unit)


def _business(business: Business) -> Record:
    representatives = [{"FULL_NAME": each["full_name"], **_role(each)} for each in business.representatives]
    return {
        "MainInformation": {
            "ENTERPRISE_ID": business.code.replace("-", ""),
            "ENTERPRISE_GDT_CODE": business.code,
            "NAME": business.name,
            "SHORT_NAME": business.short_name,
            "ENTERPRISE_TYPE_NAME": business.kind,
            "ENTERPRISE_STATUS": business.status,
            "ENTERPRISE_STATUS_NAME": business.get_status_display(),
            "FOUNDING_DATE": f"{business.founded_on:%d/%m/%Y}",
            "CAPITAL_AMOUNT": str(business.capital),
        },
        "HOAdress": {
            "AddressFullText": business.address,
            "CityName": "Tỉnh Bình Dương",
            "DistrictName": business.district_name,
            "WardName": business.commune_name,
        },
        "Representatives": representatives[0] if len(representatives) == 1 else representatives,
    }


def _role(representative: Record) -> Record:
    return {"POSITION": "Người đại diện theo pháp luật", "ID_NUMBER": representative["personal_id"]}


def _insured_person(person: InsuredPerson) -> Record:
    return {
        "maSoBHXH": person.number,
        "soDinhDanh": person.personal_id,
        "hoTen": person.full_name,
        "ngaySinh": f"{person.birth_date:%d/%m/%Y}" if person.birth_date else str(person.birth_year),
        "trangThai": person.status,
        "tenTrangThai": person.get_status_display(),
        "maDonVi": person.employer_code,
        "tenDonVi": person.employer_name,
        "soThangDong": person.months_paid,
        "maTheBHYT": person.card,
        "theTuNgay": f"{person.card_from:%d/%m/%Y}",
        "theDenNgay": f"{person.card_until:%d/%m/%Y}",
        "noiKCBBD": person.clinic,
    }


def _budget_unit(unit: BudgetUnit) -> Record:
    return {
        "maDVQHNS": unit.code,
        "tenDonVi": unit.name,
        "maDonViCapTren": unit.parent_code,
        "capNganSach": unit.budget_level,
        "trangThai": "1" if unit.is_active else "0",
        "khoBac": unit.treasury,
        "ngayCap": f"{unit.issued_on:%d/%m/%Y}",
    }


def _nightly(now: datetime) -> datetime:
    renewed = now.replace(hour=2, minute=0, second=0, microsecond=0)
    return renewed if renewed <= now else renewed - timedelta(days=1)


def _weekly(now: datetime) -> datetime:
    return _nightly(now) - timedelta(days=_nightly(now).weekday())


def _monthly(now: datetime) -> datetime:
    return _nightly(now).replace(day=1)


REGISTERS = {
    register.name: register
    for register in (
        Register(
            name="business",
            title="Đăng ký doanh nghiệp",
            call="chiTietDoanhNghiep",
            answer=find_business,
            renewed=_nightly,
        ),
        Register(
            name="insurance",
            title="Bảo hiểm xã hội",
            call="traCuuBHXH",
            answer=find_insured_person,
            renewed=_weekly,
        ),
        Register(
            name="budget",
            title="Mã số quan hệ ngân sách",
            call="traCuuDVQHNS",
            answer=find_budget_unit,
            renewed=_monthly,
        ),
    )
}


def as_of(register: Register, *, days_behind: int = 0) -> str:
    """Since when the gateway's copy of a register is what it is, with its zone."""
    return (register.renewed(outside_now()) - timedelta(days=days_behind)).isoformat()
