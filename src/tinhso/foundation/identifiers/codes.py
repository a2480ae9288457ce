"""Codes of agencies, dossiers and procedures, in the notations that different systems write."""

import datetime as dt
import re

from tinhso.foundation.identifiers.digits import refuse_foreign_digits, squeeze
from tinhso.foundation.identifiers.errors import (
    UnableToReadAgencyCode,
    UnableToReadDossierCode,
    UnableToReadIdentifier,
)
from tinhso.foundation.identifiers.types import AgencyCode, DossierCode

_DOTTED = re.compile(r"([0-9]{3})\.([0-9]{2})\.([0-9]{2})\.([A-Z][0-9]{2})")
_NATIONAL = re.compile(r"([A-Z][0-9]{2})((?:\.[0-9]{1,6}){0,6})")
_DOSSIER = re.compile(r"([0-9A-Z.]{3,48})-([0-9]{8}|[0-9]{6})-([0-9]{4,7})")
_PROCEDURE = re.compile(r"[0-9]\.[0-9]{6}(?:\.(?:000\.00\.00\.)?[A-Z][0-9]{2}(?:\.[0-9]+)*)?")
_LEVEL_LIMITS = (99, 99, 999)
_RESERVE = re.compile(r"DP-?([A-Z][0-9]{2}(?:\.[0-9]{1,6}){0,6})-([0-9]{6,9})")
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FEEDBACK = re.compile(r"PA-?([0-9]{6})-?([0-9A-HJKMNP-TV-Z]{8})")
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def parse_agency_code(text: str) -> AgencyCode:
    """Read an agency code in either notation and give both."""
    refuse_foreign_digits(text, code="agency_code", error=UnableToReadAgencyCode)
    value = squeeze(text).upper()
    if found := _DOTTED.fullmatch(value):
        levels = [int(found[3]), int(found[2]), int(found[1])]
        while levels and levels[-1] == 0:
            levels.pop()
        if 0 not in levels:
            return AgencyCode(".".join([found[4], *map(str, levels)]), value)
    elif found := _NATIONAL.fullmatch(value):
        levels = [int(level) for level in found[2].split(".")[1:]]
        if 0 not in levels:
            return AgencyCode(".".join([found[1], *map(str, levels)]), _dotted(found[1], levels))
    raise UnableToReadAgencyCode(
        "agency_code.format", "Mã cơ quan phải viết như H09.1 hoặc 000.00.01.H09; hãy xem lại mã đã nhập."
    )


def _dotted(root: str, levels: list[int]) -> str:
    if len(levels) > len(_LEVEL_LIMITS) or any(
        level > limit for level, limit in zip(levels, _LEVEL_LIMITS, strict=False)
    ):
        return ""
    second, third, fourth = (levels + [0, 0, 0])[:3]
    return f"{fourth:03d}.{third:02d}.{second:02d}.{root}"


def parse_dossier_code(text: str) -> DossierCode:
    """Read a dossier code in either notation, day as yymmdd or yyyymmdd, running number of 4–7 digits."""
    refuse_foreign_digits(text, code="dossier_code", error=UnableToReadDossierCode)
    found = _DOSSIER.fullmatch(squeeze(text).upper())
    if not found:
        raise _unreadable_dossier_code()
    prefix, day, sequence = found.groups()
    try:
        agency = parse_agency_code(prefix)
        received = dt.date(int(day[:-4]) + (0 if len(day) == 8 else 2000), int(day[-4:-2]), int(day[-2:]))
    except (UnableToReadAgencyCode, ValueError) as error:
        raise _unreadable_dossier_code() from error
    return DossierCode(agency, received, int(sequence), width=len(sequence), long_year=len(day) == 8)


def _unreadable_dossier_code() -> UnableToReadDossierCode:
    return UnableToReadDossierCode(
        "dossier_code.format",
        "Mã hồ sơ phải viết như H09.1-230714-0001 hoặc 000.00.01.H09-230714-0001; hãy xem lại mã.",
    )


def parse_procedure_code(text: str) -> str:
    """Read the national code of an administrative procedure (``1.004194``), with an agency suffix or none."""
    refuse_foreign_digits(text, code="procedure_code", error=UnableToReadIdentifier)
    value = squeeze(text).upper()
    if not _PROCEDURE.fullmatch(value):
        raise UnableToReadIdentifier("procedure_code.format", "Mã thủ tục hành chính phải viết như 1.004194.")
    return value


def feedback_code(day: dt.date, chance: int) -> str:
    """The code of a phản ánh, kiến nghị: the day and forty bits of chance, in letters nobody misreads."""
    letters = "".join(_LETTERS[chance >> 5 * place & 31] for place in range(8))
    return f"PA-{day:%y%m%d}-{letters}"


def parse_feedback_code(text: str) -> str:
    """Read the code of a phản ánh, kiến nghị, whatever its case and blanks, O as 0 and I as 1."""
    squeezed = squeeze(text).upper()
    found = _FEEDBACK.fullmatch(squeezed[:2] + squeezed[2:].translate(_MISREAD))
    if not found:
        raise UnableToReadIdentifier(
            "feedback_code.format", "Mã phản ánh, kiến nghị phải viết như PA-230717-7K3M9QXT; hãy xem lại mã."
        )
    return f"PA-{found[1]}-{found[2]}"


def reserve_number(agency_code: str, sequence: int) -> str:
    """The number of a paper stub for when the power is away; its two letters begin no dossier's code."""
    return f"DP-{agency_code}-{sequence:06d}"


def parse_reserve_number(text: str) -> str:
    """Read a reserve number (``DP-H09.34.2-000012``), whatever its case and blanks."""
    refuse_foreign_digits(text, code="reserve_number", error=UnableToReadIdentifier)
    found = _RESERVE.fullmatch(squeeze(text).upper())
    if not found or int(found[2]) == 0:
        raise UnableToReadIdentifier(
            "reserve_number.format", "Số dự phòng phải viết như DP-H09.34.2-000012; hãy xem lại số."
        )
    return reserve_number(found[1], int(found[2]))
