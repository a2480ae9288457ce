"""Whether a JPEG is plain: one pass in the common coding, whose tables are all there (ITU-T T.81, B.2)."""

from dataclasses import dataclass, field

_COMMON = frozenset((0xC0, 0xC1))
_HUFFMAN, _QUANTISATION = 0xC4, 0xDB
_WHOLE_SPECTRUM = b"\x00\x3f\x00"
_MOST_SAMPLES_OF_A_UNIT = 10


@dataclass(slots=True)
class Tables:
    """What stood before the scan: the frame, the numbers of the coding and of the quantisation tables.

    Coding tables are numbered 0 to 3 for the mean of a block and 16 to 19 for its details.
    """

    frame_mark: int = 0
    frame: bytes = b""
    coding: set[int] = field(default_factory=set)
    quantisation: set[int] = field(default_factory=set)
    damaged: bool = False

    def note_frame(self, mark: int, body: bytes) -> None:
        """Keep the header of the frame."""
        self.frame_mark, self.frame = mark, body

    def note(self, mark: int, body: bytes) -> None:
        """Keep which tables a segment defines; one that does not end where it should is damage."""
        position = 0
        while position < len(body):
            number = body[position]
            if mark == _HUFFMAN:
                self.coding.add(number)
                position += 17 + sum(body[position + 1 : position + 17])
            else:
                self.quantisation.add(number & 15)
                position += 1 + 64 * (1 + (number >> 4))
        self.damaged |= position != len(body)


def is_plain(tables: Tables, scan: bytes) -> bool:
    """Whether a reader that knows only the common coding finds all that this scan header names."""
    frame = tables.frame
    if tables.damaged or tables.frame_mark not in _COMMON or len(frame) < 6 or frame[0] != 8:
        return False
    channels = frame[5]
    if channels not in (1, 3) or len(frame) != 6 + 3 * channels or len(scan) != 4 + 2 * channels:
        return False
    if scan[0] != channels or scan[-3:] != _WHOLE_SPECTRUM:
        return False
    unit = 0
    for number in range(channels):
        name, ways, table = frame[6 + 3 * number : 9 + 3 * number]
        scanned, coding = scan[1 + 2 * number : 3 + 2 * number]
        if not (1 <= ways >> 4 <= 4 and 1 <= ways & 15 <= 4):
            return False
        if scanned != name or table not in tables.quantisation:
            return False
        if not {coding >> 4, 16 + (coding & 15)} <= tables.coding:
            return False
        unit += (ways >> 4) * (ways & 15)
    return unit <= _MOST_SAMPLES_OF_A_UNIT


def shortest_scan(frame: bytes, width: int, height: int) -> int:
    """Bytes below which no scan of a plain frame can be whole: a block takes two codes of a bit or more."""
    ways = [(byte >> 4, byte & 15) for byte in frame[7::3]]
    if len(ways) == 1:  # a channel alone comes block by block, whatever its ways
        ways = [(1, 1)]
    across, down = (8 * max(each) for each in zip(*ways, strict=True))
    units: int = -(-width // across) * -(-height // down)
    return units * sum(wide * high for wide, high in ways) * 2 // 8
