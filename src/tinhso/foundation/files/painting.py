"""Photos that were accepted and wait to be painted: by the worker in seconds, or by whoever looks first."""

from __future__ import annotations

import logging

from tinhso.foundation.files.blobs import (
    UnableToReadFile,
    is_damaged,
    mark_damaged,
    read_blob,
    read_waiting,
    settle_waiting,
    waiting_indexes,
)
from tinhso.foundation.files.inspection import paint
from tinhso.foundation.files.refusals import UnableToAcceptFile, UnableToCheckFile, UnableToKeepFile
from tinhso.foundation.identifiers.service import DomainError

_log = logging.getLogger(__name__)


class UnableToShowPicture(UnableToReadFile):
    """The photo was whole by its marks, but what they hold is damaged."""

    def __init__(self) -> None:
        DomainError.__init__(
            self,
            "file.damaged",
            "Ảnh này bị hỏng bên trong nên không mở được. Hãy đề nghị người nộp chụp lại và gửi ảnh khác.",
        )


def painted_content(index: bytes) -> bytes:
    """Content that may be shown; a photo that still waits is painted first.

    Raises UnableToReadFile, UnableToShowPicture, and UnableToCheckFile when no look is possible just now.
    """
    waiting = read_waiting(index)
    if waiting is not None:
        return _paint(index, waiting)
    if is_damaged(index):
        raise UnableToShowPicture
    return read_blob(index)


def paint_waiting(*, most: int = 200) -> int:
    """Paint what waits, the oldest first; returns how many were settled.

    Stops when there is no cell or no room to be had: the rest waits for the next turn.
    """
    settled = 0
    try:
        for index in waiting_indexes(most=most):
            try:
                waiting = read_waiting(index)
                if waiting is not None:
                    _paint(index, waiting)
            except UnableToShowPicture:
                _log.warning("a photo turned out to be damaged")
            except UnableToReadFile:
                _log.error("a photo that waits cannot be read")
                continue
            settled += 1
    except (UnableToCheckFile, UnableToKeepFile) as error:
        _log.warning("photos go on waiting: %s", error.code)
    return settled


def _paint(index: bytes, waiting: bytes) -> bytes:
    try:
        painted = paint(waiting)
    except UnableToAcceptFile as error:
        mark_damaged(index)
        raise UnableToShowPicture from error
    settle_waiting(index, painted)
    return painted
