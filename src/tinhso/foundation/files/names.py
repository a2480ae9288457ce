"""What a paper is called on a page: the name its owner gave it, without what deceives. Never a path."""

import re
import unicodedata

_LONGEST = 120
_LONGEST_ENDING = 10
_NAMELESS = "Không tên"
# Control, format (bidirectional, zero-width), surrogate, private and unassigned characters.
_UNSHOWN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_PILED_MARKS = re.compile(r"([\u0300-\u036f]{2})[\u0300-\u036f]+")


def clean_name(declared: str) -> str:
    """The last part of a declared file name in one spelling (NFC), of at most 120 letters.

    Nothing is refused for its name: what cannot be shown is left out, a long name keeps its ending.
    """
    last = unicodedata.normalize("NFC", declared[-4096:]).replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in last if unicodedata.category(letter) not in _UNSHOWN)
    name = _PILED_MARKS.sub(r"\1", " ".join(shown.split())).strip(" .")
    if len(name) <= _LONGEST:
        return name or _NAMELESS
    stem, point, ending = name.rpartition(".")
    if not point or len(ending) > _LONGEST_ENDING:
        return name[: _LONGEST - 1] + "…"
    return stem[: _LONGEST - len(ending) - 2] + "…." + ending
