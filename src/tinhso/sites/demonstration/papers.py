"""Papers that look scanned: grey pages with a heading, lines, a name and the mark MẪU; nothing real."""

import io
from datetime import datetime
from functools import cache
from importlib import import_module
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFont

_SIZE = (595, 842)
_PAPER, _INK, _FAINT = 243, 40, 170


def scanned_paper(*, title: str, name: str, dated: datetime, as_pdf: bool = False) -> bytes:
    """A page as JPEG, or as a PDF of one page: the same words give the same bytes."""
    page = _blank(title).copy()
    draw = ImageDraw.Draw(page)
    draw.text((70, 195), "Họ và tên", font=_font("Italic", 15), fill=_INK)
    draw.text((70, 217), name, font=_font("Regular", 19), fill=_INK)
    draw.text((320, 700), f"Ngày {dated:%d/%m/%Y}", font=_font("Italic", 17), fill=_INK)
    target = io.BytesIO()
    if as_pdf:
        stamp = dated.timetuple()
        page.save(target, format="PDF", resolution=72, quality=60, creationDate=stamp, modDate=stamp)
    else:
        page.save(target, format="JPEG", quality=60, dpi=(72, 72))
    return target.getvalue()


@cache
def _blank(title: str) -> Image.Image:
    random = Random(title)  # noqa: S311 - the look of a page, not a secret
    page = Image.new("L", _SIZE, _PAPER)
    draw = ImageDraw.Draw(page)
    draw.text((_SIZE[0] / 2, 60), "BẢN CHỤP TRÌNH DIỄN", font=_font("Regular", 15), fill=_INK, anchor="mm")
    for number, line in enumerate(_lines(title, 40)):
        heading = (_SIZE[0] / 2, 115 + number * 30)
        draw.text(heading, line, font=_font("Bold", 22), fill=_INK, anchor="mm")
    for y in range(260, 680, 27):
        draw.rectangle((70, y, 70 + random.randrange(300, 455), y + 5), fill=_FAINT)
    draw.ellipse((95, 665, 215, 785), outline=_FAINT, width=4)
    draw.text((155, 725), "MẪU", font=_font("Bold", 34), fill=_FAINT, anchor="mm")
    noise = Image.effect_noise(_SIZE, 9)
    tilted = page.rotate(random.uniform(-0.6, 0.6), Image.Resampling.BILINEAR, fillcolor=_PAPER)
    return ImageChops.add(tilted, noise, offset=-128)


def _lines(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:3]


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    content: bytes = import_module(f"pymupdf_fonts.NotoSans_{face}").fontbuffer
    return ImageFont.truetype(io.BytesIO(content), size)
