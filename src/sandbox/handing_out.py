"""Handing out a file to the province that fetches it, as the portal's dial lets it."""

import secrets
import time
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from sandbox.dials.modes import Mode
from sandbox.dials.service import peek, take
from sandbox.dials.systems import FILE_VARIANTS

SAFE = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment"}
INSIDE = "http://127.0.0.1:1/noi-bo"
PIECE = b"x" * 65536
PAUSE_SECONDS = 0.02


def hand_out(system: str, content: bytes, content_type: str) -> HttpResponseBase:
    """The file, or what comes in its place."""
    variant = _variant(system)
    if variant == "file_redirect":
        return HttpResponse(status=302, headers={"Location": INSIDE})
    if variant == "file_endless":
        return StreamingHttpResponse(_without_end(content), content_type=content_type, headers=SAFE)
    if variant == "file_changed":
        content += secrets.token_bytes(16)
    if variant == "file_kind":
        content, content_type = b"<script>alert(1)</script>", "text/html"
    return HttpResponse(content, content_type=content_type, headers=SAFE)


def _variant(system: str) -> str:
    position = peek(system)
    if position is None or position.variant not in FILE_VARIANTS:
        return ""
    taken = take(system, {Mode.WRONG})
    return taken.variant if taken is not None else ""


def _without_end(content: bytes) -> Iterator[bytes]:
    """As long as a hanging system would hold the line."""
    deadline = time.monotonic() + settings.HANG_SECONDS
    yield content
    while time.monotonic() < deadline:
        yield PIECE
        time.sleep(PAUSE_SECONDS)
