"""How old an answer of a register may be: dated policies, set for days to come."""

from __future__ import annotations

from datetime import date, datetime

from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.identifiers.service import clean_text
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work
from tinhso.services.verification import models
from tinhso.services.verification.errors import UnableToSetPolicy
from tinhso.services.verification.look_up_types import StalePolicy
from tinhso.services.verification.look_up_words import TITLES

_LONGEST_DAYS = 3650
_LONGEST_SOURCE = 300


def known_policies() -> tuple[StalePolicy, ...]:
    """Every policy, by register and day; needs the system's scope.

    What held stays, so that an old report says the same.
    """
    return tuple(
        StalePolicy(register=row.register, valid_from=row.valid_from, days=row.days, source=row.source)
        for row in models.StalePolicy.objects.order_by("register", "valid_from")
    )


def stale_policies(*, actor: Actor, now: datetime) -> tuple[StalePolicy, ...]:
    """Every policy, for whoever operates the lines."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        with acting_as_system(work):
            return known_policies()


def set_stale_policy(
    *, register: str, days: int, valid_from: date, source: str, actor: Actor, now: datetime
) -> None:
    """From ``valid_from`` (today or later) an answer of this register is stale after ``days`` days.

    What held before stays for the days before. Raises UnableToSetPolicy, and NotPermitted for whoever does
    not operate the lines.
    """
    named = clean_text(source, _LONGEST_SOURCE)
    problem = _problem(register, days, valid_from, named, today=legal_day(now))
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        if problem:
            raise UnableToSetPolicy(code="stale_policy", message=problem)
        with acting_as_system(work):
            models.StalePolicy.objects.update_or_create(
                register=register, valid_from=valid_from, defaults={"days": days, "source": named}
            )
        work.record(
            action="verification.stale_policy_set",
            object_kind="line",
            object_id=None,
            details={"line": register, "days": days, "from": valid_from.isoformat()},
        )


def _problem(register: str, days: int, valid_from: date, source: str, *, today: date) -> str:
    if register not in TITLES:
        return "Không có cơ sở dữ liệu này."
    if not 1 <= days <= _LONGEST_DAYS:
        return "Số ngày phải từ 1 đến 3650."
    if valid_from < today:
        return "Ngày bắt đầu phải từ hôm nay: số liệu đã đánh giá trước đó không đổi."
    if not source:
        return "Hãy ghi căn cứ của số ngày này."
    return ""
