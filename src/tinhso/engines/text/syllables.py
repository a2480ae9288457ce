"""A Vietnamese syllable as letters and one tone.

The tone belongs to the syllable, not to the vowel that carries its mark: "Hoà" and "Hòa" are the
same word in two typographic habits. Everything that compares names is built on this.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple


class Tone(IntEnum):
    """The six tones in the order of Vietnamese dictionaries."""

    LEVEL = 0
    HUYEN = 1
    HOI = 2
    NGA = 3
    SAC = 4
    NANG = 5


class Syllable(NamedTuple):
    """Lower-case NFC letters without the tone mark ("hoa"), and the tone."""

    letters: str
    tone: Tone


_TONE_OF_MARK = {
    "\u0300": Tone.HUYEN,
    "\u0309": Tone.HOI,
    "\u0303": Tone.NGA,
    "\u0301": Tone.SAC,
    "\u0323": Tone.NANG,
}
_TONE_MARKS = re.compile("[" + "".join(_TONE_OF_MARK) + "]")
_RUN = re.compile(r"\d+|(?:[^\W\d_][\u0300-\u036f]*)+")


def syllables(text: str) -> Iterator[Syllable]:
    """The syllables and numbers of a text, in order; punctuation and case are dropped.

    A syllable with several tone marks (a foreign or damaged word) keeps the tone of the last one.
    """
    for run in _RUN.findall(unicodedata.normalize("NFD", text).lower()):
        marks = _TONE_MARKS.findall(run)
        tone = _TONE_OF_MARK[marks[-1]] if marks else Tone.LEVEL
        yield Syllable(unicodedata.normalize("NFC", _TONE_MARKS.sub("", run)), tone)
