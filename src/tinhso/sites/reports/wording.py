"""The words of periods, and the tones of statuses."""

from __future__ import annotations

from collections.abc import Mapping

from tinhso.casework.dossiers.service import Figure, Status
from tinhso.coordination.statistics.service import Period, PeriodKind
from tinhso.sites.frame.service import Tone, day

PERIODS: Mapping[PeriodKind, str] = {
    PeriodKind.DAY: "Ngày",
    PeriodKind.WEEK: "Tuần",
    PeriodKind.MONTH: "Tháng",
    PeriodKind.QUARTER: "Quý",
    PeriodKind.YEAR: "Năm",
}
STATUS_TONES: Mapping[Status, Tone] = {
    Status.NEW: "new",
    Status.ACCEPTED: "running",
    Status.REJECTED: "stopped",
    Status.PROCESSING: "running",
    Status.SUPPLEMENT: "waiting",
    Status.PAYMENT: "waiting",
    Status.WITHDRAW_REQUESTED: "waiting",
    Status.STOPPED: "stopped",
    Status.DONE: "done",
    Status.RETURNED: "done",
}
SHORT_FIGURES: Mapping[Figure, str] = {
    Figure.RECEIVED: "Tiếp nhận",
    Figure.CARRIED_OVER: "Chuyển sang",
    Figure.ON_TIME: "Xong đúng hạn",
    Figure.LATE: "Xong quá hạn",
    Figure.OPEN_IN_TIME: "Còn trong hạn",
    Figure.OPEN_STOPPED: "Tạm dừng",
    Figure.OPEN_LATE: "Đang quá hạn",
    Figure.NOT_YET_RECEIVED: "Chờ tiếp nhận",
    Figure.NEVER_RECEIVED: "Không tiếp nhận",
}
BAR_FIGURES = (
    Figure.ON_TIME,
    Figure.LATE,
    Figure.OPEN_IN_TIME,
    Figure.OPEN_STOPPED,
    Figure.OPEN_LATE,
)
"""The parts of a bar: where the received dossiers stand."""


def period_name(period: Period) -> str:
    """``Tháng 7/2023``, ``Quý III/2023``, ``Từ 03/07/2023 đến 17/07/2023``."""
    match period.kind:
        case PeriodKind.DAY:
            return f"Ngày {day(period.first)}"
        case PeriodKind.WEEK:
            return f"Tuần từ {day(period.first)} đến {day(period.last)}"
        case PeriodKind.MONTH:
            return f"Tháng {period.first.month}/{period.first.year}"
        case PeriodKind.QUARTER:
            number = ("I", "II", "III", "IV")[(period.first.month - 1) // 3]
            return f"Quý {number}/{period.first.year}"
        case PeriodKind.YEAR:
            return f"Năm {period.first.year}"
        case _:
            return f"Từ {day(period.first)} đến {day(period.last)}"
