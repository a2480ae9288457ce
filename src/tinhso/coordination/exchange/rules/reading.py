"""Reading one value of a foreign record: its type, its length, its enumeration. Raises UnableToUnderstand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tinhso.coordination.exchange.types import OutsidePaper, Record, UnableToUnderstand

_PERSONAL_ID = re.compile(r"\d{12}|\d{9}", re.ASCII)
_MOST_PAPERS = 50
NUL = "\x00"
"""The one character that JSON may carry and PostgreSQL keeps in no text."""


def text_of(record: Mapping[str, Any], name: str, *, longest: int = 4000, must: bool = False) -> str:
    """A text that can be kept, stripped; empty when absent unless it ``must`` be there."""
    value = record.get(name, "")
    if value is None:
        value = ""
    if not isinstance(value, str) or len(value) > longest or NUL in value or (must and not value.strip()):
        raise UnableToUnderstand("value", field=name)
    return value.strip()


def choice_of(record: Mapping[str, Any], name: str, choices: Mapping[str, str], *, default: str = "") -> str:
    """What the value of an enumeration means here; refuses one that is not known."""
    value = text_of(record, name, longest=20) or default
    if value not in choices:
        raise UnableToUnderstand("unknown_value", field=name)
    return choices[value]


def record_of(record: Mapping[str, Any], name: str) -> Record:
    """An object within a record."""
    value = record.get(name)
    if not isinstance(value, dict):
        raise UnableToUnderstand("value", field=name)
    return value


def records_of(record: Mapping[str, Any], name: str) -> list[Record]:
    """A list of objects; absent is empty."""
    value = record.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise UnableToUnderstand("value", field=name)
    return value


def applicant_id_of(record: Mapping[str, Any]) -> str:
    """The applicant's number among ``DinhDanhCHS``."""
    for owner in records_of(record, "DinhDanhCHS"):
        number = text_of(owner, "SoDinhDanh", longest=20)
        if not _PERSONAL_ID.fullmatch(number):
            raise UnableToUnderstand("value", field="DinhDanhCHS[].SoDinhDanh")
        return number
    return ""


def papers_of(record: Mapping[str, Any]) -> tuple[OutsidePaper, ...]:
    """The files of ``TaiLieuNop`` that were not taken back."""
    rows = records_of(record, "TaiLieuNop")
    if len(rows) > _MOST_PAPERS:
        raise UnableToUnderstand("too_many", field="TaiLieuNop")
    return tuple(
        OutsidePaper(
            outside_id=text_of(row, "TepDinhKemId", longest=100, must=True),
            name=text_of(row, "TenTepDinhKem", longest=255, must=True),
            component=text_of(row, "MaThanhPhanHoSo", longest=100),
            url=text_of(row, "DuongDanTaiTepTin", longest=2000, must=True),
        )
        for row in rows
        if row.get("IsDeleted") != "True"
    )
