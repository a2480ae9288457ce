"""Amounts of money in the sentences that an export calls a fee."""

from __future__ import annotations

import re

_GROUPED = r"\d{1,3}(?:[.,]\d{3})+"
_AMOUNT = re.compile(
    rf"({_GROUPED})\s*(?:đồng|đ\b|vnđ|vnd|/)|(\d{{4,9}})\s*(?:đồng|đ\b|vnđ|vnd)", re.IGNORECASE
)
_ALONE = re.compile(rf"({_GROUPED}|\d{{1,9}})")
_FREE = re.compile(r"\W*(?:miễn lệ phí|miễn phí|không thu|không mất phí)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"hội đồng nhân dân|hđnd", re.IGNORECASE)
CUT_AT = 150
"""Exports cut long sentences at about this length: what such a sentence does not say is not known."""


def amounts(text: str) -> frozenset[int] | None:
    """The amounts named, {0} for free; None where the sentence leaves them to somebody or names none."""
    if _ELSEWHERE.search(text):
        return None
    found: set[int] = set()
    for part in text.split(";"):
        alone = _ALONE.fullmatch(part.strip())
        named = [alone[1]] if alone else [match[1] or match[2] for match in _AMOUNT.finditer(part)]
        found |= {int(each.replace(".", "").replace(",", "")) for each in named}
    if found:
        return frozenset(found)
    return frozenset({0}) if _FREE.match(text) else None


def is_cut(text: str) -> bool:
    """Whether the sentence probably went on."""
    return len(text) >= CUT_AT
