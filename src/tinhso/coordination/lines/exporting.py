"""The month of every line as a file, made as all reports are: no cell is taken for a formula."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from tinhso.coordination.lines.months import month_report
from tinhso.coordination.lines.types import MonthOfLine
from tinhso.coordination.lines.wording import DEFINITIONS, cause_text
from tinhso.coordination.statistics.service import Exported, FileKind, Period, Sheet, as_file
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.unit_of_work.service import unit_of_work

_HEAD = (
    "Đường kết nối", "Thời gian thông (phần nghìn)", "Loại", "Bắt đầu", "Kết thúc", "Kéo dài (phút)",
    "Nguyên nhân", "Cơ quan", "Hồ sơ phải chờ", "Lượt kiểm tra, tra cứu phải chờ",
    "Việc làm sạch dữ liệu phải chờ",
)  # fmt: skip
_PURPOSE, _BASIS = "Xuất báo cáo đường kết nối", "Nghị định 47/2020/NĐ-CP"

Row = tuple[str | int | datetime | None, ...]


def export_month(*, kind: FileKind, month: Period, actor: Actor, now: datetime) -> Exported:
    """One line for each outage and agency, and one for each line as a whole. Recorded as an export."""
    found = month_report(month=month, actor=actor, now=now)
    rows = tuple(row for line in found.lines for row in _rows(line))
    name = f"duong-ket-noi-{month.first:%Y%m}"
    with unit_of_work(actor=actor, now=now) as work:
        work.record(
            action="lines.exported",
            object_kind="lines",
            object_id=None,
            purpose=_PURPOSE,
            legal_basis=_BASIS,
            details={"file": kind.value, "rows": len(rows), "month": f"{month.first:%Y-%m}"},
        )
    sheet = Sheet(title=f"Đường kết nối, tháng {month.first:%m/%Y}", head=_HEAD, rows=rows, notes=DEFINITIONS)
    return as_file(sheet, kind, name=name, now=now)


def _rows(line: MonthOfLine) -> Iterator[Row]:
    up = round(line.up * 1000) if line.up is not None else None
    whole = (
        sum(each.dossiers for each in line.outages),
        sum(each.checks for each in line.outages),
        sum(each.cleaning for each in line.outages),
    )
    yield (line.title, up, "Cả tháng", None, None, _minutes(line.still), "", "", *whole)
    for outage in line.outages:
        kind = "Tạm ngừng" if outage.is_pause else "Gián đoạn"
        head: Row = (
            line.title, None, kind, outage.began_at, outage.ended_at, _minutes(outage.length),
            cause_text(outage.cause),
        )  # fmt: skip
        if not outage.delayed:
            yield (*head, "", 0, 0, 0)
        for each in outage.delayed:
            yield (*head, each.agency, each.dossiers, each.checks, each.cleaning)


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)
