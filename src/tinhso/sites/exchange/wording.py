"""What the closed words of lines and messages mean, for whoever operates them."""

from __future__ import annotations

_FAILURES = {
    "timeout": "không trả lời kịp",
    "no_connection": "không kết nối được",
    "busy": "yêu cầu gửi chậm lại",
    "too_large": "câu trả lời quá lớn",
    "unreadable_answer": "câu trả lời không đọc được",
    "answer_to_another_question": "câu trả lời của câu hỏi khác",
    "token_refused": "không nhận mã truy cập",
    "session_refused": "không mở được phiên làm việc",
}
_REASONS = {
    "value": "thiếu thông tin, hoặc thông tin không đúng kiểu",
    "unknown_value": "giá trị không có trong danh mục",
    "moment": "thời điểm không đọc được",
    "procedure": "mã thủ tục không đọc được",
    "code": "mã hồ sơ không đúng quy định",
    "too_many": "quá nhiều giấy tờ",
    "empty": "bổ sung không có nội dung",
    "future_date": "thời điểm ở tương lai",
    "status_may_not_follow": "trạng thái không được phép theo sau trạng thái đang có",
    "opened_twice": "hồ sơ đã được mở trước đó",
    "foreign_status": "hệ thống này không được đổi trạng thái của hồ sơ",
    "foreign_field": "hệ thống này không được sửa mục thông tin ấy",
    "foreign_item": "hệ thống này không được thêm nội dung ấy",
    "after_ending": "hồ sơ đã kết thúc",
    "second_content": "cùng mã nhưng nội dung khác lần trước",
    "file_host": "địa chỉ tải tệp không thuộc hệ thống gửi",
    "file_redirect": "địa chỉ tải tệp chuyển hướng đi nơi khác",
    "file_gone": "tệp không còn ở địa chỉ đã báo",
    "file_too_large": "tệp quá lớn",
    "file_endless": "tải tệp mãi không hết",
    "unknown_dossier": "hệ thống kia không còn hồ sơ này",
    "not_processed": "hệ thống kia chưa xử lý bản ghi",
    "changed_meanwhile": "hồ sơ vừa bị sửa ở hệ thống kia",
    "error_02": "thiếu thông tin, hoặc thông tin không đúng quy định",
    "error_06": "hệ thống kia không có thủ tục này",
    "error_08": "hệ thống kia không cho phép",
    "differs": "hệ thống kia cho thấy khác điều đã báo",
    "procedure_unknown_there": "hệ thống kia không có thủ tục này",
    "outside.procedure": "tỉnh không có thủ tục này",
    "outside.applicant": "thông tin người nộp không hợp lệ",
    "waits_for_earlier": "chờ thông điệp trước của cùng hồ sơ",
    "no_room_for_files": "nơi lưu tệp tạm thời không giữ được tệp",
    "outside.agency": "không biết cơ quan tiếp nhận",
}
ACTS = {
    "line.pause": "Tạm ngừng đường",
    "line.resume": "Mở lại đường",
    "line.replay": "Đối chiếu lại tất cả",
    "message.judge_again": "Xét lại thông điệp",
    "message.mend": "Sửa mã rồi xét lại",
    "message.dismiss": "Bỏ qua thông điệp",
}


def failure_text(word: str) -> str:
    """Why a line failed."""
    if word.startswith("http_"):
        return f"trả lời lỗi {word.removeprefix('http_')}"
    return _FAILURES.get(word, word)


def reason_text(word: str, field: str = "") -> str:
    """Why a message or a dossier was not taken, with the field's name."""
    text = _REASONS.get(word, word)
    return f"{text} ({field})" if field else text
