"""The words and tones of both sides for what casework knows as codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from tinhso.casework.feedback.service import (
    FeedbackKind,
    FeedbackQueue,
    FeedbackState,
    FeedbackTopic,
    StoryRow,
)
from tinhso.services.ratings.service import ServiceStage
from tinhso.sites.frame.service import TimelineEvent

Tone = Literal["neutral", "new", "running", "waiting", "stopped", "done", "problem"]

KINDS: Mapping[FeedbackKind, str] = {
    FeedbackKind.COMPLAINT: "Phản ánh",
    FeedbackKind.PROPOSAL: "Kiến nghị",
}
TOPICS: Mapping[FeedbackTopic, str] = {
    FeedbackTopic.DELAY: "Hồ sơ bị chậm",
    FeedbackTopic.PROCEDURE: "Quy định, thủ tục",
    FeedbackTopic.OFFICER: "Thái độ, hành vi của cán bộ",
    FeedbackTopic.AGENCY: "Hoạt động của cơ quan",
    FeedbackTopic.OTHER: "Việc khác",
}
TONES: Mapping[FeedbackState, Tone] = {
    FeedbackState.SENT: "new",
    FeedbackState.RECEIVED: "running",
    FeedbackState.ASSIGNED: "running",
    FeedbackState.DRAFTED: "waiting",
    FeedbackState.PUBLISHING: "done",
    FeedbackState.ANSWERED: "done",
    FeedbackState.PUBLISHED: "done",
    FeedbackState.REFUSED: "stopped",
}
QUEUES: Mapping[FeedbackQueue, str] = {
    FeedbackQueue.TURN: "Việc của cơ quan",
    FeedbackQueue.SENT: "Chờ tiếp nhận",
    FeedbackQueue.RECEIVED: "Chờ phân loại, chuyển",
    FeedbackQueue.ASSIGNED: "Cần trả lời",
    FeedbackQueue.DRAFTED: "Chờ duyệt",
    FeedbackQueue.PUBLISHING: "Chờ công khai",
    FeedbackQueue.LATE: "Quá hạn",
    FeedbackQueue.LATE_TOMORROW: "Mai là quá hạn",
    FeedbackQueue.ALL_OPEN: "Đang theo dõi",
    FeedbackQueue.FINISHED: "Đã xong",
}
STEP_QUEUES = (
    FeedbackQueue.TURN,
    FeedbackQueue.SENT,
    FeedbackQueue.RECEIVED,
    FeedbackQueue.ASSIGNED,
    FeedbackQueue.DRAFTED,
    FeedbackQueue.PUBLISHING,
)
TIME_QUEUES = (
    FeedbackQueue.LATE,
    FeedbackQueue.LATE_TOMORROW,
    FeedbackQueue.ALL_OPEN,
    FeedbackQueue.FINISHED,
)
DONE: Mapping[str, str] = {
    "receive": "Đã tiếp nhận.",
    "classify": "Đã phân loại. Bạn chọn cơ quan trả lời.",
    "assign": "Đã chuyển cơ quan trả lời; người gửi được báo tin.",
    "transfer": "Đã chuyển cơ quan khác; người gửi được báo tin.",
    "send_back": "Đã trả lại nơi tiếp nhận.",
    "refuse": "Đã ghi không xử lý; người gửi được báo lý do.",
    "refuse_there": "Đã ghi không xử lý; người gửi được báo lý do.",
    "draft": "Đã trình dự thảo trả lời.",
    "return_draft": "Đã trả lại dự thảo.",
    "approve": "Đã gửi trả lời cho người gửi.",
    "approve_for_publication": "Đã gửi trả lời; việc tiếp theo là bỏ thông tin cá nhân để công khai.",
    "publish": "Đã công khai câu hỏi và trả lời.",
    "keep_private": "Câu trả lời không công khai.",
    "unpublish": "Đã gỡ khỏi trang công khai.",
}
STAGES: Mapping[ServiceStage, str] = {
    ServiceStage.GUIDANCE: "Hướng dẫn",
    ServiceStage.FILING: "Nộp hồ sơ",
    ServiceStage.PROCESSING: "Thời gian giải quyết",
    ServiceStage.RESULT: "Kết quả",
}
SCORES: Mapping[int, str] = {
    5: "Rất hài lòng",
    4: "Hài lòng",
    3: "Bình thường",
    2: "Không hài lòng",
    1: "Rất không hài lòng",
}
_MOODS: Mapping[str, Literal["done", "running", "waiting", "stopped", "problem"]] = {
    "send": "done",
    "receive": "done",
    "assign": "running",
    "transfer": "running",
    "draft": "running",
    "approve": "done",
    "approve_for_publication": "done",
    "publish": "done",
    "rate": "done",
    "refuse": "stopped",
    "refuse_there": "stopped",
    "due_date_moved": "waiting",
    "send_back": "waiting",
    "return_draft": "waiting",
}


def timeline(story: tuple[StoryRow, ...]) -> list[TimelineEvent]:
    """What happened, newest first."""
    return [
        TimelineEvent(
            title=row.text,
            at=row.at,
            text=row.note,
            actor=row.by,
            tone=_MOODS.get(row.action, "neutral"),
        )
        for row in reversed(story)
    ]
