"""Anonymity, words to search by, how long a score may change. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta

from tinhso.engines.text.service import words

_NUMBERS = re.compile(r"[0-9](?:[ .\-]?[0-9]){8,}|\S+@\S+")
_DOSSIER = re.compile(r"\b(?:[0-9]{3}\.){3}[A-Z][0-9]{2}-|\b[A-Z][0-9]{2}(?:\.[0-9]+)+-[0-9]{6}")


def traces_in(text: str, *, names: Collection[str]) -> tuple[str, ...]:
    """What in a text still leads to a person, as sentences for the officer; empty when nothing is found.

    A machine finds numbers, addresses of mail, codes of dossiers and the given ``names``; whether the story
    itself gives somebody away is for the officer to judge.
    """
    found = []
    if _NUMBERS.search(text):
        found.append("còn số giấy tờ, số điện thoại hoặc thư điện tử")
    if _DOSSIER.search(text):
        found.append("còn mã hồ sơ")
    spoken = f" {' '.join(words(text))} "
    if any(len(words(name)) > 1 and f" {' '.join(words(name))} " in spoken for name in names):
        found.append("còn họ tên người gửi")
    return tuple(found)


def search_words(*texts: str) -> list[str]:
    """The accent-free words by which a published answer is found, each once."""
    return sorted({word for text in texts for word in words(text)})


def wanted_words(typed: str, *, most: int = 8) -> list[str]:
    """The words of a search."""
    return list(dict.fromkeys(words(typed)))[:most]


def is_editable(rated_at: datetime, *, now: datetime, days: int) -> bool:
    """Whether a score may still be changed."""
    return now <= rated_at + timedelta(days=days)
