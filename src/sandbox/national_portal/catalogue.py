"""Procedures and sectors as LayThuTuc and LayDanhMucLinhVuc answer them.

Codes and titles of procedures are those of a snapshot of 2026; the codes of sectors are the sandbox's own,
but for G15-TP01 (chưa xác minh).
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sandbox.national_portal.errors import INVALID_FIELD, UNKNOWN_PROCEDURE, Refusal

PROCEDURE_CODE = re.compile(r"(\d\.\d{6})(\.(000\.00\.00\.)?[A-Z]\d{2}(\.\d+)*)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A procedure that the portal publishes."""

    code: str
    title: str
    sector_code: str
    sector: str


@cache
def procedures() -> dict[str, Procedure]:
    """Every published procedure, by its national code."""
    source = files("sandbox.national_portal") / "data" / "procedures.csv"
    rows = csv.DictReader(source.read_text("utf-8").splitlines())
    return {row["code"]: Procedure(**row) for row in rows}


def sectors() -> dict[str, str]:
    """Every sector, by its code."""
    return {each.sector_code: each.sector for each in procedures().values()}


def find_procedure(code: object) -> Procedure:
    """The procedure of a national code, or of a local one that begins with it; raises Refusal."""
    match = PROCEDURE_CODE.fullmatch(code) if isinstance(code, str) else None
    if match is None:
        raise Refusal(INVALID_FIELD, field="MaTTHC")
    known = procedures().get(match[1])
    if known is None:
        raise Refusal(UNKNOWN_PROCEDURE, field="MaTTHC")
    return known
