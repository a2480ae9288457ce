"""Encrypted content on disk, named by a blind index of its hash: equal content lies there once.

A blob is ``TSF1`` and the sealed bytes. It is complete or absent: written aside, synced, renamed; then the
folder is synced too, once for all the blobs that came together. There are 256 folders: few enough that all
of them soon exist. The file's modification time says when it was last wanted, which the sweep respects.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings

from tinhso.foundation.clock.service import new_token
from tinhso.foundation.crypto.service import UnableToOpen, open_sealed, seal
from tinhso.foundation.identifiers.service import DomainError

_FORM = b"TSF1"
_FIELD = "files.content"


class UnableToReadFile(DomainError):
    """The file is unknown, or its content is gone or damaged."""

    def __init__(self) -> None:
        super().__init__("file.unreadable", "Không mở được tệp này. Hãy báo cho cán bộ vận hành.")


def _path(index: bytes) -> Path:
    address = index.hex()
    return Path(settings.TINHSO_FILES_DIR) / address[:2] / address


def write_blobs(blobs: Sequence[tuple[bytes, bytes]]) -> None:
    """Make sure that each content (index, bytes) is on disk, whatever follows.

    One that exists is only marked as wanted. Fails as OSError, with nothing written in part.
    """
    folders = set()
    for index, content in blobs:
        path = _path(index)
        try:
            os.utime(path)
        except FileNotFoundError:
            _write(path, seal(content, owner=index.hex(), field=_FIELD))
        folders.add(path.parent)  # also of one that exists: its writer may not have come to this yet
    for folder in folders:
        _sync(folder)


def read_blob(index: bytes) -> bytes:
    """Content of a blob; refuses one that is missing, changed, or another's."""
    try:
        sealed = _path(index).read_bytes()
        if not sealed.startswith(_FORM):
            raise UnableToReadFile
        return open_sealed(sealed[len(_FORM) :], owner=index.hex(), field=_FIELD)
    except (FileNotFoundError, UnableToOpen) as error:
        raise UnableToReadFile from error


def unwanted_since(moment: datetime) -> Iterator[bytes]:
    """Indexes of blobs that nobody has stored again since ``moment``."""
    root = Path(settings.TINHSO_FILES_DIR)
    for path in root.glob("??/" + "?" * 32):
        if path.stat().st_mtime < moment.timestamp():
            yield bytes.fromhex(path.name)


def remove_blob(index: bytes, *, unwanted_since: datetime) -> bool:
    """Remove a blob, unless somebody stored the same content meanwhile.

    It is moved aside first: whoever comes later finds nothing and writes it anew; whoever came before has
    renewed its time, and it is moved back.
    """
    path = _path(index)
    aside = path.with_name(f".{path.name}.{new_token(8)}")
    path.rename(aside)
    if aside.stat().st_mtime >= unwanted_since.timestamp():
        aside.rename(path)
        return False
    aside.unlink()
    return True


def _write(path: Path, sealed: bytes) -> None:
    aside = f"{path.parent}/.{path.name}.{new_token(8)}"
    descriptor = _open_new(aside, path.parent)
    try:
        try:
            _write_whole(descriptor, (_FORM, sealed))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        Path(aside).rename(path)
    except OSError:
        Path(aside).unlink(missing_ok=True)
        raise


def _open_new(aside: str, folder: Path) -> int:
    try:
        return os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileNotFoundError:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync(folder.parent)
        return os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _write_whole(descriptor: int, parts: Sequence[bytes]) -> None:
    """Write the parts one behind the other without joining them; a disk may take less than it is given."""
    waiting = [memoryview(part) for part in parts]
    while waiting:
        written = os.writev(descriptor, waiting)
        while waiting and written >= len(waiting[0]):
            written -= len(waiting.pop(0))
        if waiting:
            waiting[0] = waiting[0][written:]


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
