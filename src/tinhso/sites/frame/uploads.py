"""Forms with files, read in a fraction of the time that Django's parser takes.

Django reads a multipart form line by line in Python, because it must not trust its size. A form of a few
megabytes is simply split at its boundary. Only the plain shape that browsers send (RFC 7578) is read here;
anything else, larger, or over a limit goes to Django's own parser, which decides and refuses as ever.
"""

from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import Any, TypeAlias

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
    TemporaryFileUploadHandler,
)
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict

LARGEST_BODY = 6 * 1024 * 1024
_HEAD = re.compile(
    rb'Content-Disposition: form-data; name="([^"\\\r\n&]*)"(?:; filename="([^"\\\r\n&/]*)")?'
    rb"(?:\r\nContent-Type: ([a-z0-9!#$^_.+-]+/[a-z0-9!#$^_.+-]+))?"
)

_READ_AT_MOST = 20 * 1024 * 1024 + 1
"""One byte more than is ever accepted: enough to be refused, whatever was sent."""

Form: TypeAlias = "tuple[QueryDict, MultiValueDict[str, UploadedFile[bytes]]]"


class PlainFormHandler(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS: takes over whole bodies that are small enough to be split."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> Form | None:
        """The form, by whichever parser can; None leaves an untouched body to Django."""
        is_utf8 = (encoding or settings.DEFAULT_CHARSET).lower() in ("utf-8", "utf8")
        if not is_utf8 or content_length > LARGEST_BODY:
            return None
        body = input_data.read(content_length)
        return read_form(body, boundary) or self._by_django(body, META, encoding)

    def _by_django(self, body: bytes, meta: Any, encoding: str | None) -> Form:
        handlers = [MemoryFileUploadHandler(self.request), TemporaryFileUploadHandler(self.request)]
        return MultiPartParser(meta, io.BytesIO(body), handlers, encoding).parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on: large files are the other handlers' work."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing of one's own to hand over."""


def read_form(body: bytes, boundary: bytes) -> Form | None:
    """Fields and files of a plain multipart body; None where Django's parser must look at it."""
    marks = _marks(body, b"--" + boundary)
    length = len(boundary) + 2
    if len(marks) < 2 or marks[0] != 0 or body[marks[-1] + length :] not in (b"--", b"--\r\n"):
        return None
    fields: list[tuple[str, bytes]] = []
    files: list[tuple[str, str, str, bytes]] = []
    for mark, end in pairwise(marks):
        begin = mark + length
        divider = body.find(b"\r\n\r\n", begin, end)
        is_part = divider > begin and body.startswith(b"\r\n", begin)
        found = _HEAD.fullmatch(body, begin + 2, divider) if is_part else None
        # A boundary stands at the beginning of a line: what looks like one inside a file is none.
        if found is None or not body.endswith(b"\r\n", divider + 4, end):
            return None
        if not (name := found[1].strip().decode(errors="replace")):
            return None
        content = body[divider + 4 : end - 2]
        filename = found[2]
        if not filename:  # no file was chosen: as Django, an empty field
            fields.append((name, content))
            continue
        shown = filename.decode(errors="replace")
        if shown in (".", "..") or not shown.isprintable():
            return None
        files.append((name, shown, (found[3] or b"").decode(), content))
    return _as_django(fields, files) if _within_limits(fields, files) else None


def _marks(body: bytes, mark: bytes) -> list[int]:
    """Where the boundary stands; a body is only searched, and each content then copied once."""
    found, begin = [], body.find(mark)
    while begin >= 0:
        found.append(begin)
        begin = body.find(mark, begin + len(mark))
    return found


def _within_limits(fields: list[tuple[str, bytes]], files: list[tuple[str, str, str, bytes]]) -> bool:
    """The same limits that Django refuses by."""
    most_fields = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    most_files = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    most_memory = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return (
        (most_fields is None or len(fields) <= most_fields)
        and (most_files is None or len(files) <= most_files)
        and (most_memory is None or sum(len(name) + len(text) + 2 for name, text in fields) <= most_memory)
        and all(len(content) <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE for *_, content in files)
    )


def _as_django(fields: list[tuple[str, bytes]], files: list[tuple[str, str, str, bytes]]) -> Form:
    post = QueryDict("", mutable=True, encoding="utf-8")
    for name, text in fields:
        MultiValueDict.appendlist(post, name, text.decode(errors="replace"))  # already text: spare the checks
    post._mutable = False
    uploads: MultiValueDict[str, UploadedFile[bytes]] = MultiValueDict()
    for name, filename, media_type, content in files:
        uploads.appendlist(
            name,
            InMemoryUploadedFile(
                file=io.BytesIO(content),
                field_name=name,
                name=filename,
                content_type=media_type,
                size=len(content),
                charset=None,
                content_type_extra={},
            ),
        )
    return post, uploads


def read_upload(upload: UploadedFile[bytes]) -> bytes:
    """The content as it came; one that is too large is cut, so that it is refused without filling memory."""
    content: bytes = upload.read(_READ_AT_MOST)
    return content
