"""What a table from outside is once it could be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class UnreadableTable(Exception):
    """The file as a whole cannot be taken; ``message`` says in Vietnamese why and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column that is looked for: its key, and the names by which its head may call it."""

    key: str
    names: tuple[str, ...]
    is_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row by the keys of its columns; ``line`` as an editor or a spreadsheet counts."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineError:
    """What is wrong at one line."""

    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows that could be read, those that could not, the encoding, columns that nobody asked for."""

    rows: tuple[TableRow, ...]
    errors: tuple[LineError, ...]
    encoding: str
    ignored: tuple[str, ...]
