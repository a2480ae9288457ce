"""What officers type, in its one spelling."""

from __future__ import annotations

from collections.abc import Callable

from tinhso.casework.cleaning.errors import UnableToClean
from tinhso.casework.cleaning.types import TypedFacts
from tinhso.foundation.identifiers.service import (
    DomainError,
    clean_text,
    parse_partial_date,
    parse_personal_id,
)

_LONGEST_NOTE, _LONGEST_NAME, _LONGEST_NUMBER, _LONGEST_BASIS = 1000, 120, 60, 300
_SEXES = frozenset({"male", "female"})


def clean_note(note: str) -> str:
    """A typed reason, which may be empty; raises UnableToClean."""
    return _read("note", lambda: clean_text(note, _LONGEST_NOTE, multiline=True))


def clean_number(number: str) -> str:
    """The number of a paper, which may be empty; raises UnableToClean."""
    return _read("number", lambda: clean_text(number, _LONGEST_NUMBER))


def clean_basis(basis: str) -> str:
    """The document that a proposal rests on; raises UnableToClean where none is named."""
    clean = _read("basis", lambda: clean_text(basis, _LONGEST_BASIS))
    if not clean:
        raise _refused("basis", "Hãy ghi giấy tờ làm căn cứ: tên, số, ngày cấp.")
    return clean


def clean_old(fact: str, value: str) -> str:
    """What the national register shows now for a fact, as an officer reads it there; may be empty."""
    return _read(f"old_{fact}", lambda: clean_text(value, _LONGEST_NAME))


def read_facts(typed: TypedFacts) -> dict[str, str]:
    """The facts on a paper; raises UnableToClean with a text for the field that cannot be read."""
    name = _read("full_name", lambda: clean_text(typed.full_name, _LONGEST_NAME))
    if not name:
        raise _refused("full_name", "Hãy ghi họ, chữ đệm và tên như trên giấy tờ.")
    if typed.sex and typed.sex not in _SEXES:
        raise _refused("sex", "Hãy chọn giới tính.")
    return {
        "full_name": name,
        "personal_id": _read("personal_id", lambda: parse_personal_id(typed.personal_id).value),
        "birth": _read("birth", lambda: parse_partial_date(typed.birth).iso),
        "sex": typed.sex,
    }


def _read(name: str, read: Callable[[], str]) -> str:
    try:
        return read()
    except DomainError as refusal:
        raise _refused(name, refusal.message) from None


def _refused(name: str, message: str) -> UnableToClean:
    return UnableToClean(code=f"{name}_unreadable", message=message, fields={name: message})
