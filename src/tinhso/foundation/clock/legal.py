"""The legal clock: which moment the law's deadlines and validity dates are counted from.

A file ``{"offset_seconds": n}`` shifts it against real time. Production names no file: the legal
clock is then the real one. The file is looked at on every call but read only when it changed, so
that ``tinhso clock set`` reaches every process at once and costs a ``stat``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path


@dataclass(slots=True)
class OffsetFile:
    """Offset of the legal clock, kept in a small file and cached by its modification time."""

    path: Path | None
    _seen: tuple[int, int] | None = None
    _offset: timedelta = timedelta()

    def offset(self) -> timedelta:
        """Legal time minus real time."""
        if self.path is None:
            return timedelta()
        try:
            state = self.path.stat()
        except FileNotFoundError:
            return timedelta()
        seen = (state.st_mtime_ns, state.st_ino)
        if seen != self._seen:
            self._offset = timedelta(seconds=json.loads(self.path.read_text())["offset_seconds"])
            self._seen = seen
        return self._offset

    def write(self, moment: datetime | None, *, real: datetime) -> None:
        """Make the legal clock show ``moment`` now; ``None`` returns it to real time."""
        if self.path is None:
            raise RuntimeError("the legal clock of a production system is the real clock")
        offset = (moment - real) if moment is not None else timedelta()
        partial = self.path.with_suffix(".partial")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps({"offset_seconds": offset.total_seconds()}))
        partial.replace(self.path)
