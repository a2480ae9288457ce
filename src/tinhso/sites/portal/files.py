"""Files on their way in and out of a page."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from tinhso.casework.dossiers.service import OpenedFile


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
