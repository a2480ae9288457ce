"""The desk's words for results by post."""

from __future__ import annotations

from collections.abc import Mapping

from tinhso.casework.dossiers.service import ParcelOutcome, ParcelRow, PostalState
from tinhso.sites.frame.service import Tone, day

EMPTY: Mapping[PostalState, tuple[str, str]] = {
    PostalState.WANTED: (
        "Không có kết quả nào chờ gửi bưu chính",
        "Kết quả đã ký mà người nhận chọn bưu chính sẽ hiện ở đây.",
    ),
    PostalState.LISTED: ("Không có kết quả nào trong danh sách gửi", "Hãy chọn ở mục Chờ gửi bưu chính."),
    PostalState.SENT: ("Không có bưu gửi nào đang trên đường", "Mọi bưu gửi đều đã ghi kết quả giao."),
    PostalState.CAME_BACK: ("Không có bưu gửi nào bị trả lại", ""),
}
DONE: Mapping[str, str] = {
    "made": "Đã lập danh sách gửi. Hãy in danh sách, giao cùng bưu gửi cho bưu cục.",
    "number": "Đã ghi số bưu gửi.",
    "change": "Đã sửa số bưu gửi. Số ghi nhầm được giữ lại kèm lý do.",
    "take-off": "Đã đưa ra khỏi danh sách gửi.",
    "arrived": "Đã ghi bưu chính giao kết quả. Người nhận được báo.",
    "came-back": "Đã ghi bưu chính trả lại. Người nhận được báo kèm lý do để chọn cách nhận lại.",
    "post": "Đã ghi gửi qua bưu chính.",
    "desk": "Đã ghi nhận tại quầy.",
    "collected": "Đã ghi người nhận nhận kết quả tại quầy.",
}


def parcel_state(parcel: ParcelRow) -> tuple[str, Tone]:
    """Where one parcel is, in words."""
    if parcel.outcome is ParcelOutcome.TAKEN_OFF:
        return "Đã đưa ra khỏi danh sách", "stopped"
    if parcel.outcome is ParcelOutcome.DELIVERED:
        return f"Giao ngày {day(parcel.outcome_date)}", "done"
    if parcel.outcome is ParcelOutcome.CAME_BACK:
        return f"Trả lại ngày {day(parcel.outcome_date)}", "problem"
    if parcel.sent_at:
        return "Đã gửi, chờ giao", "running"
    return ("Chờ gửi", "waiting") if parcel.number else ("Chưa có số bưu gửi", "neutral")
