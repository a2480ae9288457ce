"""Papers that people hand in: real files of each kind, small and made on the spot."""

from __future__ import annotations

import struct
import zlib
from typing import TypedDict


class ChosenFile(TypedDict):
    """A file as Playwright puts it into a file control."""

    name: str
    mimeType: str
    buffer: bytes


def scan(name: str, *, words: str = "Ban chup") -> ChosenFile:
    """A one-page PDF; other words make another file."""
    stream = f"BT /F1 24 Tf 72 720 Td ({words}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    content += b"xref\n0 6\n0000000000 65535 f \n" + table
    content += b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % content.rindex(b"xref\n0 6")
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": content}


def photo(name: str, *, grey: int = 200) -> ChosenFile:
    """A small PNG of one shade; another shade makes another file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    width = height = 40
    rows = b"".join(b"\0" + bytes([grey]) * width for _ in range(height))
    content = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return {"name": f"{name}.png", "mimeType": "image/png", "buffer": content}
