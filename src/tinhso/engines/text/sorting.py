"""The order of the Vietnamese dictionary, made without a collation of the database."""

from tinhso.engines.text.syllables import Syllable, syllables

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_NUMBER, _FIRST_LETTER, _OTHER = 0x05, 0x10, 0x80
_RANK = {letter: bytes([_FIRST_LETTER + place]) for place, letter in enumerate(_ALPHABET)}
_END_OF_LETTERS, _END_OF_SYLLABLE = b"\x02", b"\x01"


def vietnamese_sort_key(text: str) -> bytes:
    """A key whose byte order is dictionary order: syllable by syllable, letters before tone.

    a < ă < â < b … d < đ < e < ê …; the tones level, huyền, hỏi, ngã, sắc, nặng; numbers by their
    value and before letters, so "Khu phố 2" stands before "Khu phố 10". Case, punctuation, NFC/NFD
    and the place of the tone mark make no difference.
    """
    return b"".join(_syllable_key(syllable) for syllable in syllables(text))


def _syllable_key(syllable: Syllable) -> bytes:
    if syllable.letters[0].isdecimal():
        return _number_key(syllable.letters)
    letters = b"".join(_letter_key(letter) for letter in syllable.letters)
    return letters + _END_OF_LETTERS + bytes([0x03 + syllable.tone]) + _END_OF_SYLLABLE


def _letter_key(letter: str) -> bytes:
    return _RANK.get(letter) or bytes([_OTHER]) + letter.encode()


def _number_key(digits: str) -> bytes:
    value = str(int(digits)).encode()
    return bytes([_NUMBER, min(len(value), 255)]) + value + _END_OF_SYLLABLE
