"""Bad papers, each made by code: what a careless or wicked sender may hand in, and the reason it must get."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Animal:
    """A bad paper: how to make it, the name it comes under, and the reason for its refusal."""

    called: str
    make: Callable[[], bytes]
    declared: str
    reason: str


def zoo() -> Iterator[Animal]:
    """Every animal."""
    yield from _other_kinds()
    yield from _two_in_one()
    yield from _dangerous_pdfs()
    yield from _pdf_bombs()
    yield from _pictures()


def _other_kinds() -> Iterator[Animal]:
    yield Animal("nothing", lambda: b"", "giấy.pdf", "empty")
    yield Animal("one byte too many", lambda: plain_pdf() + b" " * (20 * MEBIBYTE), "giấy.pdf", "too_large")
    yield Animal("a program called PDF", lambda: b"MZ\x90\0" + bytes(400), "giấy.pdf", "lying_type")
    yield Animal("a program called picture", lambda: b"\x7fELF" + bytes(400), "ảnh.JPEG", "lying_type")
    yield Animal("a program", lambda: b"MZ\x90\0" + bytes(400), "a.exe", "type")
    yield Animal("a GIF", lambda: picture("GIF"), "ảnh.gif", "type")
    yield Animal("a TIFF called PNG", lambda: picture("TIFF"), "ảnh.png", "lying_type")
    yield Animal("a PDF behind other bytes", lambda: b" " + plain_pdf(), "giấy.pdf", "lying_type")
    yield Animal("a ZIP called PDF", zipped, "giấy.pdf", "archive")
    yield Animal("a Word file called PDF", lambda: zipped("word/document.xml"), "đơn.pdf", "archive")
    yield Animal(
        "an older Word file", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "đơn.doc", "archive"
    )
    yield Animal("a page called photo", lambda: b"<!DOCTYPE html><script>1</script>", "ảnh.jpg", "markup")
    yield Animal("a page behind blanks", lambda: b"\xef\xbb\xbf \n\t<HTML><body>", "ảnh.png", "markup")
    yield Animal("an SVG called PNG", lambda: b"<svg xmlns='x' onload='1'/>", "ảnh.png", "markup")
    yield Animal("an SVG as XML", lambda: b"<?xml version='1.0'?>\n<svg/>", "ảnh.svg", "markup")


def _two_in_one() -> Iterator[Animal]:
    yield Animal("PDF and ZIP", lambda: plain_pdf() + zipped(), "giấy.pdf", "two_in_one")
    yield Animal("JPEG and ZIP", lambda: picture("JPEG") + zipped(), "ảnh.jpg", "two_in_one")
    yield Animal(
        "PNG and RAR", lambda: picture("PNG") + b"Rar!\x1a\x07\x01\0" + bytes(64), "ảnh.png", "two_in_one"
    )
    yield Animal("JPEG and PDF", lambda: _commented(plain_pdf()), "ảnh.jpg", "two_in_one")
    yield Animal("JPEG and page", lambda: _commented(b"<html><script>1</script>"), "ảnh.jpg", "two_in_one")
    yield Animal(
        "PNG and page", lambda: _png_with(b"tEXt", b"c\0<script >1</script>"), "ảnh.png", "two_in_one"
    )
    yield Animal(
        "PDF and page",
        lambda: plain_pdf().replace(b"\n1 0 obj", b"\n%<html >\n1 0 obj"),
        "a.pdf",
        "two_in_one",
    )


def _dangerous_pdfs() -> Iterator[Animal]:
    def script() -> Dictionary:
        return Dictionary(S=Name.JavaScript, JS="app.alert(1)")

    for called, packed in (("in the open", False), ("packed away", True)):
        for what, key, value, reason in (
            ("script at opening", "/OpenAction", script, "active_content"),
            (
                "start of a program",
                "/OpenAction",
                lambda: Dictionary(S=Name.Launch, F="cmd.exe"),
                "active_content",
            ),
            (
                "visit at opening",
                "/OpenAction",
                lambda: Dictionary(S=Name.URI, URI="https://a.vn/"),
                "active_content",
            ),
            ("script at closing", "/AA", lambda: Dictionary(WC=script()), "active_content"),
            (
                "script by name",
                "/Names",
                lambda: Dictionary(JavaScript=Dictionary(Names=[])),
                "active_content",
            ),
            ("living form", "/AcroForm", lambda: Dictionary(Fields=[], XFA=[]), "active_content"),
        ):
            yield Animal(f"{what}, {called}", _with_root(key, value, packed=packed), "giấy.pdf", reason)
        yield Animal(f"attached file, {called}", _with_attachment(packed=packed), "giấy.pdf", "attachment")
    yield Animal("script behind an escape", _escaped_script, "giấy.pdf", "active_content")
    yield Animal("script in a false comment", _script_between_stream_words, "giấy.pdf", "active_content")
    yield Animal("password", _locked(user="bí mật"), "giấy.pdf", "locked")
    yield Animal("restriction without password", _locked(user=""), "giấy.pdf", "locked")
    yield Animal("cut off", lambda: plain_pdf()[:-40], "giấy.pdf", "broken")
    yield Animal("no page", lambda: b"%PDF-1.7\n" + bytes(600) + b"startxref\n0\n%%EOF", "a.pdf", "broken")


def _pdf_bombs() -> Iterator[Animal]:
    yield Animal("stream of 300 MB", lambda: _with_stream(_deflated(300), b"/FlateDecode"), "a.pdf", "bomb")
    yield Animal("packed twice", _packed_twice, "a.pdf", "bomb")
    yield Animal(
        "run lengths", lambda: _with_stream(b"\x81a" * 3 * MEBIBYTE, b"/RunLengthDecode"), "a.pdf", "bomb"
    )
    yield Animal("bomb of packed objects", bomb_of_packed_objects, "a.pdf", "bomb")
    yield Animal("2,000 pages", lambda: saved(pages=2_000), "a.pdf", "too_many_pages")
    yield Animal("10^10 pages in 2 kB", lambda: _page_tree(10, 10), "a.pdf", "bomb")
    yield Animal("page tree in a ring", _ringed_pages, "a.pdf", "bomb")
    yield Animal("cross-references in a ring", _ringed_references, "a.pdf", "bomb")
    yield Animal("60,000 objects", lambda: many_objects(60_000), "a.pdf", "bomb")
    yield Animal(
        "nested without end", lambda: _with_object(b"[" * 100_000 + b"]" * 100_000), "a.pdf", "broken"
    )
    yield Animal("picture of 900 Mpx inside", _huge_picture_inside, "a.pdf", "too_many_pixels")


def _pictures() -> Iterator[Animal]:
    yield Animal("PNG of 30,000 x 30,000", lambda: png(30_000, 30_000, b""), "a.png", "too_many_pixels")
    yield Animal("PNG of 900 Mpx, whole", _whole_png_of_30_000, "a.png", "too_many_pixels")
    yield Animal("PNG with more lines than told", lambda: png(64, 64, _deflated(300)), "a.png", "bomb")
    yield Animal("PNG with fewer lines", lambda: png(64, 64, zlib.compress(b"\0" * 99)), "a.png", "broken")
    yield Animal("PNG of noise", lambda: png(64, 64, b"\x99" * 500), "a.png", "broken")
    yield Animal("PNG cut off", lambda: _half(picture("PNG")), "a.png", "broken")
    yield Animal("JPEG of 30,000 x 30,000", lambda: _resized_jpeg(30_000, 30_000), "a.jpg", "too_many_pixels")
    yield Animal("JPEG of 100 Mpx", lambda: _resized_jpeg(10_000, 10_000), "a.jpg", "too_many_pixels")
    yield Animal("JPEG of 60,000 x 100", lambda: _resized_jpeg(60_000, 100), "a.jpg", "too_many_pixels")
    yield Animal("JPEG of 40 Mpx in passes", _heavy_jpeg, "a.jpg", "too_heavy_picture")
    yield Animal("colour PNG of 25 Mpx", lambda: _blank(5_000), "a.png", "too_heavy_picture")
    yield Animal("JPEG of false pixels", _false_jpeg, "a.jpg", "broken")
    yield Animal(
        "PNG of unknown lines", lambda: png(64, 64, zlib.compress(b"\x09" * 65 * 64)), "a.png", "broken"
    )
    yield Animal("JPEG of 500 scans", _endless_jpeg, "a.jpg", "bomb")
    yield Animal("JPEG without its scan", lambda: with_scan(picture("JPEG"), 0), "a.jpg", "broken")
    yield Animal("JPEG cut off", lambda: _half(picture("JPEG")), "a.jpg", "broken")
    yield Animal("JPEG without pixels", lambda: b"\xff\xd8\xff\xe0\0\x04ab\xff\xd9", "a.jpg", "broken")


def plain_pdf() -> bytes:
    """An honest PDF of one page without anything packed."""
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n"
        b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    )


def saved(
    *, pages: int = 1, packed: bool = True, prepare: Callable[[pikepdf.Pdf], None] | None = None
) -> bytes:
    """An honest PDF as programs write it today, prepared by somebody before it is written."""
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        if prepare:
            prepare(pdf)
        mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
        pdf.save(target, object_stream_mode=mode)
    return target.getvalue()


def picture(kind: str, size: tuple[int, int] = (320, 240), **saving: object) -> bytes:
    """A small picture with grain."""
    target = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(target, kind, **saving)
    return target.getvalue()


def png(width: int, height: int, packed: bytes, *, depth: int = 8, before: bytes = b"") -> bytes:
    """A PNG in grey with whatever stands for its lines."""
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    return b"".join(
        (b"\x89PNG\r\n\x1a\n", _chunk(b"IHDR", header), before, _chunk(b"IDAT", packed), _chunk(b"IEND", b""))
    )


def zipped(name: str = "a.txt") -> bytes:
    """An archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, "x" * 40)
    return target.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _commented(text: bytes) -> bytes:
    jpeg = picture("JPEG")
    return jpeg[:2] + b"\xff\xfe" + (len(text) + 2).to_bytes(2) + text + jpeg[2:]


