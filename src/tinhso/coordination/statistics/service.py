"""The door of statistics: figures of dossiers, each with exactly the dossiers behind it.

Numbers and lists are made by one condition at the dossiers' door at the moment of asking; nothing is kept
here, so nothing can go stale. Officers see their own agency and those that belong to it.
"""

from tinhso.coordination.statistics.errors import UnableToExportFigures, UnableToReadPeriod
from tinhso.coordination.statistics.exporting import (
    as_file,
    export_dossiers,
    export_registers,
    export_report,
)
from tinhso.coordination.statistics.queries.day import day_report, dossiers_of_day
from tinhso.coordination.statistics.queries.load import load, load_tasks
from tinhso.coordination.statistics.queries.register_use import register_report
from tinhso.coordination.statistics.queries.report import dossiers_behind, procedure_title, report
from tinhso.coordination.statistics.queries.spared import dossiers_spared, spared_report
from tinhso.coordination.statistics.reports import (
    DayReport,
    DayRow,
    Load,
    LoadLine,
    LoadPage,
    LoadRow,
    Narrowing,
    RegisterLine,
    RegisterReport,
    Report,
    ReportRow,
    SparedFigure,
    SparedReport,
    SparedRow,
)
from tinhso.coordination.statistics.rules import moments_of, neighbours, period_between, period_of
from tinhso.coordination.statistics.types import (
    Dimension,
    Exported,
    FileKind,
    Period,
    PeriodKind,
    Sheet,
    UseFigure,
)
from tinhso.coordination.statistics.wording import (
    CHANNELS,
    DAY_FIGURES,
    DEFINITIONS,
    DIMENSIONS,
    FIGURES,
    LOAD_FIGURES,
    SPARED,
    SPARED_DEFINITIONS,
    USE_DEFINITIONS,
    USE_FIGURES,
)

__all__ = [
    "CHANNELS",
    "DAY_FIGURES",
    "DEFINITIONS",
    "DIMENSIONS",
    "FIGURES",
    "LOAD_FIGURES",
    "SPARED",
    "SPARED_DEFINITIONS",
    "USE_DEFINITIONS",
    "USE_FIGURES",
    "DayReport",
    "DayRow",
    "Dimension",
    "Exported",
    "FileKind",
    "Load",
    "LoadLine",
    "LoadPage",
    "LoadRow",
    "Narrowing",
    "Period",
    "PeriodKind",
    "RegisterLine",
    "RegisterReport",
    "Report",
    "ReportRow",
    "Sheet",
    "SparedFigure",
    "SparedReport",
    "SparedRow",
    "UnableToExportFigures",
    "UnableToReadPeriod",
    "UseFigure",
    "as_file",
    "day_report",
    "dossiers_behind",
    "dossiers_of_day",
    "dossiers_spared",
    "export_dossiers",
    "export_registers",
    "export_report",
    "load",
    "load_tasks",
    "moments_of",
    "neighbours",
    "period_between",
    "period_of",
    "procedure_title",
    "register_report",
    "report",
    "spared_report",
]
