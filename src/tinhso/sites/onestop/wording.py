"""The desk's words and tones for what casework knows as codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from tinhso.casework.dossiers.service import (
    QUEUE_NAMES,
    Channel,
    CheckState,
    FeeState,
    PostalState,
    Queue,
    Status,
)
from tinhso.foundation.authority.service import Role

Tone = Literal["neutral", "new", "running", "waiting", "stopped", "done", "problem"]

STATUS_TONES: Mapping[Status, Tone] = {
    Status.NEW: "new",
    Status.ACCEPTED: "running",
    Status.REJECTED: "stopped",
    Status.PROCESSING: "running",
    Status.SUPPLEMENT: "waiting",
    Status.PAYMENT: "waiting",
    Status.WITHDRAW_REQUESTED: "waiting",
    Status.STOPPED: "stopped",
    Status.DONE: "done",
    Status.RETURNED: "done",
}
CHANNELS: Mapping[Channel, str] = {
    Channel.ONLINE: "trực tuyến",
    Channel.COUNTER: "tại quầy",
    Channel.POST: "bưu chính",
}
APPLICANT_KINDS: Mapping[str, str] = {
    "1": "Cá nhân",
    "2": "Doanh nghiệp",
    "3": "Cơ quan nhà nước",
    "4": "Tổ chức khác",
}
"""LoaiDoiTuong of the national portal."""
CHECKS: Mapping[CheckState, tuple[str, Tone]] = {
    CheckState.PENDING: ("Chưa xác thực dân cư", "waiting"),
    CheckState.MATCH: ("Khớp CSDL dân cư", "done"),
    CheckState.NO_MATCH: ("Chưa khớp CSDL dân cư", "problem"),
    CheckState.NOT_PERMITTED: ("CSDL dân cư không trả lời", "neutral"),
}
SHORT_CHECKS: Mapping[CheckState, tuple[str, Tone]] = {
    CheckState.PENDING: ("Chưa xác thực", "waiting"),
    CheckState.MATCH: ("Khớp", "done"),
    CheckState.NO_MATCH: ("Chưa khớp", "problem"),
    CheckState.NOT_PERMITTED: ("Không trả lời", "neutral"),
}
POSTAL_STATES: Mapping[PostalState, tuple[str, Tone]] = {
    PostalState.WANTED: ("Chờ gửi bưu chính", "waiting"),
    PostalState.LISTED: ("Trong danh sách gửi", "running"),
    PostalState.SENT: ("Đã gửi, chờ giao", "running"),
    PostalState.CAME_BACK: ("Bị trả lại", "problem"),
    PostalState.DELIVERED: ("Bưu chính đã giao", "done"),
    PostalState.DESK: ("Nhận tại quầy", "neutral"),
    PostalState.COLLECTED: ("Đã nhận tại quầy", "done"),
}
FEES: Mapping[FeeState, tuple[str, Tone]] = {
    FeeState.NONE: ("Không thu phí", "neutral"),
    FeeState.DUE: ("Chưa nộp", "waiting"),
    FeeState.PAID: ("Đã nộp", "done"),
}
FEE_MOMENTS: Mapping[str, str] = {
    "before_receipt": "Thu trước khi tiếp nhận",
    "at_result": "Thu khi trả kết quả",
}
ROLES: Mapping[str, str] = {
    "reception_officer": "cán bộ tiếp nhận",
    "specialist": "chuyên viên",
    "leader": "lãnh đạo",
}
STEP_QUEUES: tuple[str, ...] = tuple(queue.value for queue in Queue if queue is not Queue.CLOSED)
TIME_QUEUES: Mapping[str, str] = {
    "late": "Quá hạn",
    "due_today": "Hết hạn hôm nay",
    "late_tomorrow": "Ngày mai sẽ quá hạn",
    "to_apologise": "Cần xin lỗi, hẹn lại",
    "unverified": "Chưa xác thực dân cư",
}
QUEUES: Mapping[str, str] = {
    **{queue.value: name for queue, name in QUEUE_NAMES.items()},
    **TIME_QUEUES,
}
NOTHING_TO_DO: Mapping[Status, str] = {
    Status.SUPPLEMENT: "Đang chờ người nộp bổ sung. Khi có trả lời, hồ sơ tự quay lại danh sách việc.",
    Status.PAYMENT: "Đang chờ người nộp thực hiện nghĩa vụ tài chính.",
    Status.REJECTED: "Hồ sơ không được tiếp nhận; cơ quan tiếp nhận trả lại hồ sơ kèm phiếu từ chối.",
    Status.WITHDRAW_REQUESTED: "Người nộp đề nghị rút hồ sơ; đang chờ người có thẩm quyền xem xét.",
    Status.STOPPED: "Hồ sơ đã dừng xử lý; cơ quan tiếp nhận trả lại hồ sơ cho người nộp.",
    Status.DONE: "Đã có kết quả; cơ quan tiếp nhận trả kết quả cho người nộp.",
    Status.RETURNED: "Hồ sơ đã kết thúc.",
}
EMPTY: Mapping[str, tuple[str, str]] = {
    "to_receive": ("Không còn hồ sơ chờ tiếp nhận", "Hồ sơ mới nộp sẽ hiện ở đây."),
    "to_process": ("Không còn hồ sơ cần xử lý", "Hồ sơ được chuyển tới sẽ hiện ở đây."),
    "to_approve": ("Không còn dự thảo chờ phê duyệt", "Dự thảo chuyên viên trình sẽ hiện ở đây."),
    "to_deliver": ("Không còn kết quả chờ trả", "Kết quả đã ký sẽ hiện ở đây."),
    "waiting_citizen": ("Không có hồ sơ nào chờ người dân", "Hồ sơ đã yêu cầu bổ sung sẽ hiện ở đây."),
    "waiting_agency": (
        "Không có hồ sơ nào chờ cơ quan khác",
        "Hồ sơ liên thông đang ở nơi khác sẽ hiện ở đây.",
    ),
    "late": ("Không có hồ sơ quá hạn", "Cơ quan đang giữ đúng hẹn với người dân."),
    "due_today": ("Không có hồ sơ hết hạn hôm nay", "Bạn có thể làm trước hồ sơ của ngày mai."),
    "late_tomorrow": ("Không có hồ sơ nào sẽ quá hạn ngày mai", ""),
    "to_apologise": (
        "Không có hồ sơ nào cần xin lỗi",
        "Hồ sơ sắp trễ hẹn hiện ở đây từ ngày làm việc trước ngày hẹn.",
    ),
    "closed": ("Chưa có hồ sơ nào kết thúc", "Hồ sơ đã trả kết quả hoặc đã trả lại sẽ hiện ở đây."),
    "unverified": ("Mọi hồ sơ đều đã xác thực", "Hồ sơ chưa xác thực được với CSDL dân cư sẽ hiện ở đây."),
}
DONE: Mapping[str, str] = {
    "receive": "Đã tiếp nhận hồ sơ.",
    "refuse": "Đã từ chối tiếp nhận. Người nộp được báo kèm lý do.",
    "ask_supplement": "Đã gửi yêu cầu bổ sung. Người nộp được báo đúng mục cần sửa.",
    "enter_answers": "Đã ghi vào tờ khai. Người nộp thấy trong diễn biến hồ sơ.",
    "hand_over": "Đã chuyển hồ sơ cho bộ phận chuyên môn.",
    "draft": "Đã trình dự thảo kết quả.",
    "approve": "Đã phê duyệt. Kết quả chờ trả cho người nộp.",
    "return_draft": "Đã trả lại dự thảo cho chuyên viên.",
    "deliver": "Đã ghi nhận việc trả kết quả.",
    "grant_withdraw": "Đã đồng ý cho rút hồ sơ.",
    "refuse_withdraw": "Không đồng ý cho rút; hồ sơ được xử lý tiếp.",
    "stop": "Đã dừng xử lý hồ sơ. Người nộp được báo kèm lý do.",
    "complete": "Đã hoàn thành phần việc của cơ quan.",
    "apologise": "Đã lập phiếu xin lỗi và báo người nộp. Ngày hẹn cũ vẫn được tính khi thống kê.",
    "cash": "Đã ghi nhận thu đủ phí, lệ phí bằng tiền mặt.",
    "cancel-cash": "Đã hủy biên lai. Khoản phí được tính là chưa nộp; người nộp được báo.",
    "identity": "Đã ghi kết quả đối chiếu giấy tờ gốc.",
}
_FIRST_QUEUES: Mapping[Role, tuple[str, ...]] = {
    Role.RECEPTION_OFFICER: ("to_receive", "to_process", "to_deliver"),
    Role.LEADER: ("to_approve",),
    Role.SPECIALIST: ("to_process",),
}


def queues_for(roles: frozenset[Role]) -> tuple[str, ...]:
    """The queues of steps, those of these roles first: the first that holds anything opens the day."""
    own = [queue for role, queues in _FIRST_QUEUES.items() if role in roles for queue in queues]
    return tuple(dict.fromkeys([*own, *STEP_QUEUES]))
