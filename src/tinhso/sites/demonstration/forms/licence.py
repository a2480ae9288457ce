"""Đổi giấy phép lái xe (3.000347)."""

from datetime import timedelta
from typing import Any

from tinhso.casework.dossiers.service import SupplementItem
from tinhso.sites.demonstration.forms.case import Filing

LICENCE_SUPPLEMENTS = (
    SupplementItem(
        target="paper",
        key="licence_copy",
        label="",
        rule="Thông tư 12/2017/TT-BGTVT",
        message="Ảnh giấy phép lái xe bị lóa, không đọc được hạng xe. Anh/chị chụp lại cả hai mặt.",
    ),
    SupplementItem(
        target="field",
        key="issued_by",
        label="",
        rule="Thông tư 12/2017/TT-BGTVT",
        message="Cơ quan cấp ghi chưa đúng với giấy phép. Anh/chị ghi đúng tên cơ quan trên thẻ.",
    ),
)
LICENCE_RESULT = (
    "Thông tin giấy phép lái xe khớp với hồ sơ gốc.\nĐồng ý đổi giấy phép lái xe, chuyển in thẻ mới."
)

_WITHOUT_TERM = ("A1", "A1", "A2")
_WITH_TERM = ("B1", "B2", "B2", "C", "D")


def licence_answers(filing: Filing) -> dict[str, Any]:
    """A card of class A without a term, or one of class B to D that is about to expire."""
    random, today = filing.random, filing.filed_at.date()
    grade = filing.wishes.get("licence_class") or random.choice((*_WITHOUT_TERM, *_WITH_TERM))
    has_term = grade in _WITH_TERM
    issued = today - timedelta(days=random.randrange(3300, 3600))
    term = {"expires_date": (today + timedelta(days=random.randrange(1, 60))).isoformat()}
    return {
        **filing.applicant(),
        "current_commune": filing.commune,
        "current_address": filing.person.residence_detail or filing.house(),
        "licence_material": "card",
        "licence_number": f"74{random.randrange(10**10):010d}",
        "licence_class": grade,
        "issued_date": issued.isoformat(),
        "issued_by": "Sở Giao thông vận tải Bình Dương",
        **(term if has_term else {}),
        "reason": "expiring" if has_term else random.choice(("damaged", "new_details")),
        "delivery": "desk",
        "declaration": "on",
        **filing.wishes,
    }
