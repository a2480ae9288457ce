"""Entries of the access log in plain Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import msgspec

from tinhso.foundation.audit.service import Entry
from tinhso.foundation.authority.service import ActorKind
from tinhso.foundation.clock.service import legal_day
from tinhso.registers.agencies.service import UnableToFindAgency, get_agency, get_officers
from tinhso.registers.catalogue.service import verb_of

_WORDS: Mapping[str, Mapping[str, str]] = msgspec.yaml.decode(
    (Path(__file__).parent / "acts.yaml").read_bytes(), type=dict[str, dict[str, str]]
)
_OTHER = "Xử lý dữ liệu của bạn"
_READINGS = (
    "read",
    "list",
    "opened",
    "printed",
    "search",
    "looked_up",
    "past_read",
    "offered",
    "handed_over",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLine:
    """One line of "ai đã xem": when, who, what, what for, on which legal ground, in which dossier."""

    at: datetime
    times: int
    who: str
    role: str
    what: str
    purpose: str
    basis: str
    code: str
    dossier_id: UUID | None
    is_reading: bool
    officer_id: UUID | None
    agency_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Whom the visitor knows among the doers: themself, and by name those who act for them.

    ``systems`` are the systems of others by name.
    """

    me: UUID | None
    representatives: Mapping[UUID, str]
    systems: Mapping[UUID, str] = field(default_factory=dict)


def access_lines(
    entries: Sequence[Entry], codes: Mapping[UUID, str], *, known: Known, on: date
) -> tuple[AccessLine, ...]:
    """Entries as lines; officers by agency and post, never by more than the person needs to complain.

    The same act again and again, with nothing between, is one line with its number.
    """
    officers = {
        entry.actor_id for entry in entries if entry.actor_kind == ActorKind.OFFICER.value and entry.actor_id
    }
    titles = {key: officer.title for key, officer in get_officers(officers, on=on).items()}
    lines: list[AccessLine] = []
    for entry in entries:
        line = _line(entry, titles, codes, known)
        if lines and _is_same_act(lines[-1], line):
            lines[-1] = replace(lines[-1], times=lines[-1].times + 1)
        else:
            lines.append(line)
    return tuple(lines)


def _is_same_act(one: AccessLine, other: AccessLine) -> bool:
    same_day = legal_day(one.at) == legal_day(other.at)
    return same_day and replace(one, at=other.at, times=other.times) == other


def _line(entry: Entry, titles: Mapping[UUID, str], codes: Mapping[UUID, str], known: Known) -> AccessLine:
    who, role = _who(entry, titles, known)
    dossier_id = entry.object_id if entry.object_id in codes else None
    is_officer = entry.actor_kind == ActorKind.OFFICER.value
    return AccessLine(
        at=entry.at,
        times=1,
        who=who,
        role=role,
        what=act_text(entry.action),
        purpose=entry.purpose,
        basis=entry.legal_basis,
        code=codes[dossier_id] if dossier_id else "",
        dossier_id=dossier_id,
        is_reading=entry.action.endswith(_READINGS),
        officer_id=entry.actor_id if is_officer else None,
        agency_id=entry.agency_id if is_officer else None,
    )


def act_text(action: str) -> str:
    """What was done, in words."""
    known = _WORDS["acts"].get(action)
    if known is not None:
        return known
    room, _, act = action.partition(".")
    return _WORDS["steps"].get(verb_of(act), _OTHER) if room == "dossier" else _OTHER


def _who(entry: Entry, titles: Mapping[UUID, str], known: Known) -> tuple[str, str]:
    if entry.action == "identity.signed_in" or (entry.actor_id and entry.actor_id == known.me):
        return "Bạn", ""
    if entry.actor_kind == ActorKind.CITIZEN.value:
        name = known.representatives.get(entry.actor_id) if entry.actor_id else None
        return (name, "người bạn ủy quyền") if name else ("Người làm thay", "cùng hồ sơ với bạn")
    if entry.actor_kind == ActorKind.CLIENT.value:
        system = known.systems.get(entry.actor_id) if entry.actor_id else None
        return system or "Cơ quan nhà nước", "hệ thống kết nối"
    if entry.actor_kind == ActorKind.OFFICER.value:
        title = titles.get(entry.actor_id, "Cán bộ") if entry.actor_id else "Cán bộ"
        return _agency(entry.agency_id), title
    return "Hệ thống Tỉnh Số", "không có người xem"


def _agency(agency_id: UUID | None) -> str:
    if agency_id is None:
        return "Cơ quan nhà nước"
    try:
        return get_agency(agency_id).name
    except UnableToFindAgency:
        return "Cơ quan nhà nước"
