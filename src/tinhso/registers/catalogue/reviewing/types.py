"""What reviewing files yields: what is wrong with one, what differs between two, what was published."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a file, where, and which rule says so."""

    file: str
    line: int
    rule: str
    message_vi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two versions: ``kind`` added, removed or changed at ``path``."""

    path: str
    kind: Literal["added", "removed", "changed"]
    before: str
    after: str
    text_vi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What publishing a folder did: versions added now, and versions that were there already."""

    added: tuple[str, ...]
    unchanged: tuple[str, ...]
