"""The chunks of a PNG file (ISO/IEC 15948), walked without unpacking one."""

from collections.abc import Iterator
from dataclasses import dataclass

_MOST_CHUNKS = 40_000
_SIGNATURE_LENGTH = 8
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_BYTES_OPENED = {0: 1, 2: 4, 3: 4, 4: 4, 6: 4}
_CRITICAL = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
_ADAM7 = ((0, 8, 0, 8), (4, 8, 0, 8), (0, 4, 4, 8), (2, 4, 0, 4), (0, 2, 2, 4), (1, 2, 0, 2), (0, 1, 1, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class PngShape:
    """Size in pixels, bytes of all unpacked lines, places of the packed data, bytes without pixels.

    ``memory`` is what opening it takes, in bytes.
    """

    width: int
    height: int
    memory: int
    unpacked: int
    packed: tuple[tuple[int, int], ...]
    around: bytes


def read_png(content: bytes) -> PngShape | None:
    """The shape of a complete PNG; ``None`` for one that is cut off or damaged."""
    chunks = _chunks(content)
    first = next(chunks, None)
    if first is None or first[0] != b"IHDR" or first[2] - first[1] != 13:
        return None
    header = content[first[1] : first[2]]
    width, height = int.from_bytes(header[:4]), int.from_bytes(header[4:8])
    depth, colour, packing, filtering, interlace = header[8:]
    if (
        not (width and height)
        or depth not in _DEPTHS.get(colour, ())
        or packing
        or filtering
        or interlace > 1
    ):
        return None
    packed: list[tuple[int, int]] = []
    around: list[bytes] = []
    for kind, begin, end in chunks:
        if kind == b"IDAT":
            packed.append((begin, end))
        elif kind == b"IEND":
            if not packed:
                return None
            around.append(content[end + 4 :])
            return PngShape(
                width=width,
                height=height,
                memory=width * height * (_BYTES_OPENED[colour] if depth <= 8 else 4),
                unpacked=_unpacked(width, height, depth * _CHANNELS[colour], bool(interlace)),
                packed=tuple(packed),
                around=b"\n".join(around),
            )
        elif kind in _CRITICAL or kind[:1].islower():
            around.append(content[begin:end])
        else:
            return None
    return None


def _chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, begin and end of each chunk's data; stops where one does not fit into the file."""
    position = _SIGNATURE_LENGTH
    for _ in range(_MOST_CHUNKS):
        kind = content[position + 4 : position + 8]
        begin = position + 8
        end = begin + int.from_bytes(content[position : position + 4])
        if len(kind) != 4 or not kind.isalpha() or end + 4 > len(content):
            return
        yield kind, begin, end
        position = end + 4


def _unpacked(width: int, height: int, bits: int, interlaced: bool) -> int:
    passes = _ADAM7 if interlaced else ((0, 1, 0, 1),)
    total = 0
    for left, right_step, top, down_step in passes:
        columns = -(-(width - left) // right_step) if width > left else 0
        rows = -(-(height - top) // down_step) if height > top else 0
        if columns and rows:
            total += rows * (1 + (columns * bits + 7) // 8)
    return total
