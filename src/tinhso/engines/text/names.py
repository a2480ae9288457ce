"""Whether two spellings name the same commune."""

from tinhso.engines.text.syllables import Syllable, syllables


def same_commune_name(first: str, second: str) -> bool:
    """True when the names differ at most in tone placement, case, blanks, hyphens or NFC/NFD.

    "Phường Hoà Phú" = "Phường Hòa Phú", and "Phường 02" = "Phường 2". Other accents count:
    "Tân Định" ≠ "Tân Đinh"; and so does the kind of unit: "Xã An Bình" ≠ "Phường An Bình".
    """
    return _canonical(first) == _canonical(second)


def _canonical(name: str) -> list[Syllable]:
    return [_without_leading_zero(syllable) for syllable in syllables(name)]


def _without_leading_zero(syllable: Syllable) -> Syllable:
    if syllable.letters[0].isdecimal():
        return syllable._replace(letters=str(int(syllable.letters)))
    return syllable
