"""A Vietnamese syllable as letters and one tone.

The tone belongs to the syllable, not to the vowel that carries its mark: "Hoà" and "Hòa" are the
same word in two typographic habits. Everything that compares names is built on this.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple


class Syllable(NamedTuple):
    """Lower-case NFC letters without the tone mark ("hoa"), and the tone: 0 level to 5 nặng."""

    letters: str
    tone: int


_LEVEL_TONE = 0
# huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries
_TONE_OF_MARK = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_TONE_MARKS = re.compile("[" + "".join(_TONE_OF_MARK) + "]")
_RUN = re.compile(r"\d+|(?:[^\W\d_][\u0300-\u036f]*)+")


def syllables(text: str) -> Iterator[Syllable]:
    """The syllables and numbers of a text, in order; punctuation and case are dropped.

    A syllable with several tone marks (a foreign or damaged word) keeps the tone of the last one.
    """
    for run in _RUN.findall(unicodedata.normalize("NFD", text).lower()):
        marks = _TONE_MARKS.findall(run)
        tone = _TONE_OF_MARK[marks[-1]] if marks else _LEVEL_TONE
        yield Syllable(unicodedata.normalize("NFC", _TONE_MARKS.sub("", run)), tone)
