"""Dates, money, quantities and remaining time as Vietnamese people write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol, runtime_checkable

from tinhso.foundation.clock.service import VIETNAM

Unit = Literal["working_days", "working_hours", "days", "hours", "minutes", "months"]
DueLevel = Literal["calm", "soon", "today", "late", "stopped", "done"]

UNIT_WORDS: Mapping[str, str] = {
    "working_days": "ngày làm việc",
    "working_hours": "giờ làm việc",
    "days": "ngày",
    "hours": "giờ",
    "minutes": "phút",
    "months": "tháng",
}
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@runtime_checkable
class _Dated(Protocol):
    """A partial date: the year is known, the rest may not be."""

    @property
    def year(self) -> int: ...
    @property
    def month(self) -> int | None: ...
    @property
    def day(self) -> int | None: ...


def moment(at: datetime | None) -> str:
    """``14:30 ngày 17/07/2023``, in the time of Việt Nam."""
    if at is None:
        return ""
    local = at.astimezone(VIETNAM)
    return f"{local:%H:%M} ngày {local:%d/%m/%Y}"


def clock_time(at: datetime | None) -> str:
    """``14:30``."""
    return f"{at.astimezone(VIETNAM):%H:%M}" if at else ""


def day(on: date | datetime | None) -> str:
    """``17/07/2023``."""
    if on is None:
        return ""
    local = on.astimezone(VIETNAM) if isinstance(on, datetime) else on
    return f"{local:%d/%m/%Y}"


def long_day(on: date | datetime | None) -> str:
    """``Thứ Hai, ngày 17/07/2023``."""
    if on is None:
        return ""
    local = on.astimezone(VIETNAM) if isinstance(on, datetime) else on
    return f"{WEEKDAYS[local.weekday()]}, ngày {local:%d/%m/%Y}"


def number(value: int | float | Decimal | None) -> str:
    """``1.234.567`` and ``12,5``: a point groups thousands, a comma begins the fraction."""
    if value is None:
        return ""
    english = f"{value:,}"
    return english.translate(str.maketrans(",.", ".,"))


def money(amount: int | None, *, free: str = "Miễn phí") -> str:
    """``135.000 đồng``; nothing to pay reads as ``free``."""
    if amount is None:
        return ""
    return f"{number(amount)} đồng" if amount else free


def file_size(size: int) -> str:
    """``840 KB`` or ``1,2 MB``."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{number(round(size / 1024 / 1024, 1)).removesuffix(',0')} MB"


def quantity(count: int, unit: Unit) -> str:
    """``3 ngày làm việc``."""
    return f"{number(count)} {UNIT_WORDS[unit]}"


_SPANS: tuple[tuple[int, Unit], ...] = ((86_400, "days"), (3_600, "hours"), (60, "minutes"))


def span(seconds: float) -> str:
    """Whole days, hours or minutes, whichever is the largest; nothing below a minute."""
    for length, unit in _SPANS:
        if seconds >= length:
            return quantity(int(seconds // length), unit)
    return ""


def ago(at: datetime | None, now: datetime) -> str:
    """``2 giờ trước``; nothing for what never happened."""
    if at is None:
        return ""
    text = span((now - at).total_seconds())
    return f"{text} trước" if text else "vừa xong"


def remaining(count: int, unit: Unit = "working_days") -> str:
    """``còn 2 ngày làm việc``, ``đến hạn hôm nay``, ``quá hạn 3 giờ làm việc``."""
    if count < 0:
        return f"quá hạn {quantity(-count, unit)}"
    if count == 0:
        return "đến hạn hôm nay" if unit in ("working_days", "days", "months") else "đến hạn"
    return f"còn {quantity(count, unit)}"


def due_level(
    count: int | None, *, unit: Unit = "working_days", stopped: bool = False, done: bool = False
) -> DueLevel:
    """How loudly a due date speaks: hours and the last day are today's business, one more day is soon."""
    if done:
        return "done"
    if stopped:
        return "stopped"
    if count is None:
        return "calm"
    if count < 0:
        return "late"
    if unit in ("working_hours", "hours", "minutes"):
        return "today"
    if count == 0:
        return "today"
    return "soon" if count == 1 else "calm"


def partial_date(value: object) -> str:
    """``17/07/2023``, ``07/2023`` or ``2023``: as much as is known; from text in either order of parts."""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, _Dated):
        parts = [f"{value.day:02d}" if value.day else "", f"{value.month:02d}" if value.month else ""]
        return "/".join([*(part for part in parts if part), str(value.year)])
    if isinstance(value, str) and value:
        return "/".join(part.zfill(2) for part in date_parts(value) if part)
    return ""


def date_parts(value: object) -> tuple[str, str, str]:
    """Day, month and year for three boxes, from a date, a partial date, a mapping or typed text."""
    if isinstance(value, Mapping):
        return (str(value.get("day", "")), str(value.get("month", "")), str(value.get("year", "")))
    if isinstance(value, date | _Dated):
        return (str(value.day or ""), str(value.month or ""), str(value.year))
    text = str(value or "").strip()
    if "/" in text:
        parts = [*text.split("/"), "", ""][:3]
        return (parts[0], parts[1], parts[2])
    if text.count("-") == 2:
        year, month, on = text.split("-")
        return (on.lstrip("0"), month.lstrip("0"), year)
    return ("", "", text)


def masked_personal_id(value: str) -> str:
    """``•••••••••123``: enough for the owner to know which, too little for anyone else."""
    return "•" * max(0, len(value) - 3) + value[-3:]
