"""Make what stands over the pages of a PDF part of the pages: fields of a form, stamps, notes.

A field that can still be typed into could say something else tomorrow, and a printer may leave it out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

_LINKS = frozenset(("/Link", "/Popup"))
_DEEPEST_FIELD = 20
_DRAWN_WHERE = "screen"
"""What an officer would see, not what only a printer would draw."""


def flattened(pdf: pikepdf.Pdf) -> bytes:
    """The PDF with everything drawn onto its pages; empty when it can stay as it is.

    It stays when nothing stands over its pages; when it is signed, since a signature covers the bytes; and
    when a filled field has no appearance yet: every reader draws that in its own way, and here the words
    of a Vietnamese name could be lost.
    """
    if not any(_is_over_a_page(note) for note in _notes(pdf)) or _is_signed(pdf):
        return b""
    pdf.flatten_annotations(_DRAWN_WHERE)
    if any(note.get("/Subtype") == pikepdf.Name.Widget and _value(note) is not None for note in _notes(pdf)):
        return b""
    drawn = io.BytesIO()
    pdf.save(drawn, deterministic_id=True)
    return drawn.getvalue()


def _notes(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        yield from page.get("/Annots", ())


def _is_over_a_page(note: Any) -> bool:
    return str(note.get("/Subtype", "")) not in _LINKS and "/AP" in note


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    signed = any(note.get("/FT") == pikepdf.Name.Sig and "/V" in note for note in _notes(pdf))
    form = pdf.Root.get("/AcroForm")
    return signed or (form is not None and int(form.get("/SigFlags", 0)) & 1 == 1)


def _value(note: Any) -> Any:
    """What stands in the field, here or in the field it belongs to; nothing for an empty one."""
    for _ in range(_DEEPEST_FIELD):
        if "/V" in note:
            return note["/V"] if str(note["/V"]) else None
        if "/Parent" not in note:
            return None
        note = note["/Parent"]
    return None
