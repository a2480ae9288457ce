"""Figures and lists as files. What leaves the house is written down; no name leaves it here."""

from __future__ import annotations

from datetime import datetime

from tinhso.casework.dossiers.service import STATUS_NAMES, Figure
from tinhso.coordination.statistics.adapters import csv_file, xlsx_file
from tinhso.coordination.statistics.errors import UnableToExportFigures
from tinhso.coordination.statistics.queries.register_use import register_report
from tinhso.coordination.statistics.queries.report import dossiers_behind, report
from tinhso.coordination.statistics.reports import Narrowing, RegisterLine
from tinhso.coordination.statistics.types import Cell, Dimension, Exported, FileKind, Period, Sheet
from tinhso.coordination.statistics.wording import (
    DEFINITIONS,
    DIMENSIONS,
    FIGURES,
    USE_DEFINITIONS,
    USE_FIGURES,
)
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.unit_of_work.service import UnitOfWork, unit_of_work
from tinhso.registers.agencies.service import get_agency

MOST_LINES = 20_000
PURPOSE = "Xuất số liệu giải quyết hồ sơ"
BASIS = "Nghị định 61/2018/NĐ-CP"


def export_report(
    *,
    kind: FileKind,
    period: Period,
    by: Dimension,
    narrowed: Narrowing,
    actor: Actor,
    now: datetime,
) -> Exported:
    """The report as a file: one line a group and one of totals. Recorded as an export."""
    with unit_of_work(actor=actor, now=now) as work:
        found = report(period=period, by=by, narrowed=narrowed, actor=actor, now=now)
        rows: list[tuple[Cell, ...]] = [
            (row.key, row.label, *(row.counts[figure] for figure in FIGURES)) for row in found.rows
        ]
        rows.append(("", "Tổng cộng", *(found.totals[figure] for figure in FIGURES)))
        sheet = Sheet(
            title=f"Số liệu giải quyết hồ sơ, {found.agency_name}, {_days(period)}",
            head=("Mã", DIMENSIONS[by], *FIGURES.values()),
            rows=tuple(rows),
            notes=DEFINITIONS,
        )
        _record(work, what=f"report.{by.value}", kind=kind, rows=len(found.rows), period=period)
    return as_file(sheet, kind, name=f"so-lieu-{by.value}-{_range(period)}", now=now)


def export_dossiers(
    *,
    kind: FileKind,
    figure: Figure,
    period: Period,
    narrowed: Narrowing,
    actor: Actor,
    now: datetime,
) -> Exported:
    """The dossiers behind one number as a file: their codes and dates, nobody's name. Recorded as an export.

    Raises UnableToExportFigures when there are more than ``MOST_LINES``.
    """
    with unit_of_work(actor=actor, now=now) as work:
        found = dossiers_behind(
            figure=figure,
            period=period,
            narrowed=narrowed,
            actor=actor,
            now=now,
            page_size=MOST_LINES,
        )
        if found.next_key:
            raise UnableToExportFigures(
                code="too_many",
                message="Danh sách dài quá 20.000 hồ sơ. Hãy chọn kỳ ngắn hơn hoặc một cơ quan.",
            )
        sheet = Sheet(
            title=f"{FIGURES[figure]}, {_days(period)}",
            head=("Mã hồ sơ", "Mã thủ tục", "Thủ tục", "Cơ quan", "Trạng thái", "Tiếp nhận", "Hạn", "Xong"),
            rows=tuple(
                (
                    line.code,
                    line.procedure_code,
                    line.title,
                    get_agency(line.agency_id).name,
                    STATUS_NAMES[line.status],
                    line.received_at,
                    line.due_at,
                    line.finished_at,
                )
                for line in found.rows
            ),
            notes=DEFINITIONS,
        )
        _record(work, what=f"list.{figure.value}", kind=kind, rows=found.total, period=period)
    return as_file(sheet, kind, name=f"ho-so-{figure.value}-{_range(period)}", now=now)


def export_registers(
    *, kind: FileKind, period: Period, narrowed: Narrowing, actor: Actor, now: datetime
) -> Exported:
    """The use of the four registers as a file: by agency and month, then each register as a whole."""
    with unit_of_work(actor=actor, now=now) as work:
        found = register_report(period=period, narrowed=narrowed, actor=actor, now=now)
        sheet = Sheet(
            title=f"Tra cứu, xác thực với các cơ sở dữ liệu quốc gia, {found.agency_name}, {_days(period)}",
            head=(
                "Cơ sở dữ liệu",
                "Tháng",
                "Cơ quan",
                *USE_FIGURES.values(),
                "Thời gian chờ, trung vị (giây)",
            ),
            rows=tuple(_use_cells(line) for line in (*found.rows, *found.registers)),
            notes=USE_DEFINITIONS,
        )
        _record(work, what="registers", kind=kind, rows=len(sheet.rows), period=period)
    return as_file(sheet, kind, name=f"co-so-du-lieu-{_range(period)}", now=now)


def _use_cells(line: RegisterLine) -> tuple[Cell, ...]:
    return (
        line.label,
        f"{line.month:%m/%Y}" if line.month else "Cả kỳ",
        line.agency_name or "Tổng cộng",
        *(line.counts[figure] for figure in USE_FIGURES),
        round(line.median_wait_s) if line.median_wait_s is not None else None,
    )


def _record(work: UnitOfWork, *, what: str, kind: FileKind, rows: int, period: Period) -> None:
    work.record(
        action="statistics.exported",
        object_kind="statistics",
        object_id=None,
        purpose=PURPOSE,
        legal_basis=BASIS,
        details={"what": what, "file": kind.value, "rows": rows, "period": _range(period)},
    )


def as_file(sheet: Sheet, kind: FileKind, *, name: str, now: datetime) -> Exported:
    """A table as CSV or XLSX: no cell of it is taken for a formula. Whoever calls writes the export down."""
    if kind is FileKind.CSV:
        content, media_type = csv_file.write_csv(sheet), csv_file.MEDIA_TYPE
    else:
        content, media_type = xlsx_file.write_xlsx(sheet, made_at=now), xlsx_file.MEDIA_TYPE
    return Exported(name=f"{name}.{kind.value}", media_type=media_type, content=content)


def _range(period: Period) -> str:
    return f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"


def _days(period: Period) -> str:
    return f"từ {period.first:%d/%m/%Y} đến {period.last:%d/%m/%Y}"
