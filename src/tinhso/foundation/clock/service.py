"""The door of the clock room: the only source of time and randomness below the sites.

Two clocks: the *legal* one dates everything that a law counts (deadlines, validity), the *real* one
dates certificates, tokens, sessions and the audit log's sealing. ``frozen`` makes both stand still
and all ids and tokens follow from a seed, so that the same seed gives the same run.
"""

from __future__ import annotations

import base64
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from tinhso.foundation.clock.legal import OffsetFile
from tinhso.foundation.clock.months import months_later

__all__ = [
    "VIETNAM",
    "FrozenClock",
    "frozen",
    "legal_day",
    "legal_now",
    "months_later",
    "new_id",
    "new_token",
    "real_now",
    "set_legal_clock",
]

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
"""The zone every legal moment is shown and counted in."""


@dataclass(slots=True)
class FrozenClock:
    """A clock for tests and simulations: stands still until moved, random bytes from a seed."""

    moment: datetime
    source: random.Random

    def advance(self, step: timedelta) -> None:
        """Move both clocks forward by ``step``."""
        self.moment += step


_frozen: list[FrozenClock] = []


@lru_cache(maxsize=4)
def _offset_file(named: str) -> OffsetFile:
    return OffsetFile(Path(named) if named else None)


def _legal_file() -> OffsetFile:
    return _offset_file(os.environ.get("TINHSO_LEGAL_CLOCK_FILE", ""))


def real_now() -> datetime:
    """The real moment, in the zone of Việt Nam."""
    if _frozen:
        return _frozen[-1].moment
    return datetime.now(tz=VIETNAM)


def legal_now() -> datetime:
    """The moment that deadlines and validity dates are counted from."""
    if _frozen:
        return _frozen[-1].moment
    return real_now() + _legal_file().offset()


def legal_day(moment: datetime) -> date:
    """The day that a moment falls on in Việt Nam, wherever the server stands."""
    return moment.astimezone(VIETNAM).date()


def set_legal_clock(moment: datetime | None) -> None:
    """Set the demonstration's legal clock for every process; ``None`` returns to real time."""
    _legal_file().write(moment, real=real_now())


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562): sorts by time of making, names nobody."""
    if _frozen:
        milliseconds = int(_frozen[-1].moment.timestamp() * 1000)
    else:
        milliseconds = time.time_ns() // 1_000_000
    tail = int.from_bytes(_random_bytes(10))
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | tail
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def new_token(nbytes: int = 32) -> str:
    """An unguessable URL-safe token of ``nbytes`` random bytes."""
    return base64.urlsafe_b64encode(_random_bytes(nbytes)).rstrip(b"=").decode()


@contextmanager
def frozen(moment: datetime, *, seed: int = 0) -> Iterator[FrozenClock]:
    """Both clocks stand at ``moment`` and randomness follows from ``seed`` inside the block."""
    clock = FrozenClock(moment.astimezone(VIETNAM), random.Random(seed))  # noqa: S311
    _frozen.append(clock)
    try:
        yield clock
    finally:
        _frozen.remove(clock)


def _random_bytes(count: int) -> bytes:
    source: Callable[[int], bytes] = _frozen[-1].source.randbytes if _frozen else os.urandom
    return source(count)
