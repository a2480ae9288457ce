"""What a child of the cell does with a sound picture: paint it anew, so that nothing but the picture is left.

Place, device, time, comments, profiles and whatever hides between the pixels are gone; the picture stands
upright and is no larger than a reader needs.
"""

from __future__ import annotations

import io
import math
import struct
from typing import BinaryIO

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from tinhso.foundation.files.cell.reports import finding

MOST_KEPT_PIXELS = 7_000_000
"""A page of A4 at 270 dots per inch: the smallest print on an identity card can be read."""

_QUALITY = 88
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_MORE = bytes(number * 151 % 255 for number in range(4_096))
"""Noise, without the byte that begins a mark."""
_ROWS_LET_THROUGH = 4
_GREY = frozenset(("1", "L", "I", "I;16", "I;16B", "F"))
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error)
"""What the library raises for damaged pictures, by how they are damaged."""


def paint_jpeg(paper: int) -> bytes:
    """The JPEG in this memory file, painted anew."""
    with _opened(paper) as file:
        return _paint_jpeg(file, halved=False)


def paint_halved_jpeg(paper: int) -> bytes:
    """The same from half the width and height, for a photo that would need too much memory whole."""
    with _opened(paper) as file:
        return _paint_jpeg(file, halved=True)


def paint_png(paper: int) -> bytes:
    """The PNG in this memory file, painted anew; what shines through becomes white, as on a page."""
    with _opened(paper) as file:
        try:
            image = PngImageFile(file)
            image.load()
        except _DAMAGED:
            return finding("broken")
        upright = _upright(_sized(_opaque(image)), _orientation(image))
        painted = io.BytesIO()
        # Packed lightly: twice the packing would cost five times the work for a tenth of the size.
        upright.save(painted, "PNG", compress_level=1)
        return finding("", content=painted.getvalue())


def _opened(paper: int) -> BinaryIO:
    file = open(paper, "rb", closefd=False)  # noqa: SIM115 - closed by whoever asks
    file.seek(0)
    return file


def _paint_jpeg(file: BinaryIO, *, halved: bool) -> bytes:
    try:
        if _ends_early(file.read()):
            return finding("broken")
        file.seek(0)
        image = JpegImageFile(file)
        if halved:
            image.draft(image.mode, (image.width // 2, image.height // 2))
        image.load()
    except _DAMAGED:
        return finding("broken")
    turned = _orientation(image)
    small = _sized(image)
    del image  # its pixels may go before the copies are made
    upright = _upright(small if small.mode in ("L", "RGB") else small.convert("RGB"), turned)
    painted = io.BytesIO()
    upright.save(painted, "JPEG", quality=_QUALITY)
    return finding("", content=painted.getvalue())


def _ends_early(content: bytes) -> bool:
    """Whether a photo ends before its last rows do, which the library fills up with grey, silently.

    Then it takes other bytes in their place, if it is given any; of a whole photo it takes no more. Whoever
    lacks only the end of the last rows is let through: some cameras stop a few bits too soon.
    """
    told, more = _outline(content), _outline(content[:-2] + _MORE + content[-2:])
    return told != more


def _outline(content: bytes) -> bytes:
    """The photo in grey at an eighth of its size, without the last rows."""
    with JpegImageFile(io.BytesIO(content)) as image:
        image.draft("L", (max(1, image.width // 8), max(1, image.height // 8)))
        small = image.convert("L")
        return small.crop((0, 0, small.width, max(0, small.height - _ROWS_LET_THROUGH))).tobytes()


def _orientation(image: Image.Image) -> int:
    """How the camera was held (EXIF 2.32, tag 274); upright where nothing sensible is told."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except (*_DAMAGED, TypeError, ZeroDivisionError):
        return 1


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode in _GREY and "transparency" not in image.info:
        return image if image.mode == "1" else _eight_bits(image)
    if image.mode == "RGB" and "transparency" not in image.info:
        return image
    if not image.has_transparency_data:
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    seen = image.convert("RGBA")
    ground.paste(seen, mask=seen.getchannel("A"))
    return ground


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 bits keeps its upper eight: a plain conversion would paint everything white."""
    if image.mode.startswith("I"):
        return image.point(lambda level: level * (1 / 256)).convert("L")
    return image.convert("L")


def _sized(image: Image.Image) -> Image.Image:
    pixels = image.width * image.height
    if pixels > MOST_KEPT_PIXELS:
        share = math.sqrt(MOST_KEPT_PIXELS / pixels)
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        plain = image.convert("L") if image.mode == "1" else image
        image = plain.resize(size, Image.Resampling.BICUBIC)
    image.info = {}  # profiles and comments would be written again from here
    return image


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turning = _UPRIGHT.get(orientation)
    return image if turning is None else image.transpose(turning)
