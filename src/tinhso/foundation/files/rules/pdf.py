"""What can be told of a PDF by looking at its bytes (ISO 32000-1), without a parser.

Only a *plain* PDF is accepted on this evidence: one without packed objects and packed streams, in which no
name that could open, run, embed, hide or stand over something is anywhere, not even by chance inside the
scan. Everything else is for the parser.
"""

import re

from tinhso.foundation.files.rules.kinds import MOST_PIXELS

MOST_PAGES = 500

_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_LONGEST_NAME = 256
_NAME = re.compile(rb"/[^\0\t\n\f\r ()<>\[\]{}/%]{0,256}")
_LOCKED = re.compile(rb"/Encrypt\b")
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch)\b")
_PAGES = re.compile(rb"/Type\s*/Pages\b")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_KIDS = re.compile(rb"/Kids\s*\[([0-9R\s]*)\]")
_REFERENCE = re.compile(rb"([0-9]+)\s+[0-9]+\s+R")
_NESTED = re.compile(rb"(?:[\[<]\s*(?:<\s*)?(?:/[A-Za-z]*\s*)?){64}")
_COUNT = re.compile(rb"/Count\s+([0-9]{1,9})\b")

_ACTIONS = rb"JS|JavaScript|Launch|SubmitForm|ImportData|GoToR|GoToE|Rendition|RichMedia|XFA|OpenAction|AA"
_ATTACHED = rb"EmbeddedFiles?|EF|Filespec|Collection"
_OVER_PAGES = rb"AcroForm|Annots"
_PACKED = rb"ObjStm|XRef|Fl|LZW|RL|RunLength|JBIG2|JPX|CCF|CCITT|Crypt"
_CHAINED = rb"Prev|Encrypt|Linearized"
_PICTURES = rb"DCT|Width|Height"
_TREE = rb"Type|Kids|Count"
_NOT_PLAIN = rb"/(?:" + b"|".join((_ACTIONS, _ATTACHED, _OVER_PAGES, _PACKED, _CHAINED)) + rb")"
_TO_LOOK_AT = re.compile(_NOT_PLAIN[:-1] + b"|" + _PICTURES + b")")
_TO_STAND_PLAIN = re.compile(_NOT_PLAIN[:-1] + b"|" + _PICTURES + b"|" + _TREE + b")")
_NEVER_PLAIN = re.compile(_NOT_PLAIN)
_ODD_SIDE = re.compile(rb"/(?:Width|Height)(?!\s*[0-9]{1,4}\s*[/>])")
_FRAME = re.compile(rb"\xff[\xc0-\xc2]\x00[\x0b\x11\x14]\x08(.{2})(.{2})", re.DOTALL)


def is_complete_pdf(content: bytes) -> bool:
    """Whether the end of the file is there."""
    tail = content[-2048:]
    return b"%%EOF" in tail and b"startxref" in tail


def pdf_skeleton(content: bytes) -> bytes:
    """The objects of a PDF without their streams, names unescaped."""
    return _unescaped(_without_streams(content))


def is_locked_pdf(skeleton: bytes) -> bool:
    """Whether a password or a restriction is set."""
    return bool(_LOCKED.search(skeleton))


def has_active_content(skeleton: bytes) -> bool:
    """Whether an object that is not packed would run a script or start a program."""
    return bool(_ACTIVE.search(skeleton))


def plain_pages(content: bytes, skeleton: bytes) -> int | None:
    """Number of pages of a plain PDF; ``None`` for one that only a parser can judge."""
    if _TO_LOOK_AT.search(content) and (_NEVER_PLAIN.search(content) or _has_odd_picture(content)):
        return None
    if _has_disguised_name(content):
        return None
    counts = [
        int(count)
        for body in skeleton.split(b"endobj")
        if _PAGES.search(body)
        for count in _COUNT.findall(body)
    ]
    pages = max(counts, default=0)
    is_plain_tree = pages == len(_PAGE.findall(skeleton)) and _has_each_kid_once(skeleton)
    return pages if 0 < pages <= MOST_PAGES and is_plain_tree and not _NESTED.search(skeleton) else None


def _has_each_kid_once(skeleton: bytes) -> bool:
    """Whether no branch of the page tree is named twice, which would multiply its pages."""
    kids = [number for named in _KIDS.findall(skeleton) for number in _REFERENCE.findall(named)]
    return len(kids) == len(set(kids)) and skeleton.count(b"/Kids") == len(_KIDS.findall(skeleton))


def _has_disguised_name(content: bytes) -> bool:
    """Whether a name that matters here is written with an escape, which only hides it."""
    for escape in _NAME_ESCAPE.finditer(content):
        begin = content.rfind(b"/", max(0, escape.start() - _LONGEST_NAME), escape.start())
        name = _NAME.match(content, begin) if begin >= 0 else None
        if name and name.end() > escape.start() and _TO_STAND_PLAIN.match(_unescaped(name[0])):
            return True
    return False


def _unescaped(names: bytes) -> bytes:
    return _NAME_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), names)


def _has_odd_picture(content: bytes) -> bool:
    """A picture whose size is not plainly written, or beyond what a paper needs."""
    return bool(_ODD_SIDE.search(content)) or any(
        int.from_bytes(height) * int.from_bytes(width) > MOST_PIXELS
        for height, width in _FRAME.findall(content)
    )


def _without_streams(content: bytes) -> bytes:
    """Everything but ``stream`` … ``endstream``; by searching, which costs a tenth of a pattern."""
    kept, begin, searched = [], 0, 0
    while (found := content.find(b"stream", searched)) >= 0:
        searched = found + len(b"stream")
        if content.startswith((b"\n", b"\r\n"), searched):
            end = content.find(b"endstream", searched)
            if end < 0:
                break
            kept.append(content[begin:found])
            begin = searched = end + len(b"endstream")
    return b"".join((*kept, content[begin:]))
