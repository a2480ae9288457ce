"""What an export says, and how it differs from what is published here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from tinhso.engines.tables.service import LineError
from tinhso.registers.catalogue.types import Channel

FieldName = Literal["channel", "time", "unit", "fee", "result", "decision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """One row: a procedure in one channel with one time. ``unit`` is "" where the export names none."""

    line: int
    code: str
    title: str
    decision: str
    channel: Channel
    amount: int
    unit: str
    fee_text: str
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that the export says otherwise; ``wanted`` is what a draft would say, empty: only by hand."""

    field: FieldName
    channel: Channel | None
    here: str
    there: str
    lines: tuple[int, ...]
    wanted: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Names it among the differences of its procedure."""
        return f"{self.field}:{self.channel or ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedProcedure:
    """One procedure of the export beside the version in force here."""

    code: str
    title: str
    version: str
    differences: tuple[Difference, ...]
    not_compared: tuple[str, ...]
    draft_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalImportRow:
    """An import in the list."""

    id: UUID
    imported_at: datetime
    encoding: str
    procedures: int
    rows: int
    errors: int
    drafts: int
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalComparison:
    """An import beside the catalogue of today."""

    about: PortalImportRow
    equal: tuple[ComparedProcedure, ...]
    differing: tuple[ComparedProcedure, ...]
    unknown: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, str], ...]
    errors: tuple[LineError, ...]
    repeated: tuple[LineError, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadExport:
    """The rows of a file, what was wrong at which line, rows that only repeat another."""

    rows: tuple[ExportRow, ...]
    errors: tuple[LineError, ...]
    repeated: tuple[LineError, ...]
    encoding: str
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunDraft:
    """A draft that came of an import: what of it was written, what has to be done by hand."""

    draft_id: UUID
    code: str
    written: int
    by_hand: tuple[str, ...] = field(default=())


Chosen = Mapping[str, frozenset[str]]
"""Keys of differences by code of the procedure."""