def _png_with(kind: bytes, body: bytes) -> bytes:
    return png(1, 1, zlib.compress(b"\0\0"), before=_chunk(kind, body))


def _with_root(key: str, value: Callable[[], pikepdf.Object], *, packed: bool) -> Callable[[], bytes]:
    def prepare(pdf: pikepdf.Pdf) -> None:
        pdf.Root[key] = pdf.make_indirect(value())

    return lambda: saved(packed=packed, prepare=prepare)


def _with_attachment(*, packed: bool) -> Callable[[], bytes]:
    def prepare(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["a.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ", filename="a.exe")

    return lambda: saved(packed=packed, prepare=prepare)


def _escaped_script() -> bytes:
    action = b"/Catalog /Open#41ction << /S /#4aav#61Script /J#53 (x) >>"
    return plain_pdf().replace(b"/Catalog", action)


def _script_between_stream_words() -> bytes:
    """A reader sees a comment, an object and a comment; who only searches sees a stream."""
    hidden = b"%stream\n4 0 obj\n<< /S /JavaScript /JS (x) >>\nendobj\n%endstream\n"
    linked = plain_pdf().replace(b"/Catalog", b"/Catalog /OpenAction 4 0 R")
    return linked.replace(b"trailer", hidden + b"trailer")


def _locked(*, user: str) -> Callable[[], bytes]:
    def make() -> bytes:
        target = io.BytesIO()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(target, encryption=pikepdf.Encryption(owner="chủ", user=user))
        return target.getvalue()

    return make


@cache
def _deflated(mebibytes: int) -> bytes:
    packing = zlib.compressobj(9)
    zeros = bytes(MEBIBYTE)
    return b"".join(packing.compress(zeros) for _ in range(mebibytes)) + packing.flush()


def _with_object(body: bytes) -> bytes:
    return plain_pdf().replace(b"trailer", b"4 0 obj\n" + body + b"\nendobj\ntrailer")


def _with_stream(packed: bytes, filters: bytes, *, kind: bytes = b"") -> bytes:
    head = b"<< %s /Filter %s /Length %d >>\nstream\n" % (kind, filters, len(packed))
    return _with_object(head + packed + b"\nendstream")


def _packed_twice() -> bytes:
    return _with_stream(zlib.compress(_deflated(300)), b"[/FlateDecode /FlateDecode]")


def bomb_of_packed_objects() -> bytes:
    """Objects packed in a stream that the reader itself must unpack before it knows anything."""
    packed = _deflated(200)
    content = plain_pdf()[: plain_pdf().index(b"trailer")]
    place = len(content)
    content += b"4 0 obj\n<< /Type /ObjStm /N 1 /First 9 /Filter /FlateDecode /Length %d >>\nstream\n" % len(
        packed
    )
    content += packed + b"\nendstream\nendobj\n"
    lines = b"".join(
        bytes((kind, *where.to_bytes(3), extra))
        for kind, where, extra in (
            (0, 0, 0),
            *((1, plain_pdf().index(b"%d 0 obj" % number), 0) for number in (1, 2, 3)),
            (1, place, 0),
            (2, 4, 0),
            (1, len(content), 0),
        )
    )
    table = b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 3 1] /Root 1 0 R /Extra 5 0 R /Length %d >>\nstream\n"
    ending = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(content)
    return content + table % len(lines) + lines + ending


