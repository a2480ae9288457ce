"""Mandates in plain Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tinhso.registers.catalogue.service import search_procedures
from tinhso.services.representation.service import Mandate, MandateEnd, MandateProof, MandateState
from tinhso.sites.frame.service import day, moment

_ENDS: Mapping[MandateEnd, str] = {
    MandateEnd.WITHDRAWN: "Đã thu hồi",
    MandateEnd.DECLINED: "Đã từ chối",
    MandateEnd.GIVEN_UP: "Đã thôi nhận",
    MandateEnd.NOT_CONFIRMED: "VNeID không còn xác nhận",
    MandateEnd.EXPIRED: "Đã hết hạn",
}
_STATES: Mapping[MandateState, tuple[str, str]] = {
    MandateState.OFFERED: ("Chờ người được ủy quyền nhận", "waiting"),
    MandateState.AHEAD: ("Chưa đến ngày", "waiting"),
    MandateState.ACTIVE: ("Đang có hiệu lực", "done"),
    MandateState.EXPIRED: ("Đã hết hạn", "neutral"),
}
_PROOFS: Mapping[MandateProof, str] = {
    MandateProof.VNEID: "VNeID xác nhận",
    MandateProof.PORTAL: "ủy quyền trên Cổng",
    MandateProof.PAPER: "văn bản ủy quyền đã kiểm tra tại quầy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateCard:
    """One mandate as a card."""

    id: UUID
    who: str
    number_end: str
    state: str
    tone: str
    days: str
    proof: str
    procedures: tuple[str, ...]
    is_open: bool
    is_active: bool
    is_legal: bool


def procedure_titles(on: date) -> dict[str, str]:
    """The procedures filed online on that day, by code."""
    return {row.code: row.title for row in search_procedures(text="", on=on) if "online" in row.channels}


def card_of(mandate: Mandate, titles: Mapping[str, str], *, is_given: bool) -> MandateCard:
    """A mandate to be read by whoever gave it, or by whoever holds it."""
    text, tone = _state(mandate)
    return MandateCard(
        id=mandate.id,
        who=mandate.representative_name if is_given else mandate.party_name,
        number_end=mandate.number_end if is_given else "",
        state=text,
        tone=tone,
        days=_days(mandate),
        proof=_PROOFS[mandate.proof],
        procedures=tuple(titles.get(code, code) for code in mandate.procedures),
        is_open=mandate.state in (MandateState.OFFERED, MandateState.AHEAD, MandateState.ACTIVE),
        is_active=mandate.state is MandateState.ACTIVE,
        is_legal=mandate.is_legal,
    )


def _state(mandate: Mandate) -> tuple[str, str]:
    if mandate.state is MandateState.ENDED and mandate.end is not None:
        when = f" lúc {moment(mandate.ended_at)}" if mandate.ended_at else ""
        return f"{_ENDS[mandate.end]}{when}", "neutral"
    return _STATES[mandate.state]


def _days(mandate: Mandate) -> str:
    first = day(_day(mandate.valid_from))
    if mandate.is_legal:
        return f"từ {first}, khi VNeID còn xác nhận"
    return f"từ {first} đến hết {day(mandate.last_day)}" if mandate.last_day else f"từ {first}"


def _day(at: datetime) -> date:
    return at.date()
