"""Đăng ký khai sinh (1.001193), and the linked birth service (2.000986)."""

from datetime import timedelta
from typing import Any

from tinhso.casework.dossiers.service import SupplementItem
from tinhso.sites.demonstration.forms.case import Filing

BIRTH_SUPPLEMENTS = (
    SupplementItem(
        target="paper",
        key="birth_certificate",
        label="",
        rule="Luật Hộ tịch 60/2014/QH13, điều 16",
        message="Ảnh giấy chứng sinh thiếu phần dấu của cơ sở y tế. Anh/chị chụp lại cả trang.",
    ),
    SupplementItem(
        target="field",
        key="birth_place",
        label="",
        rule="Thông tư 04/2020/TT-BTP",
        message="Nơi sinh chưa khớp với giấy chứng sinh. Anh/chị ghi đúng tên cơ sở y tế.",
    ),
)
BIRTH_RESULT = (
    "Đã ghi việc sinh vào Sổ đăng ký khai sinh và cấp Giấy khai sinh cho trẻ.\n"
    "Số định danh cá nhân của trẻ đã được lấy từ Cơ sở dữ liệu quốc gia về dân cư."
)
LINKED_RESULT = (
    "Đã ghi việc sinh vào Sổ đăng ký khai sinh; số định danh cá nhân của trẻ đã được cấp.\n"
    "Chuyển liên thông để đăng ký thường trú và cấp thẻ bảo hiểm y tế."
)

_MIDDLES = {"male": ("Minh", "Gia", "Hoàng", "Quốc"), "female": ("Ngọc", "Bảo", "Thảo", "Khánh")}
_GIVEN = {
    "male": ("Khang", "Bảo", "Phúc", "Huy", "Nam", "Thiện", "Quân"),
    "female": ("Anh", "Vy", "Hân", "Trâm", "Ngân", "My", "Linh"),
}
_CLINICS = (
    "Bệnh viện Phụ sản - Nhi Bình Dương", "Bệnh viện Đa khoa tỉnh Bình Dương",
    "Trung tâm Y tế thị xã Bến Cát", "Trung tâm Y tế thành phố Thuận An",
)  # fmt: skip
_STATIONS = ("Trạm y tế phường", "Phòng khám Đa khoa khu vực", "Trung tâm Y tế thành phố")


def birth_answers(filing: Filing) -> dict[str, Any]:
    """A child of the applicant, born in the last weeks."""
    married = filing.person.spouse is not None
    return {
        **filing.applicant(),
        "residence": filing.residence(),
        **_child(filing),
        **_other_parent(filing, with_residence=True),
        "registration_commune": filing.commune,
        "parents_married": "yes" if married else "no",
        "extra_copies": str(filing.random.randrange(4)),
        "declaration": "on",
        **filing.wishes,
    }


def linked_birth_answers(filing: Filing) -> dict[str, Any]:
    """The same child, with where it will live and where it will see a doctor."""
    return {
        **filing.applicant(),
        "residence": filing.residence(),
        **_child(filing),
        **_other_parent(filing, with_residence=False),
        "registration_commune": filing.commune,
        "residence_commune": filing.commune,
        "residence_address": filing.person.residence_detail or filing.house(),
        "head_is_parent": "yes",
        "first_clinic": filing.random.choice(_STATIONS),
        "card_form": filing.random.choice(("electronic", "paper")),
        "declaration": "on",
        **filing.wishes,
    }


def _child(filing: Filing) -> dict[str, Any]:
    random, sex = filing.random, filing.random.choice(("male", "female"))
    father = filing.person if filing.person.sex == "male" else filing.person.spouse or filing.person
    family = father.full_name.split()[0]
    born = filing.filed_at.date() - timedelta(days=random.randrange(6, 55))
    return {
        "child_name": f"{family} {random.choice(_MIDDLES[sex])} {random.choice(_GIVEN[sex])}",
        "child_birth": born.isoformat(),
        "child_sex": sex,
        "child_ethnicity": "Kinh",
        "birth_place": random.choice(_CLINICS),
        "hometown": "Tỉnh Bình Dương",
        "has_birth_certificate": "yes",
        "birth_certificate_number": f"{random.randrange(10_000):04d}/{born:%Y}/CS",
    }


def _other_parent(filing: Filing, *, with_residence: bool) -> dict[str, Any]:
    is_mother, spouse = filing.person.sex == "female", filing.person.spouse
    other = "father" if is_mother else "mother"
    answers: dict[str, Any] = {"relation": "mother" if is_mother else "father"}
    if is_mother:
        answers["records_father"] = "yes" if spouse else "no"
    if spouse is None and is_mother:
        return answers
    answers[other] = filing.named(spouse or filing.other)
    if with_residence:
        answers[f"{other}_residence"] = filing.residence()
    return answers
