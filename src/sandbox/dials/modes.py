"""What can be wrong with a system."""

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
    OUT_OF_ORDER = "out_of_order"
    PARTIAL = "partial"
    LYING = "lying"


TRANSPORT_MODES = frozenset({Mode.DOWN, Mode.HANG, Mode.SLOW})

MODE_LABELS = {
    Mode.NORMAL: "Bình thường",
    Mode.DOWN: "Mất kết nối (trả lời 503 ngay)",
    Mode.HANG: "Treo (giữ kết nối, không trả lời)",
    Mode.SLOW: "Chậm",
    Mode.WRONG: "Trả lời sai",
    Mode.DUPLICATE: "Lặp lại",
    Mode.REFUSING: "Từ chối",
    Mode.OUT_OF_ORDER: "Sai thứ tự",
    Mode.PARTIAL: "Chỉ nhận một phần của lô",
    Mode.LYING: "Báo thành công nhưng không ghi nhận",
}
