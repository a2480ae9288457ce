"""Two papers as people send them: a scanned PDF and a telephone photo, different each time."""

from __future__ import annotations

import io
import random

from PIL import Image

PDF_BYTES = 150_000
JPEG_BYTES = 300_000
"""About what they weigh; the exact sizes are printed with the figures."""


class Papers:
    """Makes papers whose content nobody has sent before, cheaply: only a comment differs."""

    def __init__(self, seed: int = 7) -> None:
        chance = random.Random(seed)
        self._pdf = _pdf(chance.randbytes(PDF_BYTES))
        self._jpeg = _jpeg(chance)

    def pdf(self, mark: str) -> bytes:
        """A scan as PDF."""
        return self._pdf.replace(b"%MARK", b"%" + mark.encode())

    def jpeg(self, mark: str) -> bytes:
        """A photo; the mark stands in a comment segment behind the start marker."""
        text = mark.encode()
        comment = b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text
        return self._jpeg[:2] + comment + self._jpeg[2:]


def _pdf(scan: bytes) -> bytes:
    return b"".join(
        (
            b"%PDF-1.4\n%MARK\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
            b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n",
            f"4 0 obj<</Length {len(scan)}>>\nstream\n".encode() + scan + b"\nendstream endobj\n",
            b"trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n",
        )
    )


def _jpeg(chance: random.Random) -> bytes:
    """A picture with grain, so that it does not compress to nothing."""
    grain = Image.frombytes("L", (160, 120), chance.randbytes(160 * 120)).resize((1600, 1200))
    out = io.BytesIO()
    grain.convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()
