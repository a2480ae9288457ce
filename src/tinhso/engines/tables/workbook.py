"""XLSX without trusting it: the first sheet, as text, of a ZIP whose size is watched while it inflates.

Nothing is computed: a formula is an error of its line. Merged cells repeat their value. No entity is ever
expanded, since a file with a document type is refused.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from tinhso.engines.tables.limits import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ENTRIES,
    MOST_INFLATED,
    MOST_ROWS,
)
from tinhso.engines.tables.types import LineError, UnreadableTable

_BROKEN = UnreadableTable("broken_workbook", "Tệp XLSX bị hỏng hoặc không phải XLSX.")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(slots=True)
class Sheet:
    """Cells by row and column, both counted from 1, and what is wrong at which line."""

    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    errors: list[LineError] = field(default_factory=list)

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Rows that are not empty, in order, each as wide as its last cell."""
        for line in sorted(self.cells):
            row = self.cells[line]
            if any(text.strip() for text in row.values()):
                yield line, [row.get(column, "") for column in range(1, max(row) + 1)]


def read_first_sheet(content: bytes) -> Sheet:
    """The first visible sheet; raises UnreadableTable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, NotImplementedError, EOFError) as error:
        raise _BROKEN from error


def _read(archive: zipfile.ZipFile) -> Sheet:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise UnreadableTable("bomb", "Tệp XLSX có quá nhiều phần bên trong, không giống một bảng thật.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableTable("encrypted", "Tệp có mật khẩu. Bạn hãy bỏ mật khẩu rồi nhập lại.")
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        raise UnreadableTable("not_a_workbook", "Tệp nén này không phải bảng XLSX.")
    strings = _Strings()
    if "xl/sharedStrings.xml" in names:
        _parse(_part(archive, "xl/sharedStrings.xml"), strings)
    reading = _Reading(strings.found)
    _parse(_part(archive, _first_sheet(archive)), reading)
    reading.spread()
    return reading.sheet


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part; what its entry says about its size is not believed."""
    try:
        with archive.open(name) as file:
            content = file.read(MOST_INFLATED + 1)
    except (KeyError, RuntimeError) as error:
        raise _BROKEN from error
    if len(content) > MOST_INFLATED:
        raise UnreadableTable(
            "bomb", f"Tệp XLSX bung ra lớn hơn {MOST_INFLATED // 1024 // 1024} MB, không giống một bảng thật."
        )
    return content


def _first_sheet(archive: zipfile.ZipFile) -> str:
    sheets, targets = _Attributes("sheet"), _Attributes("Relationship")
    _parse(_part(archive, "xl/workbook.xml"), sheets)
    _parse(_part(archive, "xl/_rels/workbook.xml.rels"), targets)
    shown = [one for one in sheets.found if one.get("state", "visible") == "visible"]
    if not shown:
        raise UnreadableTable("no_sheet", "Tệp XLSX không có trang tính nào hiện.")
    wanted = next((text for name, text in shown[0].items() if name.endswith(":id")), "")
    target = next((one.get("Target", "") for one in targets.found if one.get("Id") == wanted), "")
    return posixpath.normpath(posixpath.join("xl", target.lstrip("/").removeprefix("xl/")))


