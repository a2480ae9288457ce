"""Đăng ký dự thi tốt nghiệp trung học phổ thông (1.005142)."""

from typing import Any

from tinhso.casework.dossiers.service import SupplementItem
from tinhso.sites.demonstration.forms.case import Filing

EXAM_SUPPLEMENTS = (
    SupplementItem(
        target="paper",
        key="photo",
        label="",
        rule="Quyết định 420/QĐ-BGDĐT",
        message="Ảnh chụp nghiêng, không rõ mặt. Anh/chị gửi ảnh khác, nhìn thẳng.",
    ),
    SupplementItem(
        target="field",
        key="school_name",
        label="",
        rule="Quyết định 420/QĐ-BGDĐT",
        message="Tên trường ghi chưa đủ. Anh/chị ghi đúng tên trường nơi đăng ký dự thi.",
    ),
)
EXAM_RESULT = "Phiếu đăng ký hợp lệ, ảnh và học bạ đầy đủ.\nXác nhận đã đăng ký dự thi."
_SCHOOLS = ("Võ Minh Đức", "Trịnh Hoài Đức", "Bến Cát", "Dĩ An")
_FIRST_YEAR = 1980


def exam_answers(filing: Filing) -> dict[str, Any]:
    """A pupil of the last class, or somebody older who tries again or for the first time."""
    random, year = filing.random, filing.filed_at.year
    finished = int(filing.person.birth[:4]) + 18
    if finished >= year:
        kind: dict[str, Any] = {"candidate_kind": "grade_12", "class_name": f"12A{random.randrange(1, 12)}"}
    elif finished >= _FIRST_YEAR:
        kind = {"candidate_kind": "graduated", "graduation_year": finished}
    else:
        kind = {"candidate_kind": "again"}
    return {
        **filing.applicant(),
        "sex": filing.person.sex or "male",
        **kind,
        "school_commune": filing.commune,
        "school_name": f"Trung học phổ thông {random.choice(_SCHOOLS)}",
        "purpose": "both" if "graduation_year" not in kind else "admission",
        "combination": random.choice(("science", "society")),
        "foreign_language": random.choice(("english", "english", "chinese")),
        "declaration": "on",
        **filing.wishes,
    }
