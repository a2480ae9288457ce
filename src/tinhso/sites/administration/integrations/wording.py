"""How telling an address goes, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tinhso.services.integration.service import SubscriptionState, WebhookRow
from tinhso.sites.frame.service import Tone, moment

STATES: Mapping[SubscriptionState, tuple[str, Tone]] = {
    SubscriptionState.RUNNING: ("Đang gửi", "done"),
    SubscriptionState.FAILING: ("Nơi nhận đang lỗi, sẽ gửi lại", "waiting"),
    SubscriptionState.PAUSED_AS_FAILING: ("Tạm dừng: nơi nhận lỗi nhiều ngày", "stopped"),
    SubscriptionState.PAUSED_BY_OPERATOR: ("Quản trị viên tạm dừng", "stopped"),
    SubscriptionState.ENDED: ("Hệ thống thôi nhận", "neutral"),
}
_ERRORS = {
    "too_slow": "Không trả lời trong 5 giây",
    "no_connection": "Không kết nối được",
    "unknown_host": "Không tìm thấy tên miền",
    "private_address": "Tên miền dẫn vào mạng riêng; không kết nối",
    "address": "Địa chỉ không còn được nhận",
    "redirect": "Nơi nhận chuyển hướng; không đi theo",
}


def webhook_panel(row: WebhookRow) -> dict[str, Any]:
    """One subscription in short, for the page of its client."""
    label, tone = STATES[row.state]
    return {"row": row, "label": label, "tone": tone, "waiting": waiting_text(row)}


def waiting_text(row: WebhookRow) -> str:
    """How much waits, and since when."""
    if not row.waiting or row.oldest_waiting_at is None:
        return "Không có thông báo nào chờ"
    count = "Từ 1.000" if row.waiting >= 1_000 else str(row.waiting)
    return f"{count} thông báo chờ, sớm nhất của {moment(row.oldest_waiting_at)}"


def error_text(reason: str) -> str:
    """What went wrong, for operators; empty where nothing did."""
    if reason.startswith("status_"):
        return f"Nơi nhận trả lời {reason.removeprefix('status_')}"
    return _ERRORS.get(reason, reason)
