"""Đăng ký tạm trú (1.004194)."""

from datetime import timedelta
from typing import Any

from tinhso.casework.dossiers.service import SupplementItem
from tinhso.sites.demonstration.forms.case import Filing

RESIDENCE_SUPPLEMENTS = (
    SupplementItem(
        target="paper",
        key="housing_proof",
        label="",
        rule="Luật Cư trú 68/2020/QH14, điều 28",
        message="Trang 2 của hợp đồng bị mờ, không đọc được chữ ký của chủ nhà. Anh/chị chụp lại rõ hơn.",
    ),
    SupplementItem(
        target="field",
        key="new_address",
        label="",
        rule="Thông tư 56/2021/TT-BCA, mẫu CT01",
        message="Địa chỉ thiếu số phòng trọ. Anh/chị ghi đầy đủ để cập nhật đúng chỗ ở.",
    ),
)
RESIDENCE_RESULT = (
    "Đồng ý đăng ký tạm trú theo tờ khai CT01 của công dân.\n"
    "Thông tin tạm trú đã được cập nhật vào Cơ sở dữ liệu về cư trú."
)


def residence_answers(filing: Filing) -> dict[str, Any]:
    """One person, a couple, or a list of workers; in a rented room, their own house or a dormitory."""
    kind = filing.wishes.get("registration_kind") or _kind(filing)
    start = filing.filed_at.date() - timedelta(days=filing.random.randrange(1, 15))
    return {
        **filing.applicant(),
        "sex": filing.person.sex,
        "permanent_residence": filing.residence(),
        **({"email": filing.person.email} if filing.person.email else {}),
        "registration_kind": kind,
        **_people(filing, kind),
        "reason": "work" if kind == "list" else filing.random.choice(("work", "work", "work", "study")),
        "new_commune": filing.commune,
        "new_address": filing.house(),
        "stay_from": start.isoformat(),
        "stay_until": (start + timedelta(days=filing.random.choice((180, 365, 540, 700)))).isoformat(),
        **_dwelling(filing, kind),
        "result_form": "electronic" if filing.is_online else "paper",
        "declaration": "on",
        **filing.wishes,
    }


def _kind(filing: Filing) -> str:
    if filing.person.spouse is not None and filing.random.random() < 0.3:
        return "household"
    return "list" if filing.random.random() < 0.07 else "individual"


def _people(filing: Filing, kind: str) -> dict[str, Any]:
    if kind == "household" and filing.person.spouse is not None:
        return {"members": [filing.named(filing.person.spouse)]}
    if kind == "list":
        return {"number_of_people": str(filing.random.randrange(4, 40))}
    return {}


def _dwelling(filing: Filing, kind: str) -> dict[str, Any]:
    lot = filing.random.random()
    if kind == "list":
        return {"dwelling_kind": "employer"}
    if lot < 0.7:
        return {
            "dwelling_kind": "rented",
            "owner": {"full_name": filing.other.full_name},
            "owner_agrees": "on",
        }
    return {"dwelling_kind": "own" if lot < 0.85 else "employer"}
