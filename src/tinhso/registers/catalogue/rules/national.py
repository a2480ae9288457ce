"""The ten national statuses of a dossier and the moves between them (Quyết định 766/QĐ-TTg reporting)."""

from dataclasses import dataclass
from typing import Literal

ClockState = Literal["not_started", "running", "stopped", "ended", "ended_if_granted"]

NOTHING_YET = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalStatus:
    """One of the ten statuses of the national portal; ``clock`` is what it means for working time."""

    code: int
    name: str
    clock: ClockState


NATIONAL_STATUSES: dict[int, NationalStatus] = {
    status.code: status
    for status in (
        NationalStatus(code=1, name="Mới đăng ký", clock="not_started"),
        NationalStatus(code=2, name="Được tiếp nhận", clock="running"),
        NationalStatus(code=3, name="Không được tiếp nhận", clock="ended"),
        NationalStatus(code=4, name="Đang xử lý", clock="running"),
        NationalStatus(code=5, name="Yêu cầu bổ sung giấy tờ", clock="stopped"),
        NationalStatus(code=6, name="Yêu cầu thực hiện nghĩa vụ tài chính", clock="stopped"),
        NationalStatus(code=7, name="Công dân yêu cầu rút hồ sơ", clock="ended_if_granted"),
        NationalStatus(code=8, name="Dừng xử lý", clock="ended"),
        NationalStatus(code=9, name="Đã xử lý xong", clock="ended"),
        NationalStatus(code=10, name="Đã trả kết quả", clock="ended"),
    )
}

NATIONAL_MOVES: dict[int, frozenset[int]] = {
    NOTHING_YET: frozenset({1, 2}),
    1: frozenset({2, 3, 5, 6, 7}),
    2: frozenset({4, 5, 7, 9}),
    3: frozenset({10}),
    4: frozenset({4, 5, 6, 7, 8, 9}),
    5: frozenset({1, 2, 4, 7, 8}),
    6: frozenset({2, 4, 7, 8}),
    7: frozenset({4, 8}),
    8: frozenset({10}),
    9: frozenset({10}),
    10: frozenset(),
}

ALLOWED_STATUS_MOVES = frozenset(
    (before, after) for before, reached in NATIONAL_MOVES.items() for after in reached
)


def is_national_move(before: int, after: int) -> bool:
    """Whether the national portal knows the move; staying in a status is no move and always allowed."""
    return before == after or after in NATIONAL_MOVES.get(before, frozenset())
