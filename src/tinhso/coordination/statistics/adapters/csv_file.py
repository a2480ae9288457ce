"""CSV that a spreadsheet opens with the right letters and without calculating anything."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from tinhso.coordination.statistics.rules import safe_text
from tinhso.coordination.statistics.types import Cell, Sheet
from tinhso.foundation.clock.service import VIETNAM

MEDIA_TYPE = "text/csv; charset=utf-8"


def write_csv(sheet: Sheet) -> bytes:
    """The table as UTF-8 with a byte order mark; texts in quotation marks, numbers bare."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([safe_text(each) for each in sheet.head])
    writer.writerows([_written(cell) for cell in row] for row in sheet.rows)
    return target.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str | int:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
    if isinstance(cell, int):
        return cell
    return safe_text(cell or "")
