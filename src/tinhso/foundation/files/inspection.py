"""The gate: which bytes are accepted as a paper.

Cheap looks come first and need no parser: size, kind, the walk over the marks of a picture. A plain PDF needs
no more. Whatever needs a parser goes to the cell; a picture comes back from there painted anew. A plain photo
may wait for that: its header and tables tell what opening it can cost, and nobody sees it before.
"""

import io
from dataclasses import dataclass
from typing import TypeVar

from PIL import Image, ImageOps

from tinhso.foundation.files.cell.asking import (
    CPU_S,
    MEMORY,
    MEMORY_OF_PAINTING,
    CellIsGone,
    Ending,
    Look,
    Task,
)
from tinhso.foundation.files.cell.asking import look as look_in_cell
from tinhso.foundation.files.cell.reports import Finding, read_finding
from tinhso.foundation.files.refusals import UnableToAcceptFile, UnableToCheckFile
from tinhso.foundation.files.rules import kinds
from tinhso.foundation.files.rules.jpeg import JpegShape, read_jpeg
from tinhso.foundation.files.rules.pdf import (
    has_active_content,
    is_complete_pdf,
    is_locked_pdf,
    pdf_skeleton,
    plain_pages,
)
from tinhso.foundation.files.rules.png import PngShape, read_png

_Shape = TypeVar("_Shape", JpegShape, PngShape)
_FORMATS = ("JPEG", "PNG")
_MOST_OPENED = 60 * 1024 * 1024
"""Bytes for the pixels of a picture when it is opened: within what a bad one may cost."""

_CPU_OF_PACKING_S = 2.0
"""For a PNG that was found sound: to unpack, to paint and to pack it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What the gate found out; ``content`` is what is kept, or what ``waits`` to be painted."""

    media_type: kinds.MediaType
    pages: int | None
    content: bytes
    waits: bool = False


def inspect(content: bytes, *, declared_name: str = "", may_wait: bool = False) -> Inspected:
    """Accept PDF, JPEG and PNG by content; the name only helps to word a refusal.

    Of a picture nothing is kept but the picture: upright, of a readable size, without place, device or time.
    Fields and stamps of a PDF are drawn onto its pages.
    With ``may_wait`` a plain photo comes back as it was handed in, for ``paint`` to be called later.
    Raises UnableToAcceptFile with the reason, UnableToCheckFile when no look is possible just now.
    """
    media_type = _accepted_kind(content, declared_name)
    match media_type:
        case "application/pdf":
            return _sound_pdf(content)
        case "image/jpeg":
            shape = _sound_jpeg(content)
            if shape.plain and may_wait:
                return Inspected(media_type=media_type, pages=None, content=content, waits=True)
            kept = _painted_jpeg(content, shape)
        case "image/png":
            kept = _painted_png(content)
    return Inspected(media_type=media_type, pages=None, content=kept)


def paint(content: bytes) -> bytes:
    """The photo that waited, painted anew; raises as ``inspect`` does."""
    return _painted_jpeg(content, _sound_jpeg(content))


def _accepted_kind(content: bytes, declared_name: str) -> kinds.MediaType:
    if not content:
        raise UnableToAcceptFile("empty")
    if len(content) > kinds.LARGEST:
        raise UnableToAcceptFile("too_large")
    media_type = kinds.media_type_of(content)
    if media_type is not None:
        if kinds.is_also_archive(content):
            raise UnableToAcceptFile("two_in_one")
        return media_type
    if kinds.is_archive(content):
        raise UnableToAcceptFile("archive")
    if kinds.is_markup(content):
        raise UnableToAcceptFile("markup")
    raise UnableToAcceptFile("lying_type" if kinds.promised_type(declared_name) else "type")


def _sound_pdf(content: bytes) -> Inspected:
    if not is_complete_pdf(content):
        raise UnableToAcceptFile("broken")
    skeleton = pdf_skeleton(content)
    if is_locked_pdf(skeleton):
        raise UnableToAcceptFile("locked")
    if has_active_content(skeleton):
        raise UnableToAcceptFile("active_content")
    if kinds.hides_another(skeleton):
        raise UnableToAcceptFile("two_in_one")
    pages = plain_pages(content, skeleton)
    if pages is not None:
        return Inspected(media_type="application/pdf", pages=pages, content=content)
    found = _found("pdf", content)
    return Inspected(media_type="application/pdf", pages=found.pages, content=found.content or content)


def _sound_jpeg(content: bytes) -> JpegShape:
    shape = _sound(read_jpeg(content), content)
    if shape.lacks_pixels:
        raise UnableToAcceptFile("broken")
    if shape.has_too_many_scans:
        raise UnableToAcceptFile("bomb")
    if shape.memory(halved=True) > _MOST_OPENED:
        raise UnableToAcceptFile("too_heavy_picture")
    return shape


def _painted_jpeg(content: bytes, shape: JpegShape) -> bytes:
    halved = shape.memory(halved=False) > _MOST_OPENED
    picture = content[: shape.end]  # without the film that some telephones put behind it
    return _found("paint_halved_jpeg" if halved else "paint_jpeg", picture, memory=MEMORY_OF_PAINTING).content


def _painted_png(content: bytes) -> bytes:
    shape = _sound(read_png(content), content)
    if shape.memory > _MOST_OPENED:
        raise UnableToAcceptFile("too_heavy_picture")
    _found("png", content)
    return _found("paint_png", content, memory=MEMORY_OF_PAINTING, cpu_s=_CPU_OF_PACKING_S).content


def _sound(shape: _Shape | None, content: bytes) -> _Shape:
    if shape is None:
        raise UnableToAcceptFile("broken")
    if shape.width * shape.height > kinds.MOST_PIXELS or max(shape.width, shape.height) > kinds.LONGEST_SIDE:
        raise UnableToAcceptFile("too_many_pixels")
    if kinds.hides_another(shape.around) or kinds.is_also_pdf(content):
        raise UnableToAcceptFile("two_in_one")
    return shape


def _found(task: Task, content: bytes, *, memory: int = MEMORY, cpu_s: float = CPU_S) -> Finding:
    """What a look found; raises with what it found wrong, or with how it ended."""
    looked = look(task, content, memory=memory, cpu_s=cpu_s)
    match looked.ending:
        case Ending.OUT_OF_MEMORY | Ending.OUT_OF_TIME:
            raise UnableToAcceptFile("bomb")
        case Ending.BROKE_DOWN:
            raise UnableToAcceptFile("broken")
    finding = read_finding(looked.found)
    if finding.word:
        raise UnableToAcceptFile(finding.word)
    return finding


def look(task: Task, content: bytes, *, memory: int, cpu_s: float) -> Look:
    """One look in the cell; raises UnableToCheckFile when there is no cell to be had."""
    try:
        return look_in_cell(task, content, memory=memory, cpu_s=cpu_s)
    except CellIsGone as error:
        raise UnableToCheckFile from error


def preview(content: bytes, *, longest_side: int = 320) -> bytes:
    """A small JPEG of an accepted photo, turned the way it was taken; it carries no place and no device."""
    with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
        image.draft("RGB", (longest_side * 2, longest_side * 2))
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((longest_side, longest_side))
        small = io.BytesIO()
        upright.save(small, "JPEG", quality=80)
    return small.getvalue()