class _Listener:
    """What a parser tells; names come without their prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


class _Attributes(_Listener):
    def __init__(self, name: str) -> None:
        self.name, self.found = name, list[dict[str, str]]()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.name:
            self.found.append(attributes)


class _Strings(_Listener):
    """The shared strings; phonetic readings are left out."""

    def __init__(self) -> None:
        self.found, self.parts, self.is_open, self.is_hint = list[str](), list[str](), False, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.is_open = name == "t"
        self.is_hint = self.is_hint or name == "rPh"

    def end(self, name: str) -> None:
        self.is_open = False
        if name == "rPh":
            self.is_hint = False
        elif name == "si":
            self.found.append(_checked("".join(self.parts), 0))
            self.parts.clear()
            if len(self.found) > MOST_CELLS:
                raise _too_many()

    def text(self, text: str) -> None:
        if self.is_open and not self.is_hint:
            self.parts.append(text)


class _Reading(_Listener):
    """Cells of a sheet as they come."""

    def __init__(self, strings: list[str]) -> None:
        self.strings, self.sheet, self.merged = strings, Sheet(), list[tuple[int, int, int, int]]()
        self.line = self.column = self.count = 0
        self.kind, self.parts, self.is_open = "", list[str](), False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.line = _number(attributes.get("r"), self.line + 1)
            self.column = 0
        elif name == "c":
            self.column = _column(attributes.get("r", "")) or self.column + 1
            self.kind, self.parts = attributes.get("t", "n"), []
            self.count += 1
            if self.count > MOST_CELLS or self.line > 50 * MOST_ROWS:
                raise _too_many()
        elif name in ("v", "t"):
            self.is_open = True
        elif name == "f":
            self._formula()
        elif name == "mergeCell":
            self.merged.append(_area(attributes.get("ref", "")))

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.is_open = False
        elif name == "c" and self.parts:
            if self.column > MOST_COLUMNS:
                raise UnreadableTable("too_many_columns", f"Dòng {self.line} có hơn {MOST_COLUMNS} ô.")
            row = self.sheet.cells.setdefault(self.line, {})
            row[self.column] = _checked(self._value("".join(self.parts)), self.line)
            if len(self.sheet.cells) > MOST_ROWS + 1:
                raise _too_many()

    def text(self, text: str) -> None:
        if self.is_open:
            self.parts.append(text)

    def spread(self) -> None:
        """Give every cell of a merged area the value of its first."""
        for top, left, bottom, right in self.merged:
            value = self.sheet.cells.get(top, {}).get(left, "")
            self.count += (bottom - top + 1) * (right - left + 1)
            if self.count > MOST_CELLS or right > MOST_COLUMNS:
                raise UnreadableTable("bomb", "Tệp XLSX gộp quá nhiều ô.")
            for line in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self.sheet.cells.setdefault(line, {})[column] = value

    def _formula(self) -> None:
        message = (
            f"Ô {_letters(self.column)}{self.line} là công thức. Bạn hãy dán giá trị thay cho công thức."
        )
        if not self.sheet.errors or self.sheet.errors[-1].message != message:
            self.sheet.errors.append(LineError(line=self.line, message=message))

    def _value(self, raw: str) -> str:
        if self.kind == "s":
            place = _number(raw, -1)
            return self.strings[place] if 0 <= place < len(self.strings) else ""
        if self.kind == "n":
            return _plain_number(raw)
        return raw


def _parse(content: bytes, listener: _Listener) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise UnreadableTable("doctype", "Tệp XLSX khai báo kiểu tài liệu, không giống tệp do Excel lưu.")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: listener.start(_bare(name), attributes)
    parser.EndElementHandler = lambda name: listener.end(_bare(name))
    parser.CharacterDataHandler = listener.text
    parser.Parse(content, True)


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def _checked(text: str, line: int) -> str:
    if len(text) > LONGEST_CELL:
        where = f"Dòng {line} có ô" if line else "Có ô"
        raise UnreadableTable("long_cell", f"{where} dài hơn {LONGEST_CELL} chữ.")
    return text


def _too_many() -> UnreadableTable:
    return UnreadableTable("too_many_rows", f"Tệp có hơn {MOST_ROWS} dòng hoặc quá nhiều ô.")


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def _plain_number(raw: str) -> str:
    try:
        value = float(raw)
    except ValueError:
        return raw
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else raw


def _column(place: str) -> int:
    found = _PLACE.fullmatch(place)
    number = 0
    for letter in found[1] if found else "":
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _area(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.partition(":")
    ends = [_PLACE.fullmatch(first), _PLACE.fullmatch(last or first)]
    if not ends[0] or not ends[1]:
        raise _BROKEN
    return int(ends[0][2]), _column(first), int(ends[1][2]), _column(last or first)
