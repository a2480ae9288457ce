"""XLSX: one sheet of figures, one that says how they are counted; texts are texts, never formulas."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

from tinhso.coordination.statistics.rules import safe_text
from tinhso.coordination.statistics.types import Sheet
from tinhso.foundation.clock.service import VIETNAM

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_WIDEST = 60


def write_xlsx(sheet: Sheet, *, made_at: datetime) -> bytes:
    """The table as a workbook; the same table at the same moment gives the same bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    book.set_properties({"title": safe_text(sheet.title), "created": _local(made_at)})
    _write_table(book, sheet)
    notes = book.add_worksheet("Cách tính")
    notes.set_column(0, 0, 120, book.add_format({"text_wrap": True}))
    for number, line in enumerate((sheet.title, *sheet.notes)):
        notes.write_string(number, 0, safe_text(line))
    book.close()
    return target.getvalue()


def _write_table(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    page = book.add_worksheet("Số liệu")
    page.freeze_panes(1, 1)
    for column, label in enumerate(sheet.head):
        page.write_string(0, column, safe_text(label), bold)
        texts = [row[column] for row in sheet.rows if isinstance(row[column], str)]
        page.set_column(column, column, min(_WIDEST, max([16, *(len(str(text)) for text in texts)])))
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                page.write_datetime(number, column, _local(cell), moment)
            elif isinstance(cell, int):
                page.write_number(number, column, cell)
            elif cell:
                page.write_string(number, column, safe_text(cell))


def _local(moment: datetime) -> datetime:
    return moment.astimezone(VIETNAM).replace(tzinfo=None)
