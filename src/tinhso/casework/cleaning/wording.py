"""What a step is called on the task's page."""

from __future__ import annotations

from tinhso.casework.cleaning.adapters.reviewed_files import handling

_OWN = {
    "raise": "Có việc rà soát: hồ sơ chưa khớp dữ liệu dân cư",
    "join": "Thêm một hồ sơ chưa khớp của cùng người này",
    "answer": "CSDL quốc gia về dân cư đã trả lời",
    "answer_changed": "CSDL quốc gia về dân cư nay trả lời khác về thông tin đã hỏi",
    "due_date_moved": "Hạn thay đổi theo lịch làm việc",
    "taken_over": "Cơ quan kế thừa làm tiếp",
}


def action_name(action: str) -> str:
    """The step's name."""
    known = {one.key: one.name for one in handling().process.actions}
    return _OWN.get(action) or known.get(action, action)
