"""Words of lines: why one stood still, and how their month is counted."""

from __future__ import annotations

_CAUSES = {
    "timeout": "không trả lời kịp",
    "no_connection": "không kết nối được",
    "busy": "yêu cầu gửi chậm lại",
    "too_large": "câu trả lời quá lớn",
    "unreadable_answer": "câu trả lời không đọc được",
    "answer_to_another_question": "câu trả lời của câu hỏi khác",
    "token_refused": "không nhận mã truy cập",
    "no_secret_configured": "chưa có khóa truy cập",
    "session_refused": "không mở được phiên làm việc",
    "answer_too_large": "câu trả lời quá lớn",
    "answer_about_another": "câu trả lời về người hoặc đơn vị khác",
    "client_refused": "không nhận mã và khóa của tỉnh",
    "unreadable_token": "mã truy cập không đọc được",
    "too_many_questions": "hỏi quá mức đã thỏa thuận",
    "file_timeout": "tải tệp không kịp",
    "file_no_connection": "không kết nối được nơi giữ tệp",
}
_CODED = {
    "file_http_": "nơi giữ tệp trả lời lỗi",
    "http_": "trả lời lỗi",
    "fault_": "trả lời lỗi",
    "error_": "trả lời lỗi",
}
DEFINITIONS = (
    "Đường được coi là gián đoạn từ lần lỗi đầu của ba lần lỗi liền nhau đến lần trả lời đầu tiên sau đó.",
    "Chỉ biết đường gián đoạn khi có người hỏi hoặc có hồ sơ cần báo; lúc không ai dùng thì không biết.",
    "Tạm ngừng do người vận hành được ghi riêng và không tính là gián đoạn.",
    "Hồ sơ phải chờ: được báo muộn quá một phút, hoặc có câu hỏi chưa được trả lời, trong lúc gián đoạn.",
    "Hồ sơ nộp ở cổng khác lúc gián đoạn, sau đó mới về đến tỉnh, cũng là hồ sơ phải chờ, của nơi tiếp nhận.",
    "Lượt kiểm tra: lượt kiểm tra dân cư và tra cứu của hồ sơ, của việc làm sạch dữ liệu.",
    "Việc làm sạch dữ liệu phải chờ: việc của công an có câu hỏi chưa được trả lời trong lúc gián đoạn.",
    "Hồ sơ, việc làm sạch chờ nhiều lần gián đoạn được đếm ở mỗi lần.",
)


def cause_text(word: str) -> str:
    """Why a line failed, in words."""
    for prefix, text in _CODED.items():
        if word.startswith(prefix):
            return f"{text} {word.removeprefix(prefix)}"
    return _CAUSES.get(word) or (f"lý do khác, mã {word}" if word else "")
