"""The gate accepts honest PDF, JPEG and PNG files and says in Vietnamese what is wrong with others."""

import io
import re
import resource
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.foundation.files.zoo import saved
from tinhso.foundation.files.inspection import inspect
from tinhso.foundation.files.names import clean_name
from tinhso.foundation.files.refusals import UnableToAcceptFile

PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>\nendobj\n"
    b"4 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n"
    b"5 0 obj\n<< /Length 20 >>\nstream\n/JavaScript /Encrypt \nendstream\nendobj\n"
    b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
)


def image(kind: str, size: tuple[int, int] = (64, 48)) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A small PNG whose header claims a huge picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def refusal(content: bytes) -> str:
    with pytest.raises(UnableToAcceptFile) as refused:
        inspect(content)
    assert re.search("[ạảãàáâậầấẩẫăắằặẳẵêếềểệđĐôốồổộơớờởợưứừửựịọụỉ]", refused.value.message)
    return refused.value.code


def test_honest_papers_are_accepted_by_their_content() -> None:
    assert (inspect(PDF).media_type, inspect(PDF).pages) == ("application/pdf", 2)
    assert inspect(image("JPEG")).media_type == "image/jpeg"
    assert inspect(image("PNG")).media_type == "image/png"


def test_pages_are_counted_when_objects_are_packed() -> None:
    assert inspect(saved(pages=7)).pages == 7


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (PDF + b" " * (20 * 1024 * 1024), "file.too_large"),
        (b"MZ\x90\x00 a program", "file.type"),
        (b"PK\x03\x04 an archive", "file.archive"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file.markup"),
        (b"GIF89a" + b"\0" * 20, "file.type"),
        (b" " + PDF, "file.type"),
        (b"<html>%PDF-1.4", "file.markup"),
        (PDF[:-40], "file.broken"),
        (PDF.replace(b"<< /Root", b"<< /Encrypt 9 0 R /Root"), "file.locked"),
        (
            PDF.replace(b"/Catalog", b"/Catalog /AA << /S /JavaScript /JS (x) >>"),
            "file.active_content",
        ),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /#4AavaScript >>"), "file.active_content"),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /Launch >>"), "file.active_content"),
        (b"\xff\xd8\xff\xe0 not a picture", "file.broken"),
        (b"\x89PNG\r\n\x1a\n", "file.broken"),
        (png_claiming(8_000, 6_000), "file.too_many_pixels"),
        (png_claiming(60_000, 60_000), "file.too_many_pixels"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_accepted_is_named(content: bytes, code: str) -> None:
    assert refusal(content) == code


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_cut_off_pictures_are_refused(kind: str) -> None:
    whole = image(kind, (400, 300))

    assert refusal(whole[: len(whole) // 2]) == "file.broken"


def test_bombs_are_refused_without_unpacking_them() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refusal(png_claiming(11_000, 11_000)) == "file.too_many_pixels"

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 16 * 1024


@settings(max_examples=300)
@given(
    st.sampled_from([b"%PDF-1.7", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b""]),
    st.binary(max_size=400),
    st.sampled_from([b"", b"startxref\n0\n%%EOF", b"\xff\xd9"]),
)
def test_any_bytes_are_accepted_or_refused_but_never_crash(head: bytes, body: bytes, tail: bytes) -> None:
    try:
        inspect(head + body + tail)
    except UnableToAcceptFile as refused:
        assert refused.message


@pytest.mark.parametrize(
    ("declared", "clean"),
    [
        ("giấy khai sinh.pdf", "giấy khai sinh.pdf"),
        ("C:\\Users\\an\\ảnh.jpg", "ảnh.jpg"),
        ("../../etc/passwd", "passwd"),
        ("", "Không tên"),
        ("a/b/", "Không tên"),
    ],
)
def test_declared_names_lose_their_folders(declared: str, clean: str) -> None:
    assert clean_name(declared) == clean


@pytest.mark.parametrize(
    ("declared", "clean"),
    [
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\x00\x1b[31m.pdf", "a[31m.pdf"),
        ("\u200b\ufeff.pdf", "pdf"),
        ("..", "Không tên"),
        ("..\\..\\Windows\\a.pdf", "a.pdf"),
        ("gia\u0302\u0301y\u00a0 tờ.pdf", "giấy tờ.pdf"),
        ("x" * 400 + ".pdf", "x" * 115 + "….pdf"),
        ("x" * 400, "x" * 119 + "…"),
        ("a." + "x" * 400, "a." + "x" * 117 + "…"),
        ("o" + "\u0301" * 300 + ".pdf", "ó\u0301\u0301.pdf"),
        ("\ud800a.pdf", "a.pdf"),
    ],
)
def test_deceiving_names_are_cleaned(declared: str, clean: str) -> None:
    assert clean_name(declared) == clean


@given(st.text(alphabet=st.characters(), max_size=600))
def test_any_name_becomes_a_short_visible_one(declared: str) -> None:
    name = clean_name(declared)

    assert 0 < len(name) <= 120
    assert not set("/\\\n\0\u202e\u200f") & set(name)
    assert clean_name(name) == name
