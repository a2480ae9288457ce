"""CSV: rows of text with whatever separator, line numbers kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from tinhso.engines.tables.limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from tinhso.engines.tables.types import UnreadableTable

_SEPARATORS = (",", ";", "\t", "|")


def read_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of every row that is not empty; the line is that where the row begins."""
    if max(map(len, text.splitlines()[:1]), default=0) > LONGEST_CELL:
        raise UnreadableTable("no_head", "Dòng đầu quá dài, không phải dòng tên cột.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    begins, rows = 1, 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows += 1
                if rows > MOST_ROWS + 1:
                    raise UnreadableTable("too_many_rows", f"Tệp có hơn {MOST_ROWS} dòng.")
                _check(cells, begins)
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        message = f"Dòng {begins}: dấu ngoặc kép không đóng hoặc ô quá dài."
        raise UnreadableTable("broken_row", message) from error


def _check(cells: list[str], line: int) -> None:
    if len(cells) > MOST_COLUMNS:
        raise UnreadableTable("too_many_columns", f"Dòng {line} có hơn {MOST_COLUMNS} ô.")
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise UnreadableTable("long_cell", f"Dòng {line} có ô dài hơn {LONGEST_CELL} chữ.")


def _separator(text: str) -> str:
    head = text.lstrip("\r\n").splitlines()[:1] or [""]
    return max(_SEPARATORS, key=head[0].count)
