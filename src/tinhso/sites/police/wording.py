"""The words and tones of the page for what casework knows as codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from tinhso.casework.cleaning.service import (
    CleaningPurpose,
    CleaningQueue,
    CleaningState,
    CleaningStory,
    ReachedBy,
    SeenPaper,
)
from tinhso.sites.frame.service import TimelineEvent, Tone, partial_date

QUEUES: Mapping[CleaningQueue, str] = {
    CleaningQueue.TO_DO: "Cần làm",
    CleaningQueue.WAITING: "Chờ CSDL quốc gia trả lời",
    CleaningQueue.LATE: "Quá hạn",
    CleaningQueue.ALL_OPEN: "Đang mở",
    CleaningQueue.FINISHED: "Đã xong",
}
TONES: Mapping[CleaningState, Tone] = {
    CleaningState.NEW: "new",
    CleaningState.COMPARING: "waiting",
    CleaningState.COLLECTING: "running",
    CleaningState.PROPOSED: "waiting",
    CleaningState.APPROVED: "running",
    CleaningState.VERIFYING: "waiting",
    CleaningState.CLOSED: "done",
    CleaningState.STATEMENT_WRONG: "done",
}
FACT_NAMES: Mapping[str, str] = {
    "full_name": "Họ, chữ đệm và tên",
    "personal_id": "Số định danh cá nhân",
    "birth": "Ngày sinh",
    "sex": "Giới tính",
}
SEXES: Mapping[str, str] = {"male": "Nam", "female": "Nữ"}
PAPERS: Mapping[SeenPaper, str] = {
    SeenPaper.ID_CARD: "Thẻ căn cước công dân",
    SeenPaper.BIRTH_CERTIFICATE: "Giấy khai sinh",
    SeenPaper.HOUSEHOLD_BOOK: "Sổ hộ khẩu, sổ tạm trú",
    SeenPaper.PASSPORT: "Hộ chiếu",
    SeenPaper.OTHER: "Giấy tờ khác",
}
SOURCES: Mapping[str, str] = {
    "population": "CSDL quốc gia về dân cư",
    "vneid": "VNeID",
    "counter": "cán bộ ghi tại quầy",
    "declared": "người dân khai",
}
REACHED: Mapping[ReachedBy, str] = {
    ReachedBy.RESIDENCE: "Người này cư trú trên địa bàn",
    ReachedBy.DOSSIER: "Chưa rõ nơi cư trú; hồ sơ nộp tại địa bàn này",
    ReachedBy.PROVINCE: "Chưa rõ nơi cư trú; cần chuyển đúng công an xã, phường",
    ReachedBy.TRANSFER: "Nơi khác chuyển đến",
}
PURPOSES: Mapping[CleaningPurpose, str] = {
    CleaningPurpose.COMPARE: "Đối chiếu",
    CleaningPurpose.VERIFY: "Kiểm tra lại sau đề nghị sửa",
}
ANSWERS: Mapping[str, tuple[str, Tone]] = {
    "": ("đang chờ trả lời", "waiting"),
    "match": ("khớp", "done"),
    "no_match": ("không khớp", "problem"),
    "not_permitted": ("không được phép hỏi", "stopped"),
}
OUTCOMES: Mapping[str, str] = {"": "Chờ duyệt", "approved": "Đã duyệt", "returned": "Đã trả lại"}
DONE: Mapping[str, str] = {
    "compare": "Đã hỏi CSDL quốc gia về dân cư. Câu trả lời tự về, kể cả khi đường kết nối đang gián đoạn.",
    "collect": "Đã ghi kết quả phúc tra.",
    "collect_more": "Đã ghi kết quả phúc tra.",
    "propose": "Đã trình đề nghị sửa; lãnh đạo sẽ duyệt.",
    "conclude": "Đã kết luận: dữ liệu đúng, hồ sơ khai sai.",
    "transfer": "Đã chuyển cơ quan khác.",
    "approve": "Đã duyệt. Cán bộ in phiếu, gửi cơ quan quản lý dữ liệu rồi kiểm tra lại.",
    "return_proposal": "Đã trả lại đề nghị.",
    "verify": "Đã hỏi lại CSDL quốc gia về dân cư.",
    "collect_again": "Đã mở lại việc thu thập.",
}
_MOODS: Mapping[str, Literal["done", "running", "waiting", "stopped", "problem"]] = {
    "raise": "problem",
    "join": "problem",
    "compare": "waiting",
    "verify": "waiting",
    "answer": "running",
    "answer_changed": "running",
    "differ": "problem",
    "agree": "done",
    "approve": "done",
    "conclude": "done",
    "return_proposal": "stopped",
}


def shown_fact(fact: str, value: str) -> str:
    """A fact as people write it."""
    if fact == "sex":
        return SEXES.get(value, value)
    return partial_date(value) if fact == "birth" else value


def timeline(story: tuple[CleaningStory, ...]) -> list[TimelineEvent]:
    """What happened, newest first."""
    return [
        TimelineEvent(
            title=row.text, at=row.at, text=row.note, actor=row.by, tone=_MOODS.get(row.action, "neutral")
        )
        for row in reversed(story)
    ]
