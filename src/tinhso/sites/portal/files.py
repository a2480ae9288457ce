"""Files on their way in and out of a page."""

from __future__ import annotations

from urllib.parse import quote

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

from tinhso.casework.dossiers.service import OpenedFile

_READ_AT_MOST = 20 * 1024 * 1024 + 1
"""One byte more than is ever accepted: enough to be refused, whatever was sent."""


def read_upload(upload: UploadedFile[bytes]) -> bytes:
    """The content as it came; one that is too large is cut, so that it is refused without filling memory."""
    content: bytes = upload.read(_READ_AT_MOST)
    return content


def file_response(opened: OpenedFile, *, as_download: bool = False) -> HttpResponse:
    """A file to look at, or to keep; nothing inside it may run as a page of ours."""
    response = HttpResponse(opened.content, content_type=opened.media_type)
    way = "attachment" if as_download else "inline"
    response.headers["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(opened.name)}"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
        if opened.media_type.startswith("image/")
        else "default-src 'none'; object-src 'self'; plugin-types application/pdf"
    )
    return response
