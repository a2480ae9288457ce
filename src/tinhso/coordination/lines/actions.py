"""What an operator does with a line, each with a reason that is sealed and an audit row."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.exchange.service import SYSTEM_TITLES, UnableToOperateLine, record_operation
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.ledger.service import hasten, pause_line
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.verification.service import TITLES, set_stale_policy


def pause(name: str, *, is_paused: bool, reason: str, actor: Actor, now: datetime) -> None:
    """Stop or resume a line; what waits goes on waiting. Raises UnableToOperateLine."""
    if name in SYSTEM_TITLES:
        exchange.pause(name, is_paused=is_paused, reason=reason, actor=actor, now=now)
        return
    _require_register(name)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        act = "line.pause" if is_paused else "line.resume"
        record_operation(work, act=act, system=name, reason=reason)
        pause_line(name, paused=is_paused)


def ask_again(
    name: str,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
    question_id: UUID | None = None,
    since: datetime | None = None,
) -> int:
    """Put to a register now what waits for a later try: one question, or all from a moment on. How many.

    A question is never altered and never dropped. Raises UnableToOperateLine.
    """
    _require_register(name)
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        act = "line.ask_again" if question_id is None else "line.ask_one_again"
        record_operation(work, act=act, system=name, reason=reason)
        return hasten(name, question_id=question_id, since=since)


def set_stale_age(
    *, register: str, days: int, valid_from: date | None, source: str, actor: Actor, now: datetime
) -> None:
    """From a day to come an answer of a register is stale after so many days; its source is the reason.

    Raises UnableToSetPolicy with a text for each wrong field.
    """
    with unit_of_work(actor=actor, now=now, as_system=True) as work:
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        set_stale_policy(
            register=register, days=days, valid_from=valid_from, source=source, actor=actor, now=now
        )
        said = f"{days} ngày, từ {valid_from:%d/%m/%Y}. {source}"
        record_operation(work, act="line.stale_age", system=register, reason=said)


def _require_register(name: str) -> None:
    if name not in TITLES:
        raise UnableToOperateLine("exchange.unknown_system", "Không có hệ thống này.")
