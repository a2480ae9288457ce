"""How a due date speaks on the desk: how much working time is left, and how loudly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from tinhso.foundation.clock.service import VIETNAM
from tinhso.sites.frame.wording import remaining

if TYPE_CHECKING:
    from tinhso.foundation.calendar.service import WorkingCalendar

Level = Literal["calm", "soon", "today", "late", "stopped", "done"]
_FARTHEST = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A badge: its words, its tone, and the moment itself."""

    text: str
    level: Level
    at: datetime | None = None


def due_badge(at: datetime | None, *, now: datetime, stopped: bool = False, ended: bool = False) -> Due:
    """What to say of a due date now; a stopped clock and an ended case do not hurry anybody."""
    if ended:
        return Due(text="đã xong", level="done", at=at)
    if stopped:
        return Due(text="tạm dừng, chờ người dân", level="stopped", at=at)
    if at is None:
        return Due(text="chưa tính hạn", level="calm")
    from tinhso.foundation.calendar.service import working_calendar  # the frame's door needs no models

    calendar = working_calendar(now=now)
    here, there = now.astimezone(VIETNAM), at.astimezone(VIETNAM)
    if there < here:
        return Due(text=_late_by(there, here, calendar), level="late", at=at)
    if there.date() == here.date():
        return Due(text=f"hôm nay, trước {there:%H:%M}", level="today", at=at)
    days = _working_days(here.date(), there.date(), calendar)
    return Due(text=remaining(days), level="soon" if days <= 1 else "calm", at=at)


def _late_by(due: datetime, now: datetime, calendar: WorkingCalendar) -> str:
    days = _working_days(due.date(), now.date(), calendar)
    if days:
        return remaining(-days)
    from tinhso.foundation.process.service import working_time_between

    hours = int(working_time_between(due, now, calendar).total_seconds() // 3600)
    return remaining(-hours, "working_hours") if hours else "vừa quá hạn"


def _working_days(start: date, end: date, calendar: WorkingCalendar) -> int:
    """Working days after ``start`` up to and with ``end``."""
    span = min(end - start, _FARTHEST).days
    days = (start + timedelta(days=step) for step in range(1, span + 1))
    return sum(1 for day in days if calendar.is_working_day(day))
