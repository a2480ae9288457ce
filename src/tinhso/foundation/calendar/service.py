"""The door of the calendar: which days and hours are worked, as far as declared, and who says so."""

from __future__ import annotations

from tinhso.foundation.calendar.actions import (
    UnableToDeclareHoliday,
    check_days,
    days_before,
    declare_days,
    declare_holiday,
    seed_calendar,
    take_back_change,
)
from tinhso.foundation.calendar.events import HolidayDeclared
from tinhso.foundation.calendar.queries import (
    calendar_with,
    declarations_of,
    forget_calendar,
    get_declared_day,
    latest_changes,
    list_declared_days,
    working_calendar,
)
from tinhso.foundation.calendar.rules import build_calendar
from tinhso.foundation.calendar.types import (
    CalendarChange,
    DayKind,
    DayToDeclare,
    DeclaredDay,
    DeclaringWork,
    Session,
    WorkingCalendar,
)

__all__ = [
    "CalendarChange",
    "DayKind",
    "DayToDeclare",
    "DeclaredDay",
    "DeclaringWork",
    "HolidayDeclared",
    "Session",
    "UnableToDeclareHoliday",
    "WorkingCalendar",
    "build_calendar",
    "calendar_with",
    "check_days",
    "days_before",
    "declarations_of",
    "declare_days",
    "declare_holiday",
    "forget_calendar",
    "get_declared_day",
    "latest_changes",
    "list_declared_days",
    "seed_calendar",
    "take_back_change",
    "working_calendar",
]
