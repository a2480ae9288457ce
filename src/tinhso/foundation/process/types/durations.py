"""How long the law gives, in the law's own units."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tinhso.foundation.identifiers.service import DomainError

MAX_AMOUNT = Decimal(3650)


class UnableToReadDuration(DomainError):
    """The amount does not fit its unit."""


class TimeUnit(StrEnum):
    """The units in which deadlines are published. `rules.due_dates` says how each one is counted."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    WORKING_HOUR = "working_hour"
    CALENDAR_HOUR = "calendar_hour"
    HALF_DAY = "half_day"
    MONTH = "month"
    SAME_DAY = "same_day"


_WORDS = {
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.CALENDAR_DAY: "ngày",
    TimeUnit.WORKING_HOUR: "giờ làm việc",
    TimeUnit.CALENDAR_HOUR: "giờ",
    TimeUnit.HALF_DAY: "buổi làm việc",
    TimeUnit.MONTH: "tháng",
}
_COUNTED_IN_WORKING_TIME = {
    TimeUnit.WORKING_DAY,
    TimeUnit.WORKING_HOUR,
    TimeUnit.HALF_DAY,
    TimeUnit.SAME_DAY,
}


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of one unit, for example 3 working days.

    Refuses negative amounts, more than ten years of days, parts of a month, and for ``same_day``
    anything but 0 or 1 (registers write both).
    """

    amount: Decimal
    unit: TimeUnit

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or not 0 <= self.amount <= MAX_AMOUNT:
            raise UnableToReadDuration(
                "duration.out_of_range", f"Thời hạn phải từ 0 đến {MAX_AMOUNT} {self.unit.value}."
            )
        if self.unit is TimeUnit.MONTH and self.amount != self.amount.to_integral_value():
            raise UnableToReadDuration("duration.part_of_month", "Thời hạn theo tháng phải là số nguyên.")
        if self.unit is TimeUnit.SAME_DAY and self.amount not in (0, 1):
            raise UnableToReadDuration(
                "duration.same_day", "Thời hạn “trong ngày” không đi kèm số lượng khác 1."
            )

    @property
    def is_working_time(self) -> bool:
        """Whether it runs in office hours only; otherwise it runs day and night."""
        return self.unit in _COUNTED_IN_WORKING_TIME

    @property
    def text(self) -> str:
        """As a citizen reads it: "3 ngày làm việc", "trong ngày"."""
        if self.unit is TimeUnit.SAME_DAY:
            return "trong ngày"
        if self.unit is TimeUnit.HALF_DAY and self.amount == 1:
            return "nửa ngày làm việc"
        return f"{self.amount.normalize():f} {_WORDS[self.unit]}".replace(".", ",")
