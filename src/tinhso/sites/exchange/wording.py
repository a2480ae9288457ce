"""What the closed words of lines and messages mean, for whoever operates them."""

from __future__ import annotations

from tinhso.coordination.lines.service import cause_text

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
    "future_format": "viết theo bản quy ước mới hơn của tỉnh",
    "malformed": "nội dung không đúng quy ước",
    "unknown_system": "hệ thống gửi không có trong quy ước",
    "unknown_owner": "nơi giải quyết được ghi không có trong quy ước",
    "not_opened": "hồ sơ chưa được mở",
    "foreign_opening": "hệ thống này không được mở hồ sơ ấy",
    "unknown_field": "mục thông tin không có trong quy ước",
    "fixed_field": "mục cố định từ lúc nộp, không sửa được",
    "unknown_item": "nội dung thêm vào không có trong quy ước",
    "altered_item": "nội dung đã thêm không sửa lại được",
    "foreign_removal": "hệ thống này không được rút nội dung ấy",
    "foreign_ending": "hệ thống này không được kết thúc hồ sơ",
    "foreign_handover": "hệ thống này không được chuyển hồ sơ",
    "removed_item": "nội dung đã được rút lại trước đó",
    "unknown_past": "dựa vào điều mà tỉnh không biết",
    "foreign_status": "hệ thống này không được đổi trạng thái của hồ sơ",
    "foreign_field": "hệ thống này không được sửa mục thông tin ấy",
    "foreign_item": "hệ thống này không được thêm nội dung ấy",
    "after_ending": "hồ sơ đã kết thúc",
    "second_content": "cùng mã nhưng nội dung khác lần trước",
    "file_host": "địa chỉ tải tệp không thuộc hệ thống gửi",
    "file_redirect": "địa chỉ tải tệp chuyển hướng đi nơi khác",
    "file_gone": "tệp không còn ở địa chỉ đã báo",
    "file_too_large": "tệp quá lớn",
    "file_changed": "tệp ở địa chỉ đã báo nay có nội dung khác; giữ tệp nhận lần đầu",
    "file_endless": "tải tệp mãi không hết",
    "unknown_dossier": "hệ thống kia không còn hồ sơ này",
    "not_processed": "hệ thống kia chưa xử lý bản ghi",
    "deleted_there": "bản ở hệ thống kia đã bị xóa và không lập lại được; hãy nhờ bên kia khôi phục",
    "changed_meanwhile": "hồ sơ vừa bị sửa ở hệ thống kia",
    "error_02": "thiếu thông tin, hoặc thông tin không đúng quy định",
    "error_06": "hệ thống kia không có thủ tục này",
    "error_08": "hệ thống kia không cho phép",
    "error_03": "hồ sơ đã tồn tại ở hệ thống kia",
    "error_04": "hồ sơ chưa tồn tại ở hệ thống kia",
    "invalid": "hệ thống kia cho là thiếu thông tin, hoặc thông tin không đúng",
    "id_reused": "mã thông điệp đã dùng cho nội dung khác",
    "move_not_allowed": "hệ thống kia không cho trạng thái này theo sau trạng thái đang có",
    "thieu_truong": "hệ thống kia cho là thiếu thông tin",
    "sai_truong": "hệ thống kia cho là thông tin không đúng",
    "truong_la": "hệ thống kia không có mục thông tin ấy",
    "sai_tinh_trang": "hệ thống kia không có tình trạng ấy",
    "sai_ngay": "hệ thống kia không đọc được ngày giờ",
    "khong_co": "hệ thống kia không còn hồ sơ này",
    "differs": "hệ thống kia cho thấy khác điều đã báo",
    "needs_person": "đã báo lại nhiều lần mà hệ thống kia vẫn cho thấy khác; cần người xem",
    "INVALID_MESSAGE": "cơ sở dữ liệu không nhận câu hỏi viết như vậy",
    "fault_invalid_message": "cơ sở dữ liệu không nhận câu hỏi viết như vậy",
    "not_in_schema": "câu hỏi không đúng mẫu của cơ sở dữ liệu",
    "others_wait": "chờ câu hỏi trước",
    "procedure_unknown_there": "hệ thống kia không có thủ tục này",
    "outside.procedure": "tỉnh không có thủ tục này",
    "outside.applicant_kind": "loại đối tượng nộp hồ sơ không có trong danh mục",
    "outside.personal_id": "số định danh người nộp không đúng",
    "outside.full_name": "hồ sơ không có tên người nộp",
    "outside.filed_at": "ngày nộp hồ sơ nằm trong tương lai",
    "outside.code": "hồ sơ không có mã tại nơi nộp",
    "unexpected": "chương trình không xử lý được; hãy báo đơn vị vận hành hệ thống này",
    "dossier_unknown": "tỉnh không biết hồ sơ này, và nơi gửi không có hồ sơ mới nộp nào mang mã ấy",
    "earlier_missing": "thông điệp trước của cùng hồ sơ không đến; “Xét lại” là nhận mà không chờ nữa",
    "waits_for_earlier": "chờ thông điệp trước của cùng hồ sơ",
    "no_room_for_files": "nơi lưu tệp tạm thời không giữ được tệp",
    "outside.agency": "không biết cơ quan tiếp nhận",
}
ACTS = {
    "line.pause": "Tạm ngừng đường",
    "line.resume": "Mở lại đường",
    "line.replay": "Đối chiếu lại tất cả",
    "line.replay_one": "Báo lại một hồ sơ",
    "line.replay_feed": "Đọc lại nguồn tin",
    "line.ask_again": "Hỏi lại ngay",
    "line.ask_one_again": "Hỏi lại một câu",
    "line.stale_age": "Đặt thời hạn số liệu",
    "message.judge_again": "Xét lại thông điệp",
    "message.mend": "Sửa mã rồi xét lại",
    "message.accept_jump": "Chấp nhận nhảy bước",
    "message.dismiss": "Bỏ qua thông điệp",
}


def reason_text(word: str, field: str = "") -> str:
    """Why a message or a dossier was not taken, with the field's name."""
    text = _REASONS.get(word) or _kind_of(word) or cause_text(word)
    return f"{text} ({field})" if field else text


def _kind_of(word: str) -> str:
    """Reasons of which there is one for each file or each field; their own words stand in brackets."""
    for prefix, text in _KINDS.items():
        if word.startswith(prefix):
            return f"{text} ({word.removeprefix(prefix)})"
    return ""


_KINDS = {
    "outside.file.": "tệp gửi kèm không nhận được",
    "invalid_": "cơ sở dữ liệu không nhận một mục của câu hỏi",
}
