"""Encrypted content on disk, named by a blind index of its hash: equal content lies there once.

A blob is ``TSF1`` and the sealed bytes. It is complete or absent: written aside, synced, renamed. The file's
modification time says when it was last wanted, which the sweep respects.
"""

import os
from collections.abc import Iterator
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
    return Path(settings.TINHSO_FILES_DIR) / address[:2] / address[2:4] / address


def write_blob(index: bytes, content: bytes) -> None:
    """Make sure that the content is on disk, whatever follows; one that exists is only marked as wanted."""
    path = _path(index)
    try:
        os.utime(path)
    except FileNotFoundError:
        _write(path, _FORM + seal(content, owner=index.hex(), field=_FIELD))


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
    for path in root.glob("??/??/" + "?" * 32):
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


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{new_token(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
