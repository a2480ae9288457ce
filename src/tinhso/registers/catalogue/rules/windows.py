"""Procedures that are received in windows of time: open, not yet, or no more.

Only filing is bound to a window. A dossier that was filed is handled whatever the day.
"""

from datetime import datetime

from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.catalogue.types import ProcedureVersion, Reception, ReceptionWindow


class UnableToReceiveNow(DomainError):
    """The procedure is received in windows of time, and the moment lies in none of them."""


def reception(version: ProcedureVersion, *, now: datetime) -> Reception:
    """How the procedure is received at that moment; both ends of a window belong to it."""
    if not version.windows:
        return Reception(state="always")
    for window in version.windows:
        if now < window.opens_at:
            return Reception(state="upcoming", window=window, text=_upcoming(window))
        if now <= window.closes_at:
            text = f"Đang nhận hồ sơ {window.title}, đến {_moment(window.closes_at)}."
            return Reception(state="open", window=window, text=text)
    return Reception(state="past", window=version.windows[-1], text=_past(version.windows[-1]))


def require_open(version: ProcedureVersion, *, now: datetime) -> None:
    """Nothing where a dossier may be filed now; otherwise ``UnableToReceiveNow`` says when."""
    found = reception(version, now=now)
    if not found.is_open:
        raise UnableToReceiveNow(f"reception.{found.state}", found.text)


def _upcoming(window: ReceptionWindow) -> str:
    opens, closes = _moment(window.opens_at), _moment(window.closes_at)
    return f"Chưa đến đợt nhận hồ sơ: {window.title} nhận từ {opens} đến {closes}."


def _past(window: ReceptionWindow) -> str:
    return (
        f"Đã hết đợt nhận hồ sơ: {window.title} kết thúc lúc {_moment(window.closes_at)}. "
        "Đợt sau chưa được công bố. Hồ sơ đã nộp trong đợt vẫn được giải quyết."
    )


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
