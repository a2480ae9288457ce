"""Digits as typed: plain 0–9 only, since ``\\d`` and ``int()`` also take Arabic-Indic and fullwidth ones."""

import re

from tinhso.foundation.identifiers.errors import DomainError

_BLANKS = re.compile(r"[\s\u00a0\u202f]+")


def squeeze(text: str) -> str:
    """Remove every blank: people and scanners group long numbers."""
    return _BLANKS.sub("", text)


def refuse_foreign_digits(text: str, *, code: str, error: type[DomainError]) -> None:
    """Refuse digits of other scripts with a message that says what to do."""
    for letter in text:
        if letter > "\x7f" and letter.isnumeric():
            raise error(
                f"{code}.foreign_digits",
                "Có chữ số không thuộc bộ gõ thông thường (chữ số Ả Rập, chữ số toàn khổ hoặc kiểu khác). "
                "Hãy gõ lại bằng các chữ số 0 đến 9.",
            )
