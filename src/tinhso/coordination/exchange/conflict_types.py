"""Two systems said different things of one field of a dossier: what is kept of it, and what is shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.coordination.exchange.types import InboundState
from tinhso.engines.sync.service import Scalar, System


class Why(StrEnum):
    """Why one word counts before another."""

    OWNER = "owner"
    CITIZEN = "citizen"
    ORDER = "order"
    FIXED = "fixed"
    PROCESS = "process"
    PAPER = "paper"
    FIRST = "first"


WHY_TITLES: Mapping[Why, str] = {
    Why.OWNER: "mục này do nơi giải quyết hồ sơ ghi",
    Why.CITIZEN: "lời của người nộp ở cổng đứng trước lời do cán bộ ghi",
    Why.ORDER: "hai bên ngang quyền, lấy theo thứ tự đã thống nhất giữa các hệ thống",
    Why.FIXED: "mục này cố định từ lúc nộp",
    Why.PROCESS: "hồ sơ không còn ở bước nhận được nội dung này",
    Why.PAPER: "tệp gửi kèm không dùng được",
    Why.FIRST: "tệp tải lại có nội dung khác lần đầu; giữ tệp nhận lần đầu",
}
"""The same in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Two systems said different things of one field: ``held`` counts, ``said`` does not.

    Changes of the log have their numbers; a word that is no change has none. ``papers`` are the names of
    files that came with what was said.
    """

    field: str
    kept: System
    overruled: System
    held: Scalar = dataclasses.field(repr=False)
    said: Scalar = dataclasses.field(repr=False)
    held_at: datetime | None
    said_at: datetime
    why: Why
    kept_seq: int | None = None
    overruled_seq: int | None = None
    papers: tuple[str, ...] = dataclasses.field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRow:
    """A field of which two systems said different things: whose word counts, whose does not, and why.

    ``is_lasting``: the other one has not been seen to show what counts, or what it said waits for a person.
    """

    code: str
    field: str
    kept: System
    overruled: System
    why: Why
    at: datetime
    is_lasting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierConflict:
    """The same for an officer who may read the dossier, with what each side said and when.

    ``with_whom`` is the other system; ``message`` where the message stands that brought what was said.
    ``is_known`` is False for rows of older versions, which did not keep the values.
    """

    field: str
    kept: System
    overruled: System
    with_whom: System
    held: Scalar = dataclasses.field(repr=False)
    said: Scalar = dataclasses.field(repr=False)
    papers: tuple[str, ...] = dataclasses.field(repr=False)
    held_at: datetime | None
    said_at: datetime
    why: Why
    message: InboundState | None
    is_lasting: bool
    is_known: bool
