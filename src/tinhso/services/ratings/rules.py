"""Which figures may be shown, and what a rating may say. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from tinhso.services.ratings.types import ServiceStage


def is_editable(rated_at: datetime, *, now: datetime, days: int) -> bool:
    """Whether a rating may still be changed."""
    return now <= rated_at + timedelta(days=days)


def month_of(moment: date) -> date:
    """The first day of the month."""
    return moment.replace(day=1)


def is_month_closed(month: date, *, today: date, days: int) -> bool:
    """Whether nothing given in ``month`` can change any more: only then its figures are shown.

    Figures that grew by one rating would tell whose it was, so a month is shown whole or not at all.
    """
    following = month_of(month + timedelta(days=31))
    return today > following + timedelta(days=days)


def released(counts: Mapping[str, int], *, least: int) -> frozenset[str]:
    """The groups of one whole that may be shown, so that nobody's rating follows from the rest.

    Groups under ``least`` are hidden. Since the whole is known too, what is hidden must together hold at
    least ``least`` ratings, in two groups or more; the smallest of the others are hidden until it does.
    """
    hidden = [group for group, count in counts.items() if 0 < count < least]
    if not hidden:
        return frozenset(group for group, count in counts.items() if count)
    shown = sorted(
        (group for group, count in counts.items() if count >= least), key=lambda group: (counts[group], group)
    )
    while shown and (len(hidden) < 2 or sum(counts[group] for group in hidden) < least):
        hidden.append(shown.pop(0))
    if len(hidden) < 2 or sum(counts[group] for group in hidden) < least:
        return frozenset()
    return frozenset(shown)


def clean_reasons(
    given: Mapping[str, Sequence[str]], *, known: Mapping[str, Mapping[str, str]]
) -> dict[ServiceStage, tuple[str, ...]] | None:
    """Reasons by stage, each once, in the order of the list; None when one of them is not on it."""
    clean: dict[ServiceStage, tuple[str, ...]] = {}
    for stage, reasons in given.items():
        allowed = known.get(stage)
        if allowed is None or not set(reasons) <= set(allowed):
            return None
        if reasons:
            clean[ServiceStage(stage)] = tuple(reason for reason in allowed if reason in reasons)
    return clean
