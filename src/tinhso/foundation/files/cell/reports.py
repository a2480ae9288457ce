"""What stands around a finding on its way to the worker."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass

BEGINNING = struct.Struct("!q")
"""Before the finding: the memory that the child was born with, in bytes."""

REPORT = struct.Struct("!idq")
"""Behind it: how the child ended (as waitpid tells it), its CPU seconds, the most memory it held in bytes."""

OUT_OF_MEMORY_STATUS = 2
"""With this the child ends when it was refused more memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a child says: a word for what is wrong or none, how many pages it counted, what it made."""

    word: str
    pages: int | None
    content: bytes


def finding(word: str, *, pages: int | None = None, content: bytes = b"") -> bytes:
    """A finding on its way: one line of JSON, then what was made."""
    return json.dumps({"word": word, "pages": pages}).encode() + b"\n" + content


def read_finding(found: bytes) -> Finding:
    """A finding that has arrived."""
    line, _, content = found.partition(b"\n")
    told = json.loads(line)
    return Finding(word=told["word"], pages=told["pages"], content=content)
