"""Which kind of file some bytes are, whatever their name says, and whether they are two kinds at once."""

import re
from typing import Literal

MediaType = Literal["application/pdf", "image/jpeg", "image/png"]

LARGEST = 20 * 1024 * 1024
"""Bytes of one file."""

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 20_000

_PDF_HEADER = re.compile(rb"%PDF-[12]\.[0-9]")
_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|svg|script|iframe|\?xml|\?php|!--)", re.IGNORECASE)
_DOCUMENT = re.compile(rb"<(?:!doctype html|html|svg|script|iframe|\?php)[\s>]", re.IGNORECASE)
_ARCHIVES_INSIDE = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_ZIP_END = b"PK\x05\x06"
_ZIP_END_REACH = 65_535 + 22
SNIFFED = 1024
"""Bytes at the beginning in which readers and browsers look for what a file is."""

_SUFFIXES: dict[str, MediaType] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}


def media_type_of(content: bytes) -> MediaType | None:
    """PDF, JPEG or PNG by the first bytes, whatever the name says; ``None`` for anything else."""
    if _PDF_HEADER.match(content):
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return None


def promised_type(name: str) -> MediaType | None:
    """The accepted kind that a file name promises by its ending."""
    return _SUFFIXES.get(name.rpartition(".")[2].strip().lower())


def is_archive(content: bytes) -> bool:
    """ZIP (so also Word, Excel and their like), the older Office form, RAR, 7z, gzip."""
    return content.startswith(_ARCHIVES)


def is_markup(content: bytes) -> bool:
    """HTML, SVG, XML or a script where a browser would look for it."""
    return bool(_MARKUP.search(content[:SNIFFED]))


def is_also_archive(content: bytes) -> bool:
    """Whether an unpacker would take a file of another kind for a ZIP: it is read from its end."""
    return content.find(_ZIP_END, max(0, len(content) - _ZIP_END_REACH)) >= 0


def hides_another(around: bytes) -> bool:
    """Whether a web page or an archive stands where a file holds neither pixels nor streams."""
    return bool(_DOCUMENT.search(around)) or any(begin in around for begin in _ARCHIVES_INSIDE)


def is_also_pdf(content: bytes) -> bool:
    """Whether a PDF reader would take a picture for a PDF: it looks for the header in the first kilobyte."""
    return b"%PDF-" in content[:SNIFFED]
