"""What a look-up is called in the records that people read."""

from __future__ import annotations

from collections.abc import Mapping

from tinhso.services.verification.look_up_types import PurposeKind, Register
from tinhso.services.verification.types import LINE

REASON = "verification_look_up.sealed_reason"
"""The field that a sealed reason is bound to."""

LEGAL_BASIS = "Nghị định 47/2020/NĐ-CP; Nghị định 61/2018/NĐ-CP"

TITLES: Mapping[str, str] = {
    LINE: "Cơ sở dữ liệu quốc gia về dân cư",
    Register.BUSINESS.value: "Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp",
    Register.INSURANCE.value: "Cơ sở dữ liệu quốc gia về bảo hiểm",
    Register.BUDGET.value: "Mã số đơn vị có quan hệ với ngân sách",
}
"""The four registers by the name of their line, in the order in which reports list them."""

_PURPOSES: Mapping[PurposeKind, str] = {
    PurposeKind.DOSSIER: "Tra cứu để giải quyết hồ sơ",
    PurposeKind.TASK: "Tra cứu để làm một việc của hồ sơ",
    PurposeKind.FILING: "Tra cứu để người nộp hồ sơ khỏi phải nộp giấy tờ đã có dữ liệu",
}


def purpose_text(kind: PurposeKind) -> str:
    """What for, as the person concerned reads it."""
    return _PURPOSES[kind]
