"""The door of the lines: every line to the outside beside the others, for whoever operates them.

Three lines lead to systems that hold dossiers too (exchange), four to national registers (verification).
Nothing is kept here: what the ledger noted of each line, and what waited for it, is put together when asked.
"""

from tinhso.coordination.lines.actions import ask_again, pause, set_stale_age
from tinhso.coordination.lines.exporting import export_month
from tinhso.coordination.lines.months import month_report
from tinhso.coordination.lines.queries import all_lines, line_named, questions_in_vain
from tinhso.coordination.lines.types import (
    DayOfLine,
    Delayed,
    LineKind,
    LineView,
    MonthOfLine,
    MonthReport,
    Outage,
)
from tinhso.coordination.lines.wording import DEFINITIONS, cause_text

__all__ = [
    "DEFINITIONS",
    "DayOfLine",
    "Delayed",
    "LineKind",
    "LineView",
    "MonthOfLine",
    "MonthReport",
    "Outage",
    "all_lines",
    "ask_again",
    "cause_text",
    "export_month",
    "line_named",
    "month_report",
    "pause",
    "questions_in_vain",
    "set_stale_age",
]
