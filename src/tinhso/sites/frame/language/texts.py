"""One text in English, whole or by sentences; what has no English stays Vietnamese and is marked so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from tinhso.sites.frame.language.words import Words

_VIETNAMESE = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ]")
_NUMBER = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?|\d+,\d+")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SWAP = str.maketrans(".,", ",.")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_JOINTS = tuple(
    map(
        re.compile,
        (r"( · )", r"((?<=[.?!…])\s+(?=\S))", r"(; )", r"( (?:và|hoặc) (?=“))", r"( / )", r"(: |, )"),
    )
)
_EDGES = re.compile(r"([(“\s.,;:·–+-]*)(.*?)([)”\s.,;:·–?!…]*)", re.DOTALL)
_DEPTH = 6
_WORD = rf"\S*{_VIETNAMESE.pattern}\S*"
_NAMED = re.compile(rf"(.*?)({_WORD}(?:.*{_WORD})?(?: (?:[A-Z]\w*|\d+)\b)*)(.*)", re.DOTALL)
"""An English text with the stretch from its first Vietnamese word to its last, and the rest of that name."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text and whether it is Vietnamese."""

    text: str
    is_vietnamese: bool = False


def is_vietnamese(text: str) -> bool:
    """Whether a text has letters that only Vietnamese has here."""
    return _VIETNAMESE.search(text) is not None


def value_in_english(text: str) -> str | None:
    """``1,234.5`` of ``1.234,5`` and ``17 July 2023`` of ``17/07/2023``; None for anything else."""
    if _NUMBER.fullmatch(text):
        return text.translate(_SWAP)
    match = _DATE.fullmatch(text)
    if match and 1 <= int(match.group(2)) <= 12:
        return f"{int(match.group(1))} {_MONTHS[int(match.group(2)) - 1]} {match.group(3)}"
    return None


def pieces_of(text: str, words: Words, depth: int = 0) -> list[Piece]:
    """The text in English as far as there are words for it."""
    return list(_joined(_read(text, words, depth)))


def _read(text: str, words: Words, depth: int) -> Iterator[Piece]:
    if not text.strip() or depth > _DEPTH:
        yield Piece(text, is_vietnamese(text))
        return
    bare = text.strip()
    if bare != text:
        at = text.index(bare)
        yield from (Piece(text[:at]), *_read(bare, words, depth), Piece(text[at + len(bare) :]))
        return
    known = _known(text, words, depth)
    if known is not None:
        yield from known
        return
    before, middle, after = (_EDGES.fullmatch(text) or _EDGES.match("")).groups()  # type: ignore[union-attr]
    if middle and (before or after):
        known = _known(middle, words, depth)
        if known is not None:
            yield from (Piece(before), *known, Piece(after))
            return
    if not is_vietnamese(text):
        yield Piece(text)
        return
    for joint in _JOINTS:
        parts = joint.split(text)
        if len(parts) == 1:
            continue
        read = [pieces_of(part, words, depth + 1) for part in parts]
        # A list of names is better left whole than broken at its commas.
        as_it_was = ([Piece(part, is_vietnamese(part))] for part in parts)
        if any(pieces != same for pieces, same in zip(read, as_it_was, strict=True)):
            yield from (piece for pieces in read for piece in pieces)
            return
    yield Piece(text, is_vietnamese=True)


def _known(text: str, words: Words, depth: int) -> list[Piece] | None:
    value = value_in_english(text)
    if value is not None:
        return [Piece(value)]
    found = words.find(" ".join(text.split()))
    if found is None:
        return None
    pieces: list[Piece] = []
    for kind, part in found.pieces():
        if kind == "value":
            pieces += pieces_of(part, words, depth + 1)
        else:
            pieces.append(Piece(part, kind == "own" and is_vietnamese(part)))
    return pieces


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one language as one; blanks belong to whoever stands beside them."""
    last: Piece | None = None
    for piece in pieces:
        if last is None:
            last = piece
        elif last.is_vietnamese == piece.is_vietnamese:
            last = Piece(last.text + piece.text, last.is_vietnamese)
        else:
            yield last
            last = piece
    if last is not None:
        yield last


def as_markup(pieces: list[Piece]) -> str:
    """Pieces as HTML; Vietnamese ones inside an element that says so."""
    return "".join(
        _marked(piece.text) if piece.is_vietnamese else _with_names(piece.text) for piece in pieces
    )


def _with_names(english: str) -> str:
    """English words that name somebody or something in Vietnamese, as in an example."""
    if not is_vietnamese(english):
        return escape(english, quote=False)
    before, name, after = _NAMED.fullmatch(english).groups()  # type: ignore[union-attr]
    return escape(before, quote=False) + _marked(name) + escape(after, quote=False)


def _marked(vietnamese: str) -> str:
    return f'<span lang="vi">{escape(vietnamese, quote=False)}</span>'


def as_text(pieces: list[Piece]) -> str:
    """Pieces where no element can stand: in an attribute, a title, an option."""
    return "".join(piece.text for piece in pieces)
