"""The door of the calendar: which days and hours are worked, as far as declared, and who says so."""

from __future__ import annotations

from tinhso.foundation.calendar.actions import UnableToDeclareHoliday, declare_holiday, seed_calendar
from tinhso.foundation.calendar.events import HolidayDeclared
from tinhso.foundation.calendar.queries import (
    forget_calendar,
    get_declared_day,
    list_declared_days,
    working_calendar,
)
from tinhso.foundation.calendar.rules import build_calendar
from tinhso.foundation.calendar.types import (
    DayKind,
    DeclaredDay,
    DeclaringWork,
    Session,
    WorkingCalendar,
)

__all__ = [
    "DayKind",
    "DeclaredDay",
    "DeclaringWork",
    "HolidayDeclared",
    "Session",
    "UnableToDeclareHoliday",
    "WorkingCalendar",
    "build_calendar",
    "declare_holiday",
    "forget_calendar",
    "get_declared_day",
    "list_declared_days",
    "seed_calendar",
    "working_calendar",
]
