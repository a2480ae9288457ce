"""From bytes to rows by the keys of their columns."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from tinhso.engines.tables.encodings import decode_text
from tinhso.engines.tables.limits import MOST_BYTES
from tinhso.engines.tables.separated import read_lines
from tinhso.engines.tables.types import LineError, Table, TableColumn, TableRow, UnreadableTable
from tinhso.engines.tables.workbook import read_first_sheet
from tinhso.engines.text.service import fold

_ZIP = b"PK\x03\x04"


def read_table(content: bytes, columns: Sequence[TableColumn]) -> Table:
    """The rows of a CSV or XLSX file that have the columns asked for.

    UTF-8, UTF-16 and Windows-1258 are told apart; separators are comma, semicolon, tabulator or bar. Text
    that looks like a formula in CSV is text. A row of the wrong width, or with a formula of a spreadsheet, is
    an error of its line; the others are read. Raises UnreadableTable where nothing can be made of the file.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableTable("too_large", f"Tệp lớn hơn {MOST_BYTES // 1024 // 1024} MB.")
    if content.startswith(_ZIP):
        sheet = read_first_sheet(content)
        return _table(sheet.lines(), columns, "XLSX", sheet.errors, is_ragged=True)
    text, encoding = decode_text(content)
    return _table(read_lines(text), columns, encoding, [], is_ragged=False)


def _table(
    lines: Iterable[tuple[int, list[str]]],
    columns: Sequence[TableColumn],
    encoding: str,
    errors: Sequence[LineError],
    *,
    is_ragged: bool,
) -> Table:
    coming = iter(lines)
    _, head = next(coming, (0, []))
    if not head:
        raise UnreadableTable("empty", "Tệp không có dòng nào.")
    places, ignored = _places(head, columns)
    wrong = {error.line: error for error in reversed(errors)}
    rows: list[TableRow] = []
    for line, cells in coming:
        if line in wrong:
            continue
        if not is_ragged and len(cells) != len(head):
            message = (
                f"Có {len(cells)} ô, dòng tên cột có {len(head)}. Ô có dấu phẩy phải nằm trong ngoặc kép."
            )
            wrong[line] = LineError(line=line, message=message)
            continue
        found = {key: cells[place].strip() if place < len(cells) else "" for key, place in places.items()}
        rows.append(TableRow(line=line, cells=found))
    return Table(
        rows=tuple(rows),
        errors=tuple(wrong[line] for line in sorted(wrong)),
        encoding=encoding,
        ignored=ignored,
    )


def _places(head: list[str], columns: Sequence[TableColumn]) -> tuple[dict[str, int], tuple[str, ...]]:
    known = {_folded(name): column.key for column in columns for name in column.names}
    places: dict[str, int] = {}
    ignored: list[str] = []
    for place, name in enumerate(head):
        key = known.get(_folded(name))
        if key is None:
            if name.strip():
                ignored.append(name.strip()[:40])
        elif key in places:
            raise UnreadableTable("column_twice", f"Cột “{name.strip()[:40]}” có hai lần.")
        else:
            places[key] = place
    missing = [column for column in columns if column.is_required and column.key not in places]
    if missing:
        raise UnreadableTable("column_missing", _missing(missing, ignored))
    return places, tuple(ignored)


def _missing(missing: list[TableColumn], ignored: list[str]) -> str:
    hints = [
        f"“{close[0]}” có phải là “{name}”?"
        for column in missing
        for name in column.names
        if (close := difflib.get_close_matches(name, ignored[:60], n=1, cutoff=0.6))
    ]
    found = ", ".join(ignored[:12]) or "không có"
    named = ", ".join(f"“{column.names[0]}”" for column in missing)
    return " ".join([f"Dòng đầu thiếu cột {named}.", *hints, f"Các cột khác trong tệp: {found}."])


def _folded(name: str) -> str:
    return " ".join(fold(name[:80]).replace("_", " ").split())
