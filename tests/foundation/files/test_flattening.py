"""Whatever stands over the pages of a PDF becomes part of them, so that nobody can change it afterwards."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from tests.foundation.files.zoo import plain_pdf, saved
from tinhso.foundation.files.cell import flattening
from tinhso.foundation.files.inspection import inspect

HEIGHT, WIDTH = 30, 190


def drawn(pdf: pikepdf.Pdf, colour: bytes = b"1 0 0") -> pikepdf.Stream:
    """An appearance: a coloured field with a word in it."""
    look = pdf.make_stream(colour + b" rg 0 0 190 30 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, WIDTH, HEIGHT])
    return look


def with_notes(*notes: Callable[[pikepdf.Pdf], Dictionary], packed: bool = False) -> bytes:
    def prepare(pdf: pikepdf.Pdf) -> None:
        made = [pdf.make_indirect(note(pdf)) for note in notes]
        pdf.pages[0].Annots = Array(made)
        fields = [note for note in made if note.Subtype == Name.Widget]
        if fields:
            signed = any(field.get("/FT") == Name.Sig for field in fields)
            pdf.Root.AcroForm = Dictionary(Fields=Array(fields), SigFlags=1 if signed else 0)

    return saved(packed=packed, prepare=prepare)


def field(pdf: pikepdf.Pdf) -> Dictionary:
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="ho_ten", V="Nguyễn Văn A", F=4,
        Rect=[10, 10, 10 + WIDTH, 10 + HEIGHT], AP=Dictionary(N=drawn(pdf)),
    )  # fmt: skip


def undrawn(pdf: pikepdf.Pdf) -> Dictionary:
    bare = field(pdf)
    del bare.AP
    return bare


def stamp(pdf: pikepdf.Pdf) -> Dictionary:
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, F=4,
        Rect=[10, 10, 10 + WIDTH, 10 + HEIGHT], AP=Dictionary(N=drawn(pdf)),
    )  # fmt: skip


def hidden(pdf: pikepdf.Pdf) -> Dictionary:
    out_of_sight = stamp(pdf)
    out_of_sight.F = 2
    return out_of_sight


def for_the_screen(pdf: pikepdf.Pdf) -> Dictionary:
    unprinted = stamp(pdf)
    unprinted.F = 0
    return unprinted


def signature(pdf: pikepdf.Pdf) -> Dictionary:
    signed = field(pdf)
    signed.FT, signed.V = Name.Sig, Dictionary(Type=Name.Sig, Contents=b"\x30")
    return signed


def link(_: pikepdf.Pdf) -> Dictionary:
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.URI, URI="https://vi.du")
    )


def red_pixels(content: bytes) -> int:
    with pypdfium2.PdfDocument(content) as document:
        # Without the layer of notes: only what is part of the page.
        image = document[0].render(may_draw_forms=False, draw_annots=False).to_pil().convert("RGB")
    return sum(
        count for count, colour in image.getcolors(image.width * image.height) if colour == (255, 0, 0)
    )


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("note", [field, stamp])
def test_a_field_and_a_stamp_become_part_of_the_page(
    note: Callable[[pikepdf.Pdf], Dictionary], packed: bool
) -> None:
    handed_in = with_notes(note, link, packed=packed)
    assert red_pixels(handed_in) == 0
    kept = inspect(handed_in)
    assert red_pixels(kept.content) > WIDTH * HEIGHT * 0.9
    assert kept.pages == 1
    with pikepdf.open(io.BytesIO(kept.content)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert [str(each.Subtype) for each in pdf.pages[0].Annots] == ["/Link"]


def test_flattened_twice_is_the_same() -> None:
    handed_in = with_notes(field)
    once = inspect(handed_in).content
    assert inspect(handed_in).content == once
    assert inspect(once).content == once


def test_what_nobody_sees_is_not_brought_to_light() -> None:
    assert red_pixels(inspect(with_notes(hidden)).content) == 0


@pytest.mark.parametrize("notes", [(signature, stamp), (undrawn, stamp), (link,)])
def test_what_is_signed_or_cannot_be_drawn_stays_byte_for_byte(
    notes: tuple[Callable[[pikepdf.Pdf], Dictionary], ...],
) -> None:
    handed_in = with_notes(*notes)
    assert inspect(handed_in).content == handed_in


def test_a_plain_scan_needs_no_parser_and_stays() -> None:
    assert inspect(plain_pdf()).content == plain_pdf()


def test_without_flattening_the_field_would_stay_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted defect: these tests can fail."""
    monkeypatch.setattr(flattening, "_DRAWN_WHERE", "print")
    with pikepdf.open(io.BytesIO(with_notes(hidden, for_the_screen))) as pdf:
        assert red_pixels(flattening.flattened(pdf)) == 0
