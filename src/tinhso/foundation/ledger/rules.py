"""The circuit breaker, the waiting times (real time), and the times in which a line stood still. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from tinhso.foundation.ledger.types import BreakerState, Stop, StopKind

FAILURES_TO_OPEN = 3
_FIRST_REST = timedelta(seconds=5)
_LONGEST_REST = timedelta(minutes=2)
_LONGEST_WAIT = timedelta(minutes=30)


def rest_after(failures: int) -> timedelta:
    """How long an open breaker rests before the next probe: doubles from 5 s up to 2 minutes."""
    doublings = min(max(failures - FAILURES_TO_OPEN, 0), 10)
    return min(_FIRST_REST * int(2**doublings), _LONGEST_REST)


def breaker_after_failure(failures: int) -> BreakerState:
    """State after the ``failures``-th failure in a row."""
    return BreakerState.OPEN if failures >= FAILURES_TO_OPEN else BreakerState.CLOSED


def may_try(*, breaker: BreakerState, retry_at: datetime | None, now: datetime) -> bool:
    """Whether the line may be tried at all now."""
    return breaker is BreakerState.CLOSED or retry_at is None or retry_at <= now


def wait_after(attempts: int) -> timedelta:
    """How long one question waits after its ``attempts``-th failure of its own."""
    return min(timedelta(seconds=2) * int(2 ** min(attempts, 12)), _LONGEST_WAIT)


_BEGINS = {"down": StopKind.OUTAGE, "paused": StopKind.PAUSE}
_ENDS = {"up": StopKind.OUTAGE, "resumed": StopKind.PAUSE}


def stops_of(
    changes: Iterable[tuple[str, datetime, str, str]], *, since: datetime, until: datetime
) -> tuple[Stop, ...]:
    """The times in which lines stood still, of (line, at, became, cause) in order of time, cut to a period.

    A beginning without an end still lasts; a second beginning, or an end of nothing, says nothing new.
    """
    begun: dict[tuple[str, StopKind], tuple[datetime, str]] = {}
    stops: list[Stop] = []

    def ends(line: str, kind: StopKind, ended_at: datetime | None) -> None:
        began_at, cause = begun.pop((line, kind))
        if ended_at is None or ended_at > since:
            stops.append(
                Stop(line=line, kind=kind, began_at=max(began_at, since), ended_at=ended_at, cause=cause)
            )

    for line, at, became, cause in changes:
        if became in _BEGINS:
            begun.setdefault((line, _BEGINS[became]), (at, cause))
        elif (line, _ENDS[became]) in begun:
            ends(line, _ENDS[became], min(at, until))
    for line, kind in list(begun):
        ends(line, kind, None)
    return tuple(sorted(stops, key=lambda stop: (stop.began_at, stop.line, stop.kind)))


def used_per_minute(*, minute: datetime | None, used: int, used_before: int, now: datetime) -> int:
    """What was put on a line in the last full minute, or in this one where that is more already.

    ``used`` counts the minute that begins with ``minute``, ``used_before`` the one before it.
    """
    present = now.replace(second=0, microsecond=0)
    if minute == present:
        return max(used, used_before)
    return used if minute == present - timedelta(minutes=1) else 0
