"""What makes a paper acceptable, from its bytes alone. Pure."""

import re
from typing import Literal

MediaType = Literal["application/pdf", "image/jpeg", "image/png"]

LARGEST = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000

_PDF_HEADER = re.compile(rb"%PDF-[12]\.[0-9]")
_PDF_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_LOCKED = re.compile(rb"/Encrypt\b")
_PDF_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch)\b")
_PDF_PAGES = re.compile(rb"/Type\s*/Pages\b")
_PDF_COUNT = re.compile(rb"/Count\s+([0-9]{1,6})\b")
_PDF_PACKED = re.compile(rb"/ObjStm\b")


def media_type_of(content: bytes) -> MediaType | None:
    """PDF, JPEG or PNG by the first bytes, whatever the name says; ``None`` for anything else."""
    if _PDF_HEADER.match(content):
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return None


def pdf_skeleton(content: bytes) -> bytes:
    """The objects of a PDF without their streams, names unescaped: what the checks below look at."""
    return _PDF_NAME_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), _without_streams(content))


def _without_streams(content: bytes) -> bytes:
    """Everything but ``stream`` … ``endstream``; by searching, which costs a tenth of a pattern."""
    kept, begin, searched = [], 0, 0
    while (found := content.find(b"stream", searched)) >= 0:
        searched = found + len(b"stream")
        if content.startswith((b"\n", b"\r\n"), searched):
            end = content.find(b"endstream", searched)
            if end < 0:
                break
            kept.append(content[begin:found])
            begin = searched = end + len(b"endstream")
    return b"".join((*kept, content[begin:]))


def is_complete_pdf(content: bytes) -> bool:
    """Whether the end of the file is there."""
    tail = content[-2048:]
    return b"%%EOF" in tail and b"startxref" in tail


def is_locked_pdf(skeleton: bytes) -> bool:
    """Whether a password or a restriction is set."""
    return bool(_PDF_LOCKED.search(skeleton))


def has_active_content(skeleton: bytes) -> bool:
    """Whether the PDF would run a script or start a program. Packed objects are not looked into."""
    return bool(_PDF_ACTIVE.search(skeleton))


def count_pages(skeleton: bytes) -> int | None:
    """Number of pages where the page tree can be read plainly; ``None`` where it is packed."""
    if _PDF_PACKED.search(skeleton):
        return None
    counts = [
        int(count)
        for body in skeleton.split(b"endobj")
        if _PDF_PAGES.search(body)
        for count in _PDF_COUNT.findall(body)
    ]
    return max(counts, default=None)


def is_complete_jpeg(content: bytes) -> bool:
    """Whether the end-of-image mark stands near the end; phones append some data behind it."""
    return b"\xff\xd9" in content[-65536:]
