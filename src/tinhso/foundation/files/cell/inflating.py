"""How much a packed stream holds, without ever holding it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_FED = 64 * 1024
_TAKEN = 256 * 1024


def inflated_size(pieces: Iterable[memoryview], *, most: int) -> int:
    """Bytes that the deflated pieces, joined, unpack to; stops counting soon after ``most``.

    What is cut off or damaged counts as far as it can be read.
    """
    unpacking, total = zlib.decompressobj(), 0
    try:
        for piece in pieces:
            for begin in range(0, len(piece), _FED):
                waiting: bytes | memoryview = piece[begin : begin + _FED]
                while waiting:
                    total += len(unpacking.decompress(waiting, _TAKEN))
                    waiting = unpacking.unconsumed_tail
                    if total > most or unpacking.eof:
                        return total
    except zlib.error:
        return total
    while held := unpacking.decompress(b"", _TAKEN):
        total += len(held)
        if total > most:
            break
    return total
