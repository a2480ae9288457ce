"""What a step is called for its reader; the sender is told what concerns them."""

from __future__ import annotations

from tinhso.casework.feedback.adapters.reviewed_files import handling

SENDERS = {
    "send": "Bạn đã gửi phản ánh, kiến nghị",
    "receive": "Đã tiếp nhận",
    "assign": "Đã chuyển đến cơ quan có thẩm quyền",
    "transfer": "Đã chuyển sang cơ quan khác có thẩm quyền",
    "send_back": "Đang xác định lại cơ quan có thẩm quyền",
    "refuse": "Không xử lý",
    "refuse_there": "Không xử lý",
    "approve": "Đã trả lời",
    "approve_for_publication": "Đã trả lời",
    "publish": "Đã công khai câu hỏi và trả lời, không có thông tin cá nhân",
    "keep_private": "Câu trả lời không công khai",
    "unpublish": "Đã gỡ khỏi trang công khai",
    "rate": "Bạn đã đánh giá câu trả lời",
    "due_date_moved": "Hạn trả lời thay đổi theo lịch làm việc",
    "taken_over": "Cơ quan kế thừa giải quyết tiếp; hạn trả lời không đổi",
}
"""Steps that the sender is shown; others are the agency's own work."""

_OFFICERS = {
    "send": "Người dân gửi",
    "rate": "Người gửi đánh giá câu trả lời",
    "due_date_moved": "Hạn trả lời thay đổi theo lịch làm việc",
    "taken_over": "Cơ quan kế thừa giải quyết tiếp",
}


def action_name(action: str) -> str:
    """The step's name on the desk."""
    known = {one.key: one.name for one in handling().process.actions}
    return _OFFICERS.get(action) or known.get(action, action)
