"""Encrypted content on disk, named by a blind index of its hash: equal content lies there once.

A blob is ``TSF1`` and the sealed bytes. It is complete or absent: written aside, synced, renamed; then the
folder is synced too, once for all the blobs that came together. There are 256 folders: few enough that all
of them soon exist. The file's modification time says when it was last wanted, which the sweep respects.

A photo that nobody has painted yet lies in the folder ``waiting`` instead, sealed for that place: nothing
reads it as a paper. It goes when its painted self has its name; one that turned out damaged stays, marked.
"""

import errno
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from tinhso.foundation.clock.service import new_token
from tinhso.foundation.crypto.service import UnableToOpen, open_sealed, seal
from tinhso.foundation.files.refusals import UnableToKeepFile
from tinhso.foundation.identifiers.service import DomainError

_log = logging.getLogger(__name__)

_DISK_IS_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
"""What the system says of a disk, an allowance of a user or a limit of a process that is used up."""

_FORM = b"TSF1"
_FIELD = "files.content"
_FIELD_OF_WAITING = "files.content.waiting"
_WAITING = "waiting"
_DAMAGED = ".damaged"


class UnableToReadFile(DomainError):
    """The file is unknown, or its content is gone or damaged."""

    def __init__(self) -> None:
        super().__init__("file.unreadable", "Không mở được tệp này. Hãy báo cho cán bộ vận hành.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """Content on its way to the disk; one that ``waits`` is a photo to be painted before anybody sees it."""

    index: bytes
    content: bytes
    waits: bool = False


def _root() -> Path:
    return Path(settings.TINHSO_FILES_DIR)


def _path(index: bytes) -> Path:
    address = index.hex()
    return _root() / address[:2] / address


def _waiting_path(index: bytes) -> Path:
    return _root() / _WAITING / index.hex()


def write_blobs(blobs: Sequence[Blob]) -> None:
    """Make sure that each content is on disk, whatever follows.

    One that exists is only marked as wanted. All are written aside before the first gets its name, so a
    disk that fills up leaves none of them. Fails as UnableToKeepFile when it does, else as OSError.
    """
    aside: dict[Path, Path] = {}
    folders: set[Path] = set()
    try:
        for blob in blobs:
            path = _wanted_again(blob)
            if path is None:
                path = _waiting_path(blob.index) if blob.waits else _path(blob.index)
                field = _FIELD_OF_WAITING if blob.waits else _FIELD
                aside[path] = _write_new(path, seal(blob.content, owner=blob.index.hex(), field=field))
            folders.add(path.parent)
        for path, written in aside.items():
            written.rename(path)
        # Also of those that exist: whoever wrote them may not have come to this yet.
        for folder in folders:
            _sync(folder)
    except OSError as error:
        for written in aside.values():
            written.unlink(missing_ok=True)
        raise _as_refusal(error) from error


def _wanted_again(blob: Blob) -> Path | None:
    """Where this content lies already, marked as wanted now."""
    places = [_path(blob.index), _waiting_path(blob.index)] if blob.waits else [_path(blob.index)]
    for path in places:
        with suppress(FileNotFoundError):
            os.utime(path)
            return path
    return None


def write_aside(path: Path, sealed: bytes) -> Path:
    """Write sealed bytes beside ``path``, synced; whoever asks gives them the name. Fails as write_blobs."""
    try:
        return _write_new(path, sealed)
    except OSError as error:
        raise _as_refusal(error) from error


def _as_refusal(error: OSError) -> Exception:
    if error.errno not in _DISK_IS_FULL:
        return error
    _log.error("no room for a paper")
    return UnableToKeepFile()


def read_blob(index: bytes) -> bytes:
    """Content of a blob; refuses one that is missing, changed, or another's."""
    return read_written(_path(index), owner=index.hex(), field=_FIELD)


def read_waiting(index: bytes) -> bytes | None:
    """A photo that still waits to be painted; None when none does. Refuses as read_blob."""
    path = _waiting_path(index)
    if not path.exists():
        return None
    try:
        return read_written(path, owner=index.hex(), field=_FIELD_OF_WAITING)
    except UnableToReadFile:
        if path.exists():
            raise
        return None  # it was painted this moment


def waiting_indexes(*, most: int) -> list[bytes]:
    """Photos that wait to be painted, those that have waited longest first."""
    found = [path for path in (_root() / _WAITING).glob("?" * 32) if not path.name.startswith(".")]
    return [bytes.fromhex(path.name) for path in sorted(found, key=_age)[:most]]


def settle_waiting(index: bytes, painted: bytes) -> None:
    """The painted photo takes the place of the one that waited. Fails as write_blobs."""
    write_blobs([Blob(index=index, content=painted)])
    _waiting_path(index).unlink(missing_ok=True)


def mark_damaged(index: bytes) -> None:
    """Keep a photo that cannot be opened where nothing asks for it again."""
    path = _waiting_path(index)
    with suppress(FileNotFoundError):
        path.rename(path.with_suffix(_DAMAGED))


def is_damaged(index: bytes) -> bool:
    """Whether this content was found to be damaged when it should have been painted."""
    return _waiting_path(index).with_suffix(_DAMAGED).exists()


def _age(path: Path) -> float:
    with suppress(FileNotFoundError):  # somebody opened it, so it has been painted
        return path.stat().st_mtime
    return 0.0


def read_written(path: Path, *, owner: str, field: str) -> bytes:
    """What stands in a file of this room, opened; refuses as read_blob."""
    try:
        sealed = path.read_bytes()
        if not sealed.startswith(_FORM):
            raise UnableToReadFile
        return open_sealed(sealed[len(_FORM) :], owner=owner, field=field)
    except (FileNotFoundError, UnableToOpen) as error:
        raise UnableToReadFile from error


def unwanted_since(moment: datetime) -> Iterator[Path]:
    """Places of content that nobody has stored again since ``moment``."""
    root = _root()
    name = "?" * 32
    for pattern in (f"??/{name}", f"{_WAITING}/{name}", f"{_WAITING}/{name}{_DAMAGED}"):
        for path in root.glob(pattern):
            with suppress(FileNotFoundError):  # painted, or removed by another sweep, this moment
                if path.stat().st_mtime < moment.timestamp():
                    yield path


def index_at(path: Path) -> bytes:
    """The blind index of the content at this place."""
    return bytes.fromhex(path.stem)


def remove_asides(*, unwanted_since: datetime) -> int:
    """Remove what a process that was killed left half written or half removed; returns how many."""
    removed = 0
    for pattern in ("??/.*", f"{_WAITING}/.*"):
        for path in _root().glob(pattern):
            with suppress(FileNotFoundError):  # a living process has just finished with it
                if path.stat().st_mtime < unwanted_since.timestamp():
                    path.unlink()
                    removed += 1
    return removed


def remove_blob(path: Path, *, unwanted_since: datetime) -> bool:
    """Remove content, unless somebody stored the same meanwhile.

    It is moved aside first: whoever comes later finds nothing and writes it anew; whoever came before has
    renewed its time, and it is moved back.
    """
    aside = path.with_name(f".{path.name}.{new_token(8)}")
    path.rename(aside)
    if aside.stat().st_mtime >= unwanted_since.timestamp():
        aside.rename(path)
        return False
    aside.unlink()
    return True


def _write_new(path: Path, sealed: bytes) -> Path:
    aside = path.with_name(f".{path.name}.{new_token(8)}")
    descriptor = _open_new(str(aside), path.parent)
    try:
        try:
            _write_whole(descriptor, (_FORM, sealed))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    return aside


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