def _page_tree(levels: int, kids: int) -> bytes:
    nodes = b"".join(
        b"%d 0 obj\n<< /Type /Pages /Kids [%s] /Count 1 >>\nendobj\n"
        % (number, b"%d 0 R " % (number + 1) * kids)
        for number in range(2, 2 + levels)
    )
    leaf = b"%d 0 obj\n<< /Type /Page /MediaBox [0 0 9 9] >>\nendobj\n" % (2 + levels)
    head = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    return head + nodes + leaf + b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


def _ringed_pages() -> bytes:
    return plain_pdf().replace(b"/Type /Page /Parent", b"/Type /Pages /Kids [2 0 R] /Count 9 /Parent")


def _ringed_references() -> bytes:
    content = plain_pdf()
    content = content[: content.index(b"trailer")]
    places = (content.index(b"%d 0 obj" % number) for number in (1, 2, 3))
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Root 1 0 R /Size 4 /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return content + table + trailer % (len(content), len(content))


def many_objects(count: int) -> bytes:
    """A PDF of one page with so many objects that nobody needs."""

    def prepare(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Extra = Array([pdf.make_indirect(Array([])) for _ in range(count)])

    return saved(prepare=prepare)


def _huge_picture_inside() -> bytes:
    return _with_stream(
        _resized_jpeg(30_000, 30_000),
        b"/DCTDecode",
        kind=b"/Subtype /Image /Width 30000 /Height 30000 /ColorSpace /DeviceRGB /BitsPerComponent 8",
    )


def _whole_png_of_30_000() -> bytes:
    packing = zlib.compressobj(9)
    line = bytes(1 + 30_000 // 8)
    lines = b"".join(packing.compress(line * 1_000) for _ in range(30)) + packing.flush()
    return png(30_000, 30_000, lines, depth=1)


def _resized_jpeg(width: int, height: int) -> bytes:
    """A small JPEG whose frame claims another size."""
    content = picture("JPEG")
    frame = content.index(b"\xff\xc0")
    return content[: frame + 5] + height.to_bytes(2) + width.to_bytes(2) + content[frame + 9 :]


def with_scan(jpeg: bytes, share: float) -> bytes:
    """A photo of one scan that is whole by its marks, with only so much of its pixels: a line broke."""
    header = jpeg.index(b"\xff\xda")
    begin = header + 2 + int.from_bytes(jpeg[header + 2 : header + 4])
    end = jpeg.rindex(b"\xff\xd9")
    return jpeg[: begin + int((end - begin) * share)].rstrip(b"\xff") + jpeg[end:]


def _endless_jpeg() -> bytes:
    """A progressive photo whose last pass comes again and again."""
    content = picture("JPEG", (64, 64), progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * 500 + b"\xff\xd9"


def _heavy_jpeg() -> bytes:
    """A small photo in passes whose frame claims 40 megapixels, which a reader must hold until the last."""
    content = picture("JPEG", progressive=True)
    frame = content.index(b"\xff\xc2")
    return content[: frame + 5] + (5_000).to_bytes(2) + (8_000).to_bytes(2) + content[frame + 9 :]


@cache
def _blank(side: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (side, side), "white").save(target, "PNG")
    return target.getvalue()


def _false_jpeg() -> bytes:
    """Every mark stands where it should, but the frame names a channel more than there is."""
    content = bytearray(picture("JPEG"))
    scan = content.index(b"\xff\xda")
    content[scan + 5] = 9
    return bytes(content)
