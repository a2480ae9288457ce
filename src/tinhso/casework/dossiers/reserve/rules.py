"""Which numbers of a booklet are missing, and from when a stub may say it was received. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

FEWEST, MOST = 5, 100
"""How many stubs one booklet may have."""
LONGEST_AGO = timedelta(days=60)
"""How long after the receipt on paper a stub may still be entered; the house's own bound."""


class ReserveState(StrEnum):
    """What became of a reserve number."""

    UNUSED = "unused"
    ENTERED = "entered"
    VOID = "void"


def missing(states: Collection[tuple[int, ReserveState]]) -> frozenset[int]:
    """The numbers that were passed over: unused, though a later one of the booklet was used or made void.

    Stubs are torn off in their order, so somebody may hold a receipt that nobody has entered.
    """
    used = [sequence for sequence, state in states if state is not ReserveState.UNUSED]
    if not used:
        return frozenset()
    last = max(used)
    return frozenset(
        sequence for sequence, state in states if state is ReserveState.UNUSED and sequence < last
    )


def wrong_moment(received_at: datetime, *, printed_at: datetime, now: datetime) -> str:
    """Why a stub of a booklet printed then cannot have been written at this moment; empty where it can.

    People write hours and minutes, so the minute of printing itself still counts.
    """
    if received_at > now:
        return "Thời điểm tiếp nhận phải ở trước lúc này."
    if received_at < printed_at.replace(second=0, microsecond=0):
        return f"Quyển số này in lúc {printed_at:%H:%M ngày %d/%m/%Y}; thời điểm tiếp nhận phải sau lúc đó."
    if received_at < now - LONGEST_AGO:
        return f"Đã quá {LONGEST_AGO.days} ngày kể từ thời điểm này; hãy xem lại ngày ghi trên phiếu."
    return ""
