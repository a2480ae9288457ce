"""A file on its way to a browser: shown or saved, in parts if asked, never run as a page of ours."""

from __future__ import annotations

import hashlib
import re
from typing import Protocol
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse


class Opened(Protocol):
    """What a room hands over when it opens a file."""

    @property
    def content(self) -> bytes:
        """Every byte of it."""

    @property
    def media_type(self) -> str:
        """Its kind, as it was found."""

    @property
    def name(self) -> str:
        """What it is called."""


_RANGE = re.compile(r"bytes=(?:(\d{1,12})-(\d{0,12})|-(\d{1,12}))")
_FOR_PICTURES = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
_FOR_DOCUMENTS = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"


def file_response(
    request: HttpRequest, opened: Opened, *, as_download: bool = False, in_page: bool = False
) -> HttpResponse:
    """The file, or the part of it that the browser asks for (RFC 9110, section 14; one range at most).

    ``in_page`` lets pages of this house show it in a frame.
    """
    tag = f'"{hashlib.sha256(opened.content).hexdigest()[:32]}"'
    response = _part(request, opened.content, tag)
    way = "attachment" if as_download else "inline"
    policy = _FOR_PICTURES if opened.media_type.startswith("image/") else _FOR_DOCUMENTS
    if in_page:
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        policy = f"{policy}; frame-ancestors 'self'"
    for header, value in {
        "Content-Type": opened.media_type,
        "Content-Disposition": f"{way}; filename*=UTF-8''{quote(opened.name)}",
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
        "ETag": tag,
        "Cache-Control": "private, no-store",
    }.items():
        response.headers[header] = value
    return response


def _part(request: HttpRequest, content: bytes, tag: str) -> HttpResponse:
    asked = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    is_same = request.headers.get("If-Range", tag) == tag
    if asked is None or not is_same or request.method != "GET":
        return HttpResponse(content)
    size = len(content)
    first, last, ending = asked.groups()
    begin = int(first) if first else max(0, size - int(ending))
    end = min(int(last) + 1, size) if last else size
    if last and int(last) < begin:
        return HttpResponse(content)  # not a range: as if none were asked for
    if begin >= size or (ending and not int(ending)):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = HttpResponse(content[begin:end], status=206)
    response.headers["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    return response
