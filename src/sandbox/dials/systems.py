"""Which system knows which modes and wrong answers, and which paths its machines call."""

from dataclasses import dataclass, field

from sandbox.dials.modes import TRANSPORT_MODES, Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How a system is even when nothing is wrong, and whether it is so unless told otherwise."""

    label: str
    by_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDials:
    """A system, the paths its machines call, and the modes and wrong answers it knows."""

    name: str
    label: str
    paths: tuple[str, ...]
    modes: frozenset[Mode]
    variants: dict[str, str]
    habits: dict[str, Habit] = field(default_factory=dict)

    @property
    def default_variant(self) -> str:
        return next(iter(self.variants), "")


_ANSWERS = frozenset({Mode.NORMAL, Mode.WRONG, Mode.DUPLICATE, Mode.REFUSING}) | TRANSPORT_MODES
_EXCHANGES = frozenset(Mode)
FILE_VARIANTS = {
    "file_redirect": "Tệp chuyển hướng vào mạng nội bộ",
    "file_endless": "Tệp không bao giờ kết thúc",
    "file_changed": "Tệp đổi nội dung mỗi lần tải",
    "file_kind": "Tệp không phải loại đã báo",
}
_LOOK_UP_VARIANTS = {
    "stale": "Dữ liệu của 90 ngày trước",
    "not_found": "Trả lời là không có, dù có",
    "other_request": "Trả lời mang mã yêu cầu khác",
    "token": "Báo mã truy cập hết hạn dù còn hạn",
    "garbled": "Nội dung không phải JSON",
    "truncated": "Nội dung bị cắt giữa chừng",
}

SYSTEMS = {
    system.name: system
    for system in (
        SystemDials(
            name="population",
            label="Cơ sở dữ liệu quốc gia về dân cư",
            paths=("/population/soap",),
            modes=_ANSWERS,
            variants={
                "flipped": "Kết quả xác thực bị đảo ngược",
                "other_request": "Trả lời mang mã yêu cầu khác",
                "garbled": "Nội dung không phải XML",
                "truncated": "Nội dung bị cắt giữa chừng",
            },
        ),
        SystemDials(
            name="vneid",
            label="VNeID",
            paths=("/vneid/.well-known/", "/vneid/identity/"),
            modes=_ANSWERS - {Mode.DUPLICATE},
            variants={
                "bad_audience": "Mã thông báo dành cho hệ thống khác",
                "expired": "Mã thông báo đã hết hạn",
                "another_person": "Mã thông báo của người khác",
                "bad_signature": "Ký bằng khóa chưa công bố",
                "bad_nonce": "Sai giá trị nonce",
                "bad_issuer": "Sai nơi phát hành",
            },
        ),
        SystemDials(
            name="payment",
            label="Cổng thanh toán",
            paths=("/payment/api/", "/payment/pay/"),
            modes=_ANSWERS,
            variants={
                "amount": "Thông báo kết quả sai số tiền",
                "signature": "Thông báo kết quả sai chữ ký",
                "reference": "Thông báo kết quả của khoản thu khác",
            },
        ),
        SystemDials(
            name="messages",
            label="Tin nhắn SMS, thư điện tử, thông báo VNeID",
            paths=("/messages/api/",),
            modes=_ANSWERS,
            variants={
                "lost": "Nhận lời nhưng không chuyển",
                "other_recipient": "Chuyển nhầm người nhận",
            },
        ),
        SystemDials(
            name="national_portal",
            label="Cổng Dịch vụ công quốc gia",
            paths=("/national_portal/api/",),
            modes=_EXCHANGES,
            variants={
                "session": "Báo phiên làm việc hết hạn dù còn hạn",
                "stale": "TraCuuHoSo trả lời trạng thái cũ",
                "error_500": "Lỗi nội bộ, dữ liệu đã ghi",
                "garbled": "Nội dung không phải JSON",
                "truncated": "Nội dung bị cắt giữa chừng",
                **FILE_VARIANTS,
            },
        ),
        SystemDials(
            name="essential_portal",
            label="Cổng dịch vụ công thiết yếu",
            paths=("/essential_portal/api/",),
            modes=_EXCHANGES,
            variants={
                "signature": "Đẩy hồ sơ với chữ ký sai",
                "replayed": "Đẩy lại thông điệp của tuần trước",
                "malformed": "Đẩy nội dung bị cắt giữa chừng",
                "oversized": "Đẩy nội dung quá lớn",
                "procedure": "Đẩy hồ sơ của thủ tục không có",
                "unit": "Đẩy hồ sơ đến cơ quan không có",
                "enum": "Đẩy hồ sơ với loại đối tượng không có",
                "future": "Đẩy hồ sơ nộp ở tương lai",
                "token": "Báo mã truy cập hết hạn dù còn hạn",
                "stale": "Trả lời trạng thái cũ của hồ sơ",
                "error_500": "Lỗi nội bộ, dữ liệu đã ghi",
                "garbled": "Nội dung trả lời không phải JSON",
                **FILE_VARIANTS,
            },
            habits={
                "judges_moves": Habit(
                    label="Từ chối trạng thái không được theo sau trạng thái trước", by_default=False
                ),
            },
        ),
        SystemDials(
            name="old_one_stop",
            label="Một cửa điện tử cũ (huyện Phú Giáo)",
            paths=("/old_one_stop/api/",),
            modes=_EXCHANGES,
            variants={
                "status": "Tình trạng không có trong danh mục",
                "older": "Trả lời phiên bản trước",
                "future": "Ngày nhận ở tương lai",
                "error_500": "Lỗi nội bộ, dữ liệu đã ghi",
                "garbled": "Nội dung không phải JSON",
            },
            habits={
                "local_times": Habit(label="Ngày giờ dd/MM/yyyy HH:mm, không múi giờ", by_default=True),
                "capital_names": Habit(label="Họ tên viết hoa toàn bộ", by_default=True),
                "words_only": Habit(
                    label="Chỉ ghi tình trạng bằng chữ, viết hoa, thừa dấu cách", by_default=False
                ),
                "invented_ids": Habit(label="Điền 000000001 khi không có số giấy tờ", by_default=False),
                "clock_ahead": Habit(label="Đồng hồ chạy nhanh 7 phút", by_default=False),
                "keeps_deleted_numbers": Habit(
                    label="Không cho lập lại hồ sơ mang mã ngoài đã bị xóa", by_default=False
                ),
            },
        ),
        SystemDials(
            name="gateway",
            label="Trục tích hợp của tỉnh (cả ba cơ sở dữ liệu)",
            paths=("/gateway/token", "/gateway/api/"),
            modes=_ANSWERS,
            variants=_LOOK_UP_VARIANTS,
        ),
        SystemDials(
            name="gateway_business",
            label="Trục tích hợp: đăng ký doanh nghiệp",
            paths=("/gateway/api/business/",),
            modes=_ANSWERS,
            variants=_LOOK_UP_VARIANTS,
        ),
        SystemDials(
            name="gateway_insurance",
            label="Trục tích hợp: bảo hiểm xã hội",
            paths=("/gateway/api/insurance/",),
            modes=_ANSWERS,
            variants=_LOOK_UP_VARIANTS,
        ),
        SystemDials(
            name="gateway_budget",
            label="Trục tích hợp: mã số quan hệ ngân sách",
            paths=("/gateway/api/budget/",),
            modes=_ANSWERS,
            variants=_LOOK_UP_VARIANTS,
        ),
    )
}


def systems_of_path(path: str) -> list[str]:
    """The systems whose machines call this path (a line, and the register behind it); none for pages."""
    return [system.name for system in SYSTEMS.values() if path.startswith(system.paths)]
