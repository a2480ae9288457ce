"""Text without case and accents, for searching and blind indexes."""

import re
import unicodedata

_MARKS = re.compile(r"[\u0300-\u036f]")
_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_CROSSED_D = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d"})


def fold(text: str) -> str:
    """Text as a person without a Vietnamese keyboard would type it.

    Lower case, no accents, ``đ`` as ``d``, blanks collapsed and trimmed; punctuation is kept.
    Equal for NFC and NFD spellings; folding twice changes nothing.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).lower()
        text = unicodedata.normalize("NFKD", text)
        text = _MARKS.sub("", text).translate(_CROSSED_D)
    return _BLANKS.sub(" ", text.lower()).strip()


def words(text: str) -> list[str]:
    """The accent-free words and numbers of a text, in order, without punctuation."""
    return _WORD.findall(fold(text))
