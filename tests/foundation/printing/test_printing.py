"""Papers print the same bytes for the same data, every Vietnamese letter, and no markup out of values."""

import unicodedata
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typst

from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.printing.fonts import fonts
from tinhso.foundation.printing.service import UnableToPrint, qr_svg, render_pdf

TEMPLATES = Path(__file__).parent / "templates"
DATED = datetime(2023, 7, 17, 9, 0, tzinfo=VIETNAM)


def slip(name: str = "Nguyễn Văn Ửng") -> dict[str, object]:
    return {
        "name": name,
        "papers": [{"given": True, "name": "Tờ khai CT01"}, {"given": False, "name": "Giấy tờ chỗ ở"}],
        "qr": qr_svg("https://vidu.vn/tra-cuu/H09.1-230714-0001"),
    }


@pytest.mark.parametrize("dated", [None, DATED])
def test_same_data_gives_the_same_bytes(dated: datetime | None) -> None:
    first = render_pdf("slip.typ", slip(), folder=TEMPLATES, dated=dated)

    assert first.startswith(b"%PDF-1.7")
    assert first == render_pdf("slip.typ", dict(reversed(slip().items())), folder=TEMPLATES, dated=dated)
    assert first != render_pdf("slip.typ", slip("Trần Thị Ẩn"), folder=TEMPLATES, dated=dated)


def test_dated_paper_is_an_archival_pdf_of_its_legal_moment() -> None:
    printed = render_pdf("slip.typ", slip(), folder=TEMPLATES, dated=DATED)

    assert b"<pdfaid:part>2" in printed
    assert b"D:20230717020000Z" in printed


def test_undated_paper_carries_no_date_of_the_machine() -> None:
    assert b"CreationDate" not in render_pdf("slip.typ", slip(), folder=TEMPLATES)


@pytest.mark.parametrize(
    "name", ["#panic()", "$x$", "*đậm* _nghiêng_", '"; #sys', "</svg> \\ & `x`", "#data.phone"]
)
def test_values_are_never_markup(name: str, tmp_path: Path) -> None:
    source = '#import "@tinhso/paper:1.0.0": *\n#metadata(data.name) <name>\n#data.name'
    (tmp_path / "a.typ").write_text(source)

    assert render_pdf("a.typ", {"name": name}, folder=tmp_path)
    assert render_pdf("slip.typ", slip(name), folder=TEMPLATES)


def vietnamese_letters() -> list[str]:
    marks = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    lower = [unicodedata.normalize("NFC", vowel + mark) for vowel in "aăâeêioôơuưy" for mark in marks]
    return sorted({*lower, "đ", *map(str.upper, lower), "Đ"})


def outlines(letters: list[str], family: str, style: str, source: typst.Fonts) -> dict[str, str]:
    """How each letter is drawn, one page each."""
    pages = "#pagebreak()".join(f'#text("{letter}")' for letter in letters)
    document = f'#set text(font: "{family}", fallback: false, {style})\n{pages}'
    drawn = typst.Compiler(document.encode(), font_paths=source, ignore_system_fonts=True).compile(
        format="svg"
    )
    assert isinstance(drawn, list)
    glyphs = [ElementTree.fromstring(page).iter("{http://www.w3.org/2000/svg}path") for page in drawn]
    return {
        letter: "|".join(path.get("d", "") for path in paths if path.get("fill") != "#ffffff")
        for letter, paths in zip(letters, glyphs, strict=True)
    }


def badly_drawn(family: str, style: str, source: typst.Fonts) -> set[str]:
    """Letters that are missing, look like another, or have lost the body under their marks."""
    letters = vietnamese_letters()
    shapes = outlines([*letters, "ı", "\U0010fffd"], family, style, source)
    missing = shapes.pop("\U0010fffd")
    bad = {letter for letter in letters if list(shapes.values()).count(shapes[letter]) > 1}
    bad |= {letter for letter in letters if shapes[letter] == missing}
    for letter in letters:
        body = unicodedata.normalize("NFD", letter)[0].replace("i", "ı")
        if letter != "i" and len(shapes[letter]) < len(shapes[body]) * 0.9:
            bad.add(letter)
    return bad


@pytest.mark.parametrize("weight", ["regular", "bold"])
@pytest.mark.parametrize("slope", ["normal", "italic"])
def test_font_draws_every_vietnamese_letter_in_each_style(weight: str, slope: str) -> None:
    assert len(vietnamese_letters()) == 146
    assert badly_drawn("Noto Sans", f'weight: "{weight}", style: "{slope}"', fonts()) == set()


def test_letters_that_a_broken_font_loses_would_be_found() -> None:
    """The serif font inside typst loses the body of ơ and ư under marks in bold italic."""
    embedded = typst.Fonts(include_system_fonts=False)

    lost = badly_drawn("Libertinus Serif", 'weight: "bold", style: "italic"', embedded)

    assert {"ớ", "Ớ", "ỡ"} <= lost


def test_missing_template_and_missing_value_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.typ").write_text('#import "@tinhso/paper:1.0.0": *\n#data.absent')

    for template in ("a.typ", "b.typ"):
        with pytest.raises(UnableToPrint) as refused:
            render_pdf(template, {"name": "Nguyễn Văn An"}, folder=tmp_path)
        assert "Nguyễn" not in refused.value.message


def test_template_cannot_read_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "a.typ").write_text('#read("../secret.txt")')

    with pytest.raises(UnableToPrint):
        render_pdf("a.typ", {}, folder=tmp_path / "inside")


def test_qr_code_is_one_scalable_svg_element() -> None:
    svg = ElementTree.fromstring(qr_svg("H09.1-230714-0001"))

    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    assert "viewBox" in svg.attrib
    assert "width" not in svg.attrib
    assert qr_svg("a") == qr_svg("a") != qr_svg("b")
