"""The demonstration's books of cash: every past day closed, most of them confirmed, some still waiting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from tinhso.foundation.authority.service import Actor, Role
from tinhso.foundation.clock.service import VIETNAM, legal_day
from tinhso.services.payments.service import cash_book, close_cash_day, confirm_cash_day, note_deposit
from tinhso.sites.demonstration.officers import Officers

_CLOSING = time(16, 45)
_NOT_YET_CONFIRMED = timedelta(days=4)


def close_past_days(agencies: Iterable[UUID], officers: Officers, *, now: datetime) -> int:
    """Close the days before today of each agency's reception officer; returns how many."""
    closed = 0
    for agency_id in sorted(agencies):
        keeper = officers.of(agency_id, Role.RECEPTION_OFFICER)
        leader = officers.of(agency_id, Role.LEADER)
        while (day := _first_open(keeper, now)) is not None:
            _close(keeper, leader, day, is_confirmed=day < legal_day(now) - _NOT_YET_CONFIRMED)
            closed += 1
    return closed


def _first_open(keeper: Actor, now: datetime) -> date | None:
    assert keeper.officer_id is not None  # noqa: S101 - the demonstration's officers are officers
    book = cash_book(officer_id=keeper.officer_id, day=legal_day(now), actor=keeper, now=now)
    return book.open_before


def _close(keeper: Actor, leader: Actor, day: date, *, is_confirmed: bool) -> None:
    assert keeper.officer_id is not None  # noqa: S101 - the demonstration's officers are officers
    at = datetime.combine(day, _CLOSING, VIETNAM)
    book = cash_book(officer_id=keeper.officer_id, day=day, actor=keeper, now=at)
    left = book.expected_vnd
    if left and day.toordinal() % 2:
        note_deposit(amount_vnd=left, reference=f"KB-{day:%y%m%d}", actor=keeper, now=at)
        left = 0
    closed = close_cash_day(day=day, counted_vnd=left, actor=keeper, now=at).closed
    if closed is not None and is_confirmed and leader.officer_id != keeper.officer_id:
        confirm_cash_day(day_id=closed.id, actor=leader, now=at + timedelta(minutes=10))
