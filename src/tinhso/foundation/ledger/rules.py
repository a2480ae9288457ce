"""The circuit breaker and the waiting times. Pure; moments are real time."""

from __future__ import annotations

from datetime import datetime, timedelta

from tinhso.foundation.ledger.types import BreakerState

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
