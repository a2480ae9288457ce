"""What can be wrong with a system: modes, their variants, and which system knows which."""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """How a system behaves."""

    NORMAL = "normal"
    DOWN = "down"
    HANG = "hang"
    SLOW = "slow"
    WRONG = "wrong"
    DUPLICATE = "duplicate"
    REFUSING = "refusing"


TRANSPORT_MODES = frozenset({Mode.DOWN, Mode.HANG, Mode.SLOW})

MODE_LABELS = {
    Mode.NORMAL: "Bình thường",
    Mode.DOWN: "Mất kết nối (trả lời 503 ngay)",
    Mode.HANG: "Treo (giữ kết nối, không trả lời)",
    Mode.SLOW: "Chậm",
    Mode.WRONG: "Trả lời sai",
    Mode.DUPLICATE: "Lặp lại",
    Mode.REFUSING: "Từ chối",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDials:
    """A system, the paths its machines call, and the modes and wrong answers it knows."""

    name: str
    label: str
    paths: tuple[str, ...]
    modes: frozenset[Mode]
    variants: dict[str, str]

    @property
    def default_variant(self) -> str:
        return next(iter(self.variants), "")


_ALL = frozenset(Mode)

SYSTEMS = {
    system.name: system
    for system in (
        SystemDials(
            name="population",
            label="Cơ sở dữ liệu quốc gia về dân cư",
            paths=("/population/soap",),
            modes=_ALL,
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
            modes=_ALL - {Mode.DUPLICATE},
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
            modes=_ALL,
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
            modes=_ALL,
            variants={
                "lost": "Nhận lời nhưng không chuyển",
                "other_recipient": "Chuyển nhầm người nhận",
            },
        ),
    )
}


def system_of_path(path: str) -> str | None:
    """The system whose machines call this path, or None for pages and the dials themselves."""
    for system in SYSTEMS.values():
        if path.startswith(system.paths):
            return system.name
    return None
