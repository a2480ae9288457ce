"""Letters that look Vietnamese and are not.

A name typed with a Cyrillic "а" looks right on every screen and matches nothing in any register.
The table holds the look-alikes of Latin letters in the two scripts met in practice; fullwidth and
mathematical letters are recognised by their compatibility mapping (Unicode UAX #15), not by a list.
"""

import re
import unicodedata
from functools import lru_cache

LOOK_ALIKES = {
    # Cyrillic
    **dict(zip("аеорсухіјѕһԁԛԝһӏԍв", "aeopcyxijshdqwhlgb", strict=True)),
    **dict(zip("АВЕЅІЈКМНОРСТУХҮԌԚԜ", "ABESIJKMHOPCTYXYGQW", strict=True)),
    # Greek
    **dict(zip("αικνορτυχγ", "aiknoptuxy", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
    # Latin letters of other languages: eth and African d for đ, dotless i, script letters
    **dict(zip("ÐðƉɖıɑɡǃƖ", "ĐđĐđiag!I", strict=True)),
}

_ORDINARY = re.compile(
    r"[\x00-\x7f\u00c0-\u00cf\u00d1-\u00ef\u00f1-\u00ff\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169"
    r"\u01a0\u01a1\u01af\u01b0\u0300-\u036f\u1ea0-\u1ef9\u2010-\u2026]*"
)
_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")


def confusable_letters(text: str) -> list[str]:
    """The letters of a text that imitate Latin ones, each once, in order of appearance.

    Reported: every non-Latin letter in a word that also holds Latin letters; every letter of a
    word written only with look-alikes ("СССР"); fullwidth, mathematical and ligature letters and
    digits anywhere; eth (ð) for đ and dotless i. A word honestly written in another script
    ("Москва") is not reported.
    """
    text = unicodedata.normalize("NFC", text)
    if _ORDINARY.fullmatch(text):
        return []
    found = [character for character in text if _is_disguised(character)]
    for word in _WORD.findall(text):
        found.extend(_strangers(word))
    return sorted(dict.fromkeys(found), key=text.index)


def _strangers(word: str) -> list[str]:
    letters = [character for character in word if character.isalpha()]
    strangers = [letter for letter in letters if not _is_latin(letter)]
    if len(strangers) < len(letters) or all(letter in LOOK_ALIKES for letter in strangers):
        return strangers
    return []


@lru_cache(maxsize=4096)
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER LETTER"))


@lru_cache(maxsize=4096)
def _is_disguised(character: str) -> bool:
    """An ordinary letter or digit in disguise (Ａ, 𝐀, ﬁ, １), or an imitation within Latin (ð)."""
    if character.isascii():
        return False
    if character in LOOK_ALIKES:
        return _is_latin(character)
    plain = unicodedata.normalize("NFKC", character)
    in_a_word = character.isalpha() or character.isdecimal()  # so "m²" stays honest
    return in_a_word and plain != character and plain.isascii() and plain.isalnum()
