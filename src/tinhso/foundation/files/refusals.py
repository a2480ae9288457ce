"""Why a file is not accepted: one code and one sentence for each reason, and what to do instead."""

from collections.abc import Mapping
from types import MappingProxyType

from tinhso.foundation.files.rules.kinds import LARGEST, MOST_PIXELS
from tinhso.foundation.files.rules.pdf import MOST_PAGES
from tinhso.foundation.identifiers.service import DomainError

_DANGER = "Hãy in lại thành PDF thường hoặc chụp ảnh giấy tờ rồi gửi lại."

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "empty": "Tệp rỗng. Hãy chọn lại tệp có nội dung.",
        "too_large": f"Tệp lớn hơn {LARGEST // 1024 // 1024} MB."
        " Hãy chụp hoặc quét lại với dung lượng nhỏ hơn.",
        "type": "Chỉ nhận tệp PDF, JPEG hoặc PNG. Hãy chọn tệp khác.",
        "lying_type": "Tên tệp ghi là PDF hoặc ảnh nhưng nội dung bên trong không phải."
        " Hãy chọn đúng tệp PDF, JPEG hoặc PNG.",
        "archive": "Đây là tệp nén hoặc tệp Word, Excel. Hãy lưu thành PDF hoặc chụp ảnh rồi gửi lại.",
        "markup": "Đây là trang web hoặc hình vẽ SVG, không phải giấy tờ. Hãy lưu thành PDF rồi gửi lại.",
        "two_in_one": f"Tệp chứa một tệp loại khác giấu bên trong nên không nhận. {_DANGER}",
        "broken": "Tệp bị hỏng hoặc tải lên chưa đủ. Hãy gửi lại tệp gốc.",
        "locked": "Tệp PDF có đặt mật khẩu hoặc hạn chế. Hãy bỏ mật khẩu rồi gửi lại.",
        "active_content": f"Tệp PDF có chứa mã hoặc thao tác chạy tự động nên không nhận. {_DANGER}",
        "attachment": "Tệp PDF có tệp khác đính kèm bên trong nên không nhận."
        " Hãy gửi từng giấy tờ thành tệp riêng.",
        "bomb": f"Tệp được nén hoặc ghép bất thường, mở ra quá lớn nên không nhận. {_DANGER}",
        "too_many_pages": f"Tệp PDF có hơn {MOST_PAGES} trang. Hãy tách thành nhiều tệp nhỏ hơn.",
        "too_many_pixels": f"Ảnh quá lớn (trên {MOST_PIXELS // 1_000_000} triệu điểm ảnh)."
        " Hãy chụp lại với độ phân giải thấp hơn.",
        "too_heavy_picture": "Ảnh quá nặng để mở ra kiểm tra."
        " Hãy lưu lại thành ảnh JPEG thường hoặc chụp lại với độ phân giải thấp hơn.",
    }
)


class UnableToAcceptFile(DomainError):
    """The file is empty, too large, of another kind, damaged, locked, a bomb or dangerous.

    ``code`` is ``file.`` and a key of REASONS.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"file.{reason}", REASONS[reason])


class UnableToCheckFile(DomainError):
    """The file could not be looked at just now; it may be sound."""

    def __init__(self) -> None:
        super().__init__("file.unavailable", "Hiện chưa kiểm tra được tệp. Hãy thử gửi lại sau ít phút.")


class UnableToKeepFile(DomainError):
    """The disk has no room for the file; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(
            "file.storage_full",
            "Nơi lưu tệp của hệ thống đang hết chỗ nên chưa giữ được tệp này. Những gì đã lưu trước đó vẫn"
            " còn nguyên. Hãy thử gửi lại sau ít phút.",
        )
