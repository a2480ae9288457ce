"""What makes a scan certifiable and a kept paper usable. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from tinhso.services.personal_store.types import Checked, KeptState, PaperFacts

_LOOKS: Mapping[str, str] = {
    "is_readable": "Hãy xem lại: bản quét đã đọc được rõ từng chữ chưa?",
    "is_complete": "Hãy xem lại: đã đủ các trang, các mặt chưa?",
    "is_same": "Hãy đối chiếu với bản chính trước khi chứng nhận.",
}


def state_of(
    *,
    certified_at: datetime | None,
    revoked_at: datetime | None,
    withheld_at: datetime | None,
    valid_until: date | None,
    on: date,
) -> KeptState:
    """The state on a day; the last day of validity still counts."""
    if revoked_at is not None:
        return KeptState.REVOKED
    if certified_at is None:
        return KeptState.SCANNED
    if valid_until is not None and valid_until < on:
        return KeptState.EXPIRED
    return KeptState.WITHHELD if withheld_at is not None else KeptState.USABLE


def problems_of(facts: PaperFacts, checked: Checked, *, on: date) -> dict[str, str]:
    """What keeps a scan from being certified, by field; empty when nothing does."""
    found = {key: text for key, text in _LOOKS.items() if not getattr(checked, key)}
    if not facts.number:
        found["number"] = "Chưa ghi số của giấy tờ; giấy không có số thì ghi “không số”."
    if facts.issued_on is None:
        found["issued_on"] = "Chưa ghi ngày cấp."
    elif facts.issued_on > on:
        found["issued_on"] = "Ngày cấp không thể sau hôm nay."
    if not facts.issuer:
        found["issuer"] = "Chưa ghi cơ quan, nơi cấp."
    if facts.valid_until is not None and facts.valid_until < on:
        found["valid_until"] = "Giấy tờ đã hết giá trị thì không chứng nhận để dùng lại được."
    return found


def why_unusable(state: KeptState, valid_until: date | None) -> str:
    """What to tell whoever wants to use a paper that may not be used; empty when it may."""
    match state:
        case KeptState.EXPIRED:
            until = f" từ ngày {valid_until:%d/%m/%Y}" if valid_until else ""
            return f"đã hết giá trị{until}"
        case KeptState.REVOKED:
            return "đã bị cơ quan chứng nhận thu hồi"
        case KeptState.WITHHELD:
            return "đã được chủ giấy tờ yêu cầu không dùng lại"
        case KeptState.SCANNED:
            return "chưa được cán bộ chứng nhận"
        case KeptState.USABLE:
            return ""
