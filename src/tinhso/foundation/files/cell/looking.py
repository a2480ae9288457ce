"""What a child of the cell does with a PDF or a PNG: take it to pieces and say what is wrong, in one word.

The words are the codes of ``refusals``; no word means that nothing is wrong.
"""

from __future__ import annotations

import io
import mmap
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf

from tinhso.foundation.files.cell.flattening import flattened
from tinhso.foundation.files.cell.inflating import inflated_size
from tinhso.foundation.files.cell.reports import finding
from tinhso.foundation.files.rules.kinds import LONGEST_SIDE, MOST_PIXELS
from tinhso.foundation.files.rules.pdf import MOST_PAGES
from tinhso.foundation.files.rules.png import read_png

MOST_OBJECTS = 50_000
MOST_OF_ALL_STREAMS = 256 * 1024 * 1024
"""What everything packed in one PDF may unpack to: twice a picture of the most pixels."""
MOST_OF_STRUCTURE = 16 * 1024 * 1024
"""What one stream of packed objects may unpack to; readers unpack it before they know anything."""

_DEEPEST_TREE = 40
_DEEPEST_OBJECT = 30

_ACTIVE = frozenset(
    f"/{name}"
    for name in (
        "AA", "GoToE", "GoToR", "ImportData", "JS", "JavaScript", "Launch", "Rendition", "RichMedia",
        "SubmitForm", "XFA",
    )
)  # fmt: skip
_ATTACHED = frozenset(("/Collection", "/EF", "/EmbeddedFile", "/EmbeddedFiles"))
_OPENING = "/OpenAction"
_SUSPECT = re.compile(
    "|".join(name for name in sorted(_ACTIVE | _ATTACHED | {_OPENING})).encode(),
)
_UNPACKING = frozenset(("/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"))
_FLATE = frozenset(("/FlateDecode", "/Fl"))
_RUN_LENGTH = frozenset(("/RunLengthDecode", "/RL"))
_MOST_OF_A_RUN = 64


class _Refused(Exception):
    """Carries the word for what is wrong."""


def warm_up() -> None:
    """Load and set up whatever the first paper would need."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        target = io.BytesIO()
        pdf.save(target)
    _look(target)


def look_at_pdf(paper: int) -> bytes:
    """Word and number of pages of the PDF in this memory file, and the PDF itself where it was flattened."""
    with open(paper, "rb", closefd=False) as file:
        return _look(file)


def look_at_png(paper: int) -> bytes:
    """Word for a PNG whose packed lines are more or fewer than its header promises."""
    with mmap.mmap(paper, 0, prot=mmap.PROT_READ) as content:
        shape = read_png(content)  # type: ignore[arg-type]
        if shape is None:
            return finding("broken")
        whole = memoryview(content)
        pieces = [whole[begin:end] for begin, end in shape.packed]
        size = inflated_size(pieces, most=shape.unpacked)
        for view in (*pieces, whole):
            view.release()
    if size > shape.unpacked:
        return finding("bomb")
    return finding("broken" if size < shape.unpacked else "")


def _look(file: BinaryIO) -> bytes:
    try:
        with pikepdf.open(file, suppress_warnings=True) as pdf:
            pages = _pages_of_harmless(pdf)
            return finding("", pages=pages, content=flattened(pdf))
    except pikepdf.PasswordError:
        return finding("locked")
    except _Refused as refused:
        return finding(str(refused))
    except pikepdf.PdfError as error:
        return finding("bomb" if "Loop detected" in str(error) else "broken")
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return finding("broken")


def _pages_of_harmless(pdf: pikepdf.Pdf) -> int:
    if pdf.is_encrypted:
        raise _Refused("locked")
    if any("loop detected" in warning for warning in pdf.get_warnings()):
        raise _Refused("bomb")
    if len(pdf.objects) > MOST_OBJECTS:
        raise _Refused("bomb")
    unpacked = 0
    for found in pdf.objects:
        _refuse_suspect(found)
        if isinstance(found, pikepdf.Stream):
            unpacked += _unpacked_size(found, most=MOST_OF_ALL_STREAMS - unpacked)
            if unpacked > MOST_OF_ALL_STREAMS:
                raise _Refused("bomb")
    return _count_pages(pdf)


def _refuse_suspect(found: Any) -> None:
    """Look for the names in the object as it is written; only where one stands, take the object to pieces."""
    plain = found.stream_dict if isinstance(found, pikepdf.Stream) else found
    if not _SUSPECT.search(plain.unparse(resolved=True)):
        return
    for name, value in _names(plain, depth=0):
        if name in _ATTACHED:
            raise _Refused("attachment")
        if name in _ACTIVE or (name == _OPENING and not _only_turns_to_a_page(value)):
            raise _Refused("active_content")


def _names(found: Any, *, depth: int) -> Iterator[tuple[str, Any]]:
    """Every key with its value, and every name, of the object itself; other objects get their own turn."""
    if depth > _DEEPEST_OBJECT:
        raise _Refused("bomb")
    if isinstance(found, pikepdf.Name):
        yield str(found), None
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Array):
        inside: list[Any] = []
        if isinstance(found, pikepdf.Dictionary):
            for key, value in found.items():
                yield key, value
                inside.append(value)
        else:
            inside = list(found)
        for value in inside:
            if not getattr(value, "is_indirect", False):
                yield from _names(value, depth=depth + 1)


def _only_turns_to_a_page(action: Any) -> bool:
    """What office programs write: a place in the document, plainly or as an action of that kind alone."""
    if isinstance(action, pikepdf.Dictionary):
        return action.get("/S") == pikepdf.Name.GoTo and "/Next" not in action
    return isinstance(action, pikepdf.Array | pikepdf.String | pikepdf.Name)


def _unpacked_size(stream: pikepdf.Stream, *, most: int) -> int:
    facts = stream.stream_dict
    if facts.get("/Subtype") == pikepdf.Name.Image:
        _refuse_large_picture(facts)
    if facts.get("/Type") in (pikepdf.Name.ObjStm, pikepdf.Name.XRef):
        most = min(most, MOST_OF_STRUCTURE)
    filters = facts.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    unpacking = [name for name in names if name in _UNPACKING]
    if len(unpacking) > 1:
        raise _Refused("bomb")  # packed twice: no program does that, and it multiplies
    if not unpacking:
        return 0
    if names[0] in _FLATE:
        size = inflated_size([memoryview(stream.get_raw_stream_buffer())], most=most)
        if size > most:
            raise _Refused("bomb")
        return size
    if names[0] in _RUN_LENGTH:
        return _MOST_OF_A_RUN * len(memoryview(stream.get_raw_stream_buffer()))
    return len(memoryview(stream.get_stream_buffer()))


def _refuse_large_picture(facts: Any) -> None:
    width, height = int(facts.get("/Width", 0)), int(facts.get("/Height", 0))
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise _Refused("too_many_pixels")


def _count_pages(pdf: pikepdf.Pdf) -> int:
    """Pages of the tree, each counted as often as a reader would show it."""
    pages = 0
    waiting = [(pdf.Root.Pages, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > _DEEPEST_TREE:
            raise _Refused("bomb")
        kids = node.get("/Kids")
        if kids is None:
            pages += 1
        else:
            waiting += [(kid, depth + 1) for kid in kids]
        if pages > MOST_PAGES or len(waiting) > MOST_PAGES * _DEEPEST_TREE:
            raise _Refused("too_many_pages")
    if not pages:
        raise _Refused("broken")
    return pages
