"""The desk's words for what registers say. A code without words is shown as unknown, never guessed."""

from __future__ import annotations

from collections.abc import Mapping

from tinhso.services.verification.service import LookUp, LookUpState, Register
from tinhso.sites.frame.service import Tone, money

SHORT_TITLES: Mapping[Register, str] = {
    Register.BUSINESS: "Doanh nghiệp",
    Register.INSURANCE: "Bảo hiểm",
    Register.BUDGET: "Mã ĐVQHNS",
}
FACTS: Mapping[str, str] = {
    "name": "Tên",
    "short_name": "Tên viết tắt",
    "tax_code": "Mã số doanh nghiệp, mã số thuế",
    "insurance_number": "Mã số bảo hiểm xã hội",
    "personal_id": "Số định danh cá nhân",
    "budget_code": "Mã số ĐVQHNS",
    "kind": "Loại hình",
    "status": "Tình trạng",
    "born": "Ngày sinh",
    "founded_on": "Ngày thành lập",
    "capital_vnd": "Vốn điều lệ",
    "address": "Địa chỉ trụ sở",
    "representatives": "Người đại diện",
    "employer": "Đơn vị tham gia",
    "employer_code": "Mã đơn vị tham gia",
    "months_paid": "Số tháng đã đóng",
    "card": "Thẻ bảo hiểm y tế",
    "card_from": "Thẻ có giá trị từ",
    "card_until": "Thẻ có giá trị đến",
    "clinic": "Nơi khám, chữa bệnh ban đầu",
    "parent_code": "Mã đơn vị cấp trên",
    "level": "Cấp ngân sách",
    "treasury": "Kho bạc giao dịch",
    "issued_on": "Ngày cấp mã",
}
_STATUSES: Mapping[str, str] = {
    "active": "Đang hoạt động",
    "suspended": "Tạm ngừng kinh doanh",
    "dissolving": "Đang làm thủ tục giải thể",
    "dissolved": "Đã giải thể, phá sản, chấm dứt tồn tại",
    "not_at_address": "Không còn hoạt động tại địa chỉ đã đăng ký",
    "paying": "Đang tham gia",
    "paused": "Tạm dừng đóng",
    "pension": "Đang hưởng lương hưu",
    "health_only": "Chỉ tham gia bảo hiểm y tế",
    "inactive": "Đã đóng mã",
}
_LEVELS: Mapping[str, str] = {
    "central": "Trung ương",
    "province": "Tỉnh",
    "district": "Huyện",
    "commune": "Xã",
}
LOOK_UP_STATES: Mapping[LookUpState, tuple[str, Tone]] = {
    LookUpState.WAITING: ("Đang chờ đường truyền", "waiting"),
    LookUpState.FOUND: ("Có thông tin", "done"),
    LookUpState.NOT_FOUND: ("Không có trong cơ sở dữ liệu", "neutral"),
    LookUpState.NOT_PERMITTED: ("Cơ sở dữ liệu không cho phép", "problem"),
}
_DAYS = frozenset({"born", "founded_on", "card_from", "card_until", "issued_on"})


def state_of(row: LookUp) -> tuple[str, Tone]:
    """What to say of a look-up, and in which tone."""
    return LOOK_UP_STATES[row.state]


def fact_text(name: str, value: object) -> str:
    """One fact in words; empty where the register left it out."""
    if value is None or value == "":
        return ""
    text = str(value)
    if text.startswith("unknown:"):
        return f"Chưa rõ (mã {text.partition(':')[2] or 'trống'} chưa có trong danh mục)"
    if name == "status":
        return _STATUSES.get(text, "Chưa rõ")
    if name == "level":
        return _LEVELS.get(text, "Chưa rõ")
    if name == "capital_vnd" and isinstance(value, int):
        return money(value)
    if name in _DAYS:
        return "/".join(reversed(text.split("-")))
    return text
