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
from tinhso.services.verification.rules import is_stale, policy_on
from tinhso.services.verification.types import LINE

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


def is_check_old(answered_at: datetime, *, now: datetime) -> bool:
    """Whether what the population database said then is too old to decide by, by the policy of today.

    In a scope of the system.
    """
    policy = policy_on(known_policies(), LINE, legal_day(now))
    return is_stale(as_of=answered_at, answered_at=answered_at, policy=policy, now=now)


def stale_policies(*, actor: Actor, now: datetime) -> tuple[StalePolicy, ...]:
    """Every policy, for whoever operates the lines."""
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        with acting_as_system(work):
            return known_policies()


def set_stale_policy(
    *, register: str, days: int, valid_from: date | None, source: str, actor: Actor, now: datetime
) -> None:
    """From ``valid_from``, a day to come, an answer of this register is stale after ``days`` days.

    What has begun stays as it is; what is still to come may be set anew. Raises UnableToSetPolicy with a text
    for each wrong field, and NotPermitted for whoever does not operate the lines.
    """
    named = clean_text(source, _LONGEST_SOURCE)
    problems = _problems(register, days, valid_from, named, today=legal_day(now))
    with unit_of_work(actor=actor, now=now) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        if valid_from is None or problems:
            message = next(iter(problems.values()))
            raise UnableToSetPolicy(code="stale_policy", message=message, fields=problems)
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


def _problems(
    register: str, days: int, valid_from: date | None, source: str, *, today: date
) -> dict[str, str]:
    problems = {}
    if register not in TITLES:
        problems["register"] = "Hãy chọn cơ sở dữ liệu."
    if not 1 <= days <= _LONGEST_DAYS:
        problems["days"] = "Số ngày phải là số nguyên từ 1 đến 3650."
    if valid_from is None:
        problems["valid_from"] = "Hãy ghi đủ ngày, tháng, năm bắt đầu."
    elif valid_from <= today:
        problems["valid_from"] = (
            f"Ngày bắt đầu phải sau hôm nay, {today:%d/%m/%Y}: "
            "số liệu đã đánh giá theo mức đang áp dụng không đổi."
        )
    if not source:
        problems["source"] = "Hãy ghi căn cứ của mức này."
    return problems
