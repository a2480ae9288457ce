"""What lists and timelines show, as plain values that templates lay out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tinhso.sites.frame.wording import DueLevel

CellKind = Literal["link", "text", "chip", "due", "moment"]
Tone = Literal["neutral", "new", "running", "waiting", "stopped", "done", "problem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a work list. ``sort_url`` makes its head a link; ``sorted`` says which way it stands."""

    key: str
    label: str
    kind: CellKind = "text"
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its text, a smaller second line; an address for links, a tone for chips, a level for dues.

    ``offer`` is something to do about it, at ``offer_url``.
    """

    text: str
    second: str = ""
    offer: str = ""
    offer_url: str = ""
    url: str = ""
    tone: Tone = "neutral"
    level: DueLevel = "calm"
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a work list; ``level`` marks its edge when it is due today or late.

    ``choice`` is what ticking the line sends, where lines can be chosen.
    """

    cells: Mapping[str, Cell]
    level: DueLevel = "calm"
    choice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One work list among others: its name, its number, and how loudly the number speaks."""

    label: str
    url: str
    count: int
    level: DueLevel = "calm"
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEvent:
    """One thing that happened, or (tone ``future``) is expected."""

    title: str
    at: datetime | None = None
    text: str = ""
    actor: str = ""
    tone: Literal["neutral", "running", "waiting", "stopped", "done", "problem", "future"] = "neutral"
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One answer: what was asked, what was answered, where to change it, and what is known about it."""

    key: str
    value: str
    change_url: str = ""
    change_label: str = "Sửa"
    note: str = ""
    note_tone: Literal["", "done", "waiting", "problem"] = ""
    lines: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a form."""

    title: str
    state: Literal["done", "current", "ahead"] = "ahead"
    url: str = ""
