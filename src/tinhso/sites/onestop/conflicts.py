"""What another system says otherwise of a dossier, in an officer's words: who, when, what counts, why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tinhso.casework.dossiers.service import STATUS_NAMES
from tinhso.coordination.exchange.service import (
    FIELD_TITLES,
    SYSTEM_TITLES,
    WHY_TITLES,
    DossierConflict,
    InboundState,
    Why,
)
from tinhso.sites.frame.service import TimelineEvent, moment

_ENDS = {
    InboundState.TAKEN: "Sau đó nội dung này đã được nhận vào hồ sơ.",
    InboundState.DISMISSED: "Người vận hành đã xem và bỏ qua.",
}
_NOT_TAKEN = frozenset({Why.PROCESS, Why.PAPER})
_MOMENTS = frozenset({"received_at", "due_at", "returned_at"})
_WORDS = {"deleted": "đã xóa", "post": "qua bưu chính", "desk": "tại quầy"}
_STATUSES = {int(status): name for status, name in STATUS_NAMES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """One system that differs now: the names of the fields, and a sentence about each."""

    system: str
    fields: str
    sentences: tuple[str, ...]


def differing(found: Iterable[DossierConflict]) -> list[Differing]:
    """The systems that still say something else, each with its fields; what was said last of a field."""
    by_system: dict[str, dict[str, DossierConflict]] = {}
    for each in found:
        if each.is_lasting:
            by_system.setdefault(each.with_whom, {})[each.field] = each
    return [
        Differing(
            system=SYSTEM_TITLES.get(system, system),
            fields=", ".join(_title(name) for name in fields),
            sentences=tuple(_sentence(each) for each in fields.values() if each.is_known),
        )
        for system, fields in sorted(by_system.items())
    ]


def events(found: Iterable[DossierConflict]) -> list[TimelineEvent]:
    """Every conflict as it stands in the dossier's history, whether it lasts or not."""
    return [_event(each) for each in found]


def _event(each: DossierConflict) -> TimelineEvent:
    end = _ENDS.get(each.message, "") if each.why in _NOT_TAKEN and each.message else ""
    return TimelineEvent(
        title=f"{SYSTEM_TITLES.get(each.with_whom, each.with_whom)} ghi khác: {_title(each.field)}",
        at=each.said_at,
        text=f"{_sentence(each)} {end}".strip() if each.is_known else "",
        actor="Hệ thống",
        tone="problem" if each.is_lasting else "neutral",
    )


def _sentence(each: DossierConflict) -> str:
    if each.why is Why.FIRST:
        return (
            f"Tệp gửi kèm ({', '.join(each.papers)}) được tải lại lúc {moment(each.said_at)} và có nội dung "
            "khác lần đầu. Hồ sơ giữ tệp nhận lần đầu."
        )
    said, held = _value(each.field, each.said), _value(each.field, each.held)
    if each.why in _NOT_TAKEN:
        papers = f", kèm {len(each.papers)} tệp ({', '.join(each.papers)})" if each.papers else ""
        words = f" “{each.said}”" if each.said else ""
        state = _STATUSES.get(each.held, "") if isinstance(each.held, int) else ""
        return (
            f"Người nộp gửi {_title(each.field)}{words}{papers} lúc {moment(each.said_at)}; hồ sơ đang ở "
            f"“{state}”{_since(each.held_at)}. Chưa nhận vào hồ sơ vì {WHY_TITLES[each.why]}."
        )
    mine, theirs = (_short(system) for system in (each.kept, each.overruled))
    title = _title(each.field)
    return (
        f"{title[:1].upper()}{title[1:]}: {theirs} ghi {said} lúc {moment(each.said_at)}, {mine} ghi "
        f"{held}{_since(each.held_at)}. Giữ {held} vì {WHY_TITLES[each.why]}."
    )


def _since(at: datetime | None) -> str:
    return f" từ {moment(at)}" if at else ""


def _title(name: str) -> str:
    return FIELD_TITLES.get(name, name)


def _short(system: str) -> str:
    """The house is where the officer sits."""
    return "ở đây" if system == "tinhso" else SYSTEM_TITLES.get(system, system)


def _value(name: str, value: object) -> str:
    if value is None or value == "":
        return "để trống"
    if name == "status" and isinstance(value, int):
        return f"“{_STATUSES.get(value, value)}”"
    text = str(value)
    if name in _MOMENTS:
        try:
            return f"“{moment(datetime.fromisoformat(text))}”"
        except ValueError:
            return f"“{text}”"
    return f"“{_WORDS.get(text, text)}”"
