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


def receipt_number(year: int, number: int) -> str:
    """How people read a receipt's number."""
    return f"{year}-{number:06d}"


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", " nghìn", " triệu", " tỷ")


def amount_in_words(amount: int) -> str:
    """An amount below a thousand billion đồng as papers spell it: "một trăm ba mươi lăm nghìn đồng"."""
    if not 0 <= amount < 10**12:
        raise ValueError("amounts are spelled up to a thousand billion")
    if amount == 0:
        return "không đồng"
    groups = [amount // 1000**place % 1000 for place in range(4)]
    highest = max(place for place, group in enumerate(groups) if group)
    words = [
        _group_in_words(groups[place], is_first=place == highest) + _GROUPS[place]
        for place in range(highest, -1, -1)
        if groups[place]
    ]
    return f"{' '.join(words)} đồng"


def _group_in_words(group: int, *, is_first: bool) -> str:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [] if is_first and not hundreds else [f"{_DIGITS[hundreds]} trăm"]
    if tens > 1:
        words.append(f"{_DIGITS[tens]} mươi")
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append("linh")
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 5 and tens:
        words.append("lăm")
    elif ones:
        words.append(_DIGITS[ones])
    return " ".join(words)
