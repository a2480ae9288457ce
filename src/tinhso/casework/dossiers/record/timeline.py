"""Steps as people read them."""

from __future__ import annotations

from collections.abc import Sequence

from tinhso.registers.catalogue.service import ProcedureVersion, verb_of

_TEXTS = {
    "submit": "Hồ sơ đã được nộp",
    "receive": "Hồ sơ đã được tiếp nhận",
    "refuse": "Hồ sơ không được tiếp nhận",
    "ask_supplement": "Cơ quan yêu cầu bổ sung",
    "supplement_overdue": "Đã quá hạn bổ sung",
    "ask_fee": "Cơ quan yêu cầu nộp phí, lệ phí",
    "hand_over": "Hồ sơ đã chuyển đến bộ phận chuyên môn",
    "draft": "Kết quả đã được dự thảo, đang chờ ký duyệt",
    "return_draft": "Dự thảo kết quả được trả lại để sửa",
    "approve": "Kết quả đã được ký duyệt",
    "deliver": "Kết quả đã được trả",
    "deliver_back": "Hồ sơ đã được trả lại",
    "ask_withdraw": "Người nộp đề nghị rút hồ sơ",
    "grant_withdraw": "Cơ quan đồng ý cho rút hồ sơ",
    "refuse_withdraw": "Cơ quan không đồng ý cho rút hồ sơ",
    "stop": "Hồ sơ dừng xử lý",
    "fee_paid": "Đã nộp phí, lệ phí",
    "supplement_answered": "Đã bổ sung theo yêu cầu",
    "fee_noted": "Đã nộp phí, lệ phí",
    "verified_match": "Cơ sở dữ liệu quốc gia về dân cư xác nhận thông tin người nộp",
    "verified_no_match": "Thông tin người nộp chưa khớp Cơ sở dữ liệu quốc gia về dân cư",
    "register_now_match": "Cơ sở dữ liệu quốc gia về dân cư nay xác nhận thông tin người nộp",
    "register_now_no_match": "Cơ sở dữ liệu quốc gia về dân cư nay trả lời thông tin người nộp chưa khớp",
    "verified_not_permitted": "Cơ sở dữ liệu quốc gia về dân cư không trả lời câu hỏi này",
    "identity_compared": "Cán bộ đã đối chiếu giấy tờ gốc",
    "answers_entered": "Cán bộ ghi vào tờ khai theo giấy tờ nộp tại hệ thống khác",
    "entered_later": "Hồ sơ nhận trên giấy khi mất điện đã được nhập vào hệ thống",
    "apologise": "Cơ quan xin lỗi và hẹn lại ngày trả kết quả",
    "receipt_cancelled": "Biên lai thu tiền mặt đã bị hủy; phí, lệ phí chưa nộp",
    "mandate_withdrawn": "Người đề nghị đã thu hồi ủy quyền; hồ sơ vẫn được giải quyết",
    "mandate_given_up": "Người được ủy quyền thôi làm thay; hồ sơ vẫn được giải quyết",
    "mandate_expired": "Ủy quyền đã hết hạn; hồ sơ vẫn được giải quyết",
    "mandate_not_confirmed": "VNeID không còn ghi người nộp là người đại diện; hồ sơ vẫn được giải quyết",
    "version_moved": "Hồ sơ được giải quyết tiếp theo bản thủ tục đã sửa; ngày hẹn trả không đổi",
    "version_moved_back": "Hồ sơ được giải quyết tiếp theo bản thủ tục lúc nộp; ngày hẹn trả không đổi",
    "taken_over": "Cơ quan đã kết thúc hoạt động; cơ quan kế thừa giải quyết tiếp, ngày hẹn trả không đổi",
    "chose_post": "Kết quả sẽ được gửi qua bưu chính đến địa chỉ đã chọn",
    "chose_desk": "Kết quả sẽ được nhận tại bộ phận một cửa",
    "posted": "Kết quả đã được gửi qua bưu chính",
    "posted_again": "Kết quả đã được gửi lại qua bưu chính",
    "parcel_number_changed": "Số bưu gửi ghi nhầm đã được sửa",
    "parcel_came_back": "Bưu chính chưa giao được, kết quả đã về lại cơ quan",
    "parcel_delivered": "Bưu chính đã giao kết quả",
    "parcel_collected": "Kết quả bưu chính trả lại đã được nhận tại bộ phận một cửa",
    "due_date_moved": "Ngày hẹn trả được tính lại theo lịch nghỉ mới",
}


def timeline_text(version: ProcedureVersion, action: str) -> str:
    """What an action means to a reader; the process's own name when no plainer text exists."""
    plain = _TEXTS.get(action) or _TEXTS.get(verb_of(action))
    if plain is not None:
        return plain
    return next((each.name for each in version.process.actions if each.key == action), action)


def timeline_texts(version: ProcedureVersion, actions: Sequence[str]) -> list[str]:
    """The texts of a whole history; what left by post is with the post, not yet with its owner."""
    following = [*actions[1:], ""]
    return [
        "Kết quả được trả qua bưu chính"
        if verb_of(action) == "deliver" and after == "posted"
        else timeline_text(version, action)
        for action, after in zip(actions, following, strict=False)
    ]
