"""The marks of a JPEG file (ITU-T T.81, annex B), walked without decoding a pixel."""

import re
from dataclasses import dataclass

from tinhso.foundation.files.rules.jpeg_tables import Tables, is_plain, shortest_scan

_MOST_SCANS = 64
"""A progressive photo has about ten; each one is a pass over the whole picture for whoever shows it."""

_MOST_SEGMENTS = 4_000
_LOOKED_BEHIND = 64 * 1024
"""Phones append a film of the moment, which nobody reads as anything else."""

_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_END, _SCAN = 0xD9, 0xDA
_TABLES = frozenset((0xC4, 0xDB))
_MARK = re.compile(rb"\xff+([^\x00\xff])")
# Begins with one letter, which is searched for ten times faster than a repeated one.
_BEHIND_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


@dataclass(frozen=True, slots=True, kw_only=True)
class JpegShape:
    """Size in pixels, samples of all channels, passes over the picture, the bytes that hold no pixels, and
    where the picture ends.

    One that ``lacks_pixels`` holds less than any picture of its size would need.
    ``plain`` is a photo as telephones take it, whose every table is there and fits (``jpeg_tables``).
    """

    width: int
    height: int
    samples: int
    scans: int
    around: bytes
    end: int
    lacks_pixels: bool
    plain: bool

    @property
    def has_too_many_scans(self) -> bool:
        """Whether showing it would cost far more than its size promises."""
        return self.scans > _MOST_SCANS

    def memory(self, *, halved: bool) -> int:
        """Bytes for opening it, whole or at half its width and height.

        A picture that comes in several passes is held whole in 16-bit coefficients until the last.
        """
        coefficients = 2 * self.samples if self.scans > 1 else 0
        return coefficients + 4 * self.width * self.height // (4 if halved else 1)


def read_jpeg(content: bytes) -> JpegShape | None:
    """The shape of a complete JPEG; ``None`` for one that is cut off or damaged."""
    size, samples, scans, position = (0, 0), 0, 0, 2
    around: list[bytes] = []
    tables = Tables()
    plain = lacks_pixels = False
    for _ in range(_MOST_SEGMENTS):
        found = _MARK.match(content, position)
        if found is None:
            return None
        mark, position = found[1][0], found.end()
        if mark == _END:
            if not (scans and size[0] and size[1]):
                return None
            around.append(content[position : position + _LOOKED_BEHIND])
            return JpegShape(
                width=size[0],
                height=size[1],
                samples=samples,
                scans=scans,
                around=b"\n".join(around),
                end=position,
                lacks_pixels=lacks_pixels,
                plain=plain and scans == 1,
            )
        if mark in _ALONE:
            continue
        length = int.from_bytes(content[position : position + 2])
        body = content[position + 2 : position + length]
        if length < 2 or len(body) != length - 2:
            return None
        position += length
        if mark in _FRAMES:
            if len(body) < 6 or size != (0, 0):
                return None
            size = (int.from_bytes(body[3:5]), int.from_bytes(body[1:3]))
            samples = _samples(body, size[0] * size[1])
            tables.note_frame(mark, body)
        elif mark == _SCAN:
            scans += 1
            plain = is_plain(tables, body)
            behind = _BEHIND_SCAN.search(content, position)
            if behind is None or size == (0, 0):
                return None
            lacks_pixels = plain and behind.start() - position < shortest_scan(tables.frame, *size)
            position = behind.start()
        elif mark in _TABLES:
            tables.note(mark, body)
            around.append(body)
        else:
            around.append(body)
    return None


def _samples(frame: bytes, pixels: int) -> int:
    """Samples of all channels; a channel of colour often has one for four pixels."""
    ways = [(byte >> 4) * (byte & 15) for byte in frame[7 : 6 + 3 * frame[5] : 3]]
    return pixels * sum(ways) // max([1, *ways])
