"""What a result of the gateway means for an attempt and its fee. Pure."""

from __future__ import annotations

from datetime import timedelta

from tinhso.services.payments.types import (
    PAYABLE,
    AttemptState,
    CallbackEffect,
    FeeState,
    SurplusReason,
)

_FIRST_CHECK = timedelta(seconds=30)
_LONGEST_CHECK = timedelta(hours=1)


def effect_of(*, attempt: AttemptState, fee: FeeState, reported: AttemptState) -> CallbackEffect:
    """What to do with a report: money is never overlooked, and nothing happens twice.

    An attempt that is paid stays paid; one that failed may still turn out to be paid.
    """
    if attempt is reported or attempt is AttemptState.PAID:
        return CallbackEffect.REPEATED
    if reported is AttemptState.PAID:
        return CallbackEffect.APPLIED if fee in PAYABLE else CallbackEffect.SURPLUS
    if attempt in (AttemptState.FAILED, AttemptState.CANCELLED):
        return CallbackEffect.REPEATED
    return CallbackEffect.APPLIED


def surplus_reason(fee: FeeState) -> SurplusReason:
    """Why the money of a paid attempt has no fee to pay."""
    if fee is FeeState.CANCELLED:
        return SurplusReason.FEE_CANCELLED
    return SurplusReason.PAID_BEFORE


def wait_before_check(checks: int) -> timedelta:
    """How long to leave an attempt alone before asking the gateway again."""
    doublings: int = 2 ** min(checks, 10)
    return min(_FIRST_CHECK * doublings, _LONGEST_CHECK)
