"""The answers of the portal. Only success ("0" from reads, "00" from writes) is seen in a public client;

every other number is the sandbox's own (chưa xác minh): a client must not act on the number alone.
"""

SUCCESS = "00"
NO_SESSION = "01"
INVALID_FIELD = "02"
EXISTS = "03"
UNKNOWN_DOSSIER = "04"
TOO_MANY = "05"
UNKNOWN_PROCEDURE = "06"
UNKNOWN_SERVICE = "07"
NOT_PERMITTED = "08"
NOT_PROCESSED = "09"
MALFORMED = "10"
INTERNAL = "99"

MESSAGES = {
    SUCCESS: "Thành công",
    NO_SESSION: "Phiên làm việc không đúng hoặc đã hết hạn",
    INVALID_FIELD: "Trường dữ liệu thiếu hoặc không hợp lệ",
    EXISTS: "Hồ sơ đã tồn tại",
    UNKNOWN_DOSSIER: "Hồ sơ chưa tồn tại",
    TOO_MANY: "Vượt quá 10 bản ghi trong một lần gửi",
    UNKNOWN_PROCEDURE: "Mã TTHC không tồn tại",
    UNKNOWN_SERVICE: "Dịch vụ không tồn tại",
    NOT_PERMITTED: "Đơn vị không có quyền",
    NOT_PROCESSED: "Bản ghi chưa được xử lý",
    MALFORMED: "Nội dung không hợp lệ",
    INTERNAL: "Lỗi hệ thống",
}


class Refusal(Exception):
    """A call or a record that is refused; ``field`` names what is wrong, never its value."""

    def __init__(self, code: str, *, field: str = "", message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.message = message or MESSAGES[code]
