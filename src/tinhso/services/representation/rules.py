"""Decisions about mandates that need no database. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from tinhso.engines.text.service import words
from tinhso.services.representation.types import MandateEnd, MandateState

_OVER: dict[MandateEnd, str] = {
    MandateEnd.WITHDRAWN: "Ủy quyền đã bị thu hồi",
    MandateEnd.DECLINED: "Ủy quyền này đã bị từ chối",
    MandateEnd.GIVEN_UP: "Bạn đã thôi nhận ủy quyền này",
    MandateEnd.NOT_CONFIRMED: "VNeID không còn ghi bạn là người đại diện theo pháp luật",
    MandateEnd.EXPIRED: "Ủy quyền đã hết hạn",
}
_NOTHING_DONE = "Bạn không làm thay được nữa; việc vừa gửi chưa được thực hiện."


def state_of(
    *,
    accepted: bool,
    valid_from: dt.datetime,
    valid_to: dt.datetime | None,
    ended_at: dt.datetime | None,
    end: MandateEnd | None,
    now: dt.datetime,
) -> MandateState:
    """Where it stands at ``now``; from the very moment ``valid_to`` on it holds no longer."""
    if end is not None and end is not MandateEnd.EXPIRED and (ended_at is None or ended_at <= now):
        return MandateState.ENDED
    if valid_to is not None and now >= valid_to:
        return MandateState.EXPIRED
    if not accepted:
        return MandateState.OFFERED
    return MandateState.ACTIVE if now >= valid_from else MandateState.AHEAD


def why_not(
    *, state: MandateState, end: MandateEnd | None, ended: str, procedures: Collection[str], code: str
) -> tuple[str, str] | None:
    """Code and words of the refusal to act for this procedure now; None when it is allowed.

    ``ended`` is the moment in words.
    """
    if state is MandateState.ENDED and end is not None:
        return f"mandate.{end.value}", f"{_OVER[end]} lúc {ended}. {_NOTHING_DONE}"
    if state is MandateState.EXPIRED:
        return "mandate.expired", f"{_OVER[MandateEnd.EXPIRED]} lúc {ended}. {_NOTHING_DONE}"
    if state is MandateState.AHEAD:
        return "mandate.ahead", "Ủy quyền chưa đến ngày có hiệu lực."
    if state is MandateState.OFFERED:
        return "mandate.offered", "Bạn chưa bấm nhận ủy quyền này."
    if code and procedures and code not in procedures:
        return (
            "mandate.other_procedure",
            "Ủy quyền không bao gồm thủ tục này. Bạn hãy đề nghị người ủy quyền ghi thêm thủ tục.",
        )
    return None


def names_match(one: str, other: str) -> bool:
    """The same name, whatever its accents, capitals and blanks."""
    found = words(one)
    return bool(found) and found == words(other)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day some months on; the month's last day where there is none such."""
    year, month = divmod(day.month - 1 + months, 12)
    first = dt.date(day.year + year, month + 1, 1)
    following = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first.replace(day=1) + dt.timedelta(days=day.day - 1), following - dt.timedelta(days=1))


def wrong_days(*, first: dt.date, last: dt.date, today: dt.date, longest_months: int) -> dict[str, str]:
    """What is wrong with the days of a mandate, by field."""
    if first < today:
        return {"valid_from": "Ngày bắt đầu không được trước hôm nay."}
    if last < first:
        return {"valid_to": "Ngày kết thúc phải từ ngày bắt đầu trở đi."}
    if last > months_later(first, longest_months):
        return {"valid_to": f"Thời hạn dài nhất là {longest_months} tháng. Hết hạn bạn ủy quyền lại được."}
    return {}
