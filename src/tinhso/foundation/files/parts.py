"""Uploads that arrive piece by piece over a weak line: each piece is kept, sealed, until the whole is there.

A file on its way is named by its SHA-256, which the browser tells first; so the same file goes on where it
stopped, also from a page opened anew, and a whole that came out different is found out. The folder is a blind
index of owner and hash: nobody reaches another's pieces. Nothing is judged before the whole is there.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

from tinhso.foundation.crypto.service import blind_index, seal
from tinhso.foundation.files.blobs import UnableToReadFile, read_written, write_aside
from tinhso.foundation.files.refusals import UnableToAcceptFile
from tinhso.foundation.files.rules.kinds import LARGEST
from tinhso.foundation.identifiers.service import DomainError

LARGEST_PART = 1024 * 1024
"""Bytes of one piece."""

_MOST_UNFINISHED = 6
_FIELD = "files.part"
_HASH = re.compile("[0-9a-f]{64}")


class UnableToContinueUpload(DomainError):
    """The piece does not follow what is there, or the whole is not what was announced.

    ``received`` says how many bytes are there: go on from it.
    """

    def __init__(self, received: int) -> None:
        super().__init__("file.part", "Tệp tải lên bị ngắt quãng. Hãy chọn lại tệp và gửi tiếp.")
        self.received = received


def received_bytes(*, owner: str, sha256: str) -> int:
    """How much of the file has arrived; 0 for an unknown one."""
    return sum(size for _, size in _pieces(_folder(owner, sha256)))


def receive_part(*, owner: str, sha256: str, offset: int, content: bytes) -> int:
    """Keep a piece that begins at ``offset``; returns how much has arrived with it.

    Raises UnableToContinueUpload when it does not follow, UnableToAcceptFile beyond the largest file,
    UnableToKeepFile when the disk is full. Of one owner only the six files touched last are kept.
    """
    folder = _folder(owner, sha256)
    received = received_bytes(owner=owner, sha256=sha256)
    if offset != received or not 0 < len(content) <= LARGEST_PART:
        raise UnableToContinueUpload(received)
    if received + len(content) > LARGEST:
        raise UnableToAcceptFile("too_large")
    if not received:
        _forget_oldest(folder.parent)
    piece = folder / f"{offset:09d}-{len(content)}"
    write_aside(piece, seal(content, owner=piece.name, field=_FIELD)).rename(piece)
    return received + len(content)


def whole_upload(*, owner: str, sha256: str) -> bytes:
    """The file, all pieces joined; raises UnableToContinueUpload when it is not what was announced.

    A whole that came out different is forgotten, since no further piece can mend it.
    """
    folder = _folder(owner, sha256)
    try:
        content = b"".join(read_written(path, owner=path.name, field=_FIELD) for path, _ in _pieces(folder))
    except UnableToReadFile:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        forget_upload(owner=owner, sha256=sha256)
        raise UnableToContinueUpload(0)
    return content


def forget_upload(*, owner: str, sha256: str) -> None:
    """Remove the pieces: the whole was accepted, refused, or is no longer wanted."""
    with suppress(UnableToContinueUpload):  # no such name, so nothing lies under it
        shutil.rmtree(_folder(owner, sha256), ignore_errors=True)


def sweep_parts(*, unwanted_since: datetime) -> int:
    """Remove files on their way that nobody has gone on with since that moment; returns how many."""
    removed = 0
    for folder in _root().glob("*/*"):
        with suppress(FileNotFoundError):  # its last piece came, or it was forgotten, this moment
            if folder.stat().st_mtime < unwanted_since.timestamp():
                shutil.rmtree(folder)
                removed += 1
    return removed


def _root() -> Path:
    return Path(settings.TINHSO_FILES_DIR) / "parts"


def _folder(owner: str, sha256: str) -> Path:
    if not _HASH.fullmatch(sha256):
        raise UnableToContinueUpload(0)
    whose = blind_index(owner, kind="upload_owner").hex()
    return _root() / whose / blind_index(f"{owner}:{sha256}", kind="upload").hex()


def _pieces(folder: Path) -> Iterator[tuple[Path, int]]:
    """Pieces in their order, with their sizes, as far as they follow each other."""
    end = 0
    for path in sorted(folder.glob("[0-9]*")):
        offset, _, size = path.name.partition("-")
        if int(offset) != end:
            return
        end += int(size)
        yield path, int(size)


def _forget_oldest(owners: Path) -> None:
    def touched(folder: Path) -> float:
        with suppress(FileNotFoundError):
            return folder.stat().st_mtime
        return 0.0

    unfinished = sorted(owners.glob("*"), key=touched)
    for folder in unfinished[: max(0, len(unfinished) - _MOST_UNFINISHED + 1)]:
        shutil.rmtree(folder, ignore_errors=True)
