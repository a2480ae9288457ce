"""Every line beside the others: three systems that hold dossiers too, four registers that answer."""

from __future__ import annotations

from django.conf import settings

from tinhso.coordination.exchange.service import LineRow, exchange_lines
from tinhso.coordination.lines.types import LineKind, LineView
from tinhso.foundation.authority.service import Actor, Permission, require
from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.foundation.ledger.service import FailingQuestion, failing_questions
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.services.verification.service import LINE, LineOverview, line_overviews

_MOST_QUESTIONS = 100


def all_lines(*, actor: Actor) -> tuple[LineView, ...]:
    """Every line, connected or not; only for whoever may operate lines."""
    exchange = tuple(_of_exchange(row) for row in exchange_lines(actor=actor))
    return (*exchange, *(_of_register(line) for line in line_overviews()))


def line_named(name: str, *, actor: Actor) -> LineView | None:
    """One line; None where there is none of this name."""
    return next((line for line in all_lines(actor=actor) if line.name == name), None)


def questions_in_vain(line: LineView, *, actor: Actor) -> list[FailingQuestion]:
    """Questions that a register did not take, the oldest first; of an exchange's line there are none."""
    if line.kind is not LineKind.REGISTER:
        return []
    with unit_of_work(actor=actor, now=legal_now(), as_system=True):
        require(actor=actor, permission=Permission.LEDGER_OPERATE)
        return failing_questions(line.name, _MOST_QUESTIONS)


def _of_exchange(row: LineRow) -> LineView:
    begun = [at for at in (row.behind_since, row.waiting_since) if at is not None]
    return LineView(
        name=row.system,
        title=row.title,
        kind=LineKind.EXCHANGE,
        is_connected=row.is_connected,
        is_working=row.is_working,
        is_paused=row.is_paused,
        retry_at=row.retry_at,
        last_answer_at=row.last_answer_at,
        last_failure_at=row.last_failure_at,
        last_error=row.last_error,
        queue=row.behind + row.waiting,
        oldest=real_now() - min(begun) if begun else None,
        used_per_minute=row.used_per_minute,
        agreed_per_minute=None,
        failing=row.refused,
        apart=row.apart,
        counts={
            "dossiers": row.dossiers,
            "behind": row.behind,
            "to_compare": row.to_compare,
            "waiting": row.waiting,
            **({} if row.read_to is None else {"read_to": row.read_to}),
        },
    )


def _of_register(line: LineOverview) -> LineView:
    oldest = line.oldest_asked_at
    return LineView(
        name=line.name,
        title=line.title,
        kind=LineKind.REGISTER,
        is_connected=_is_connected(line.name),
        is_working=line.working,
        is_paused=line.paused,
        retry_at=line.retry_at,
        last_answer_at=line.last_answer_at,
        last_failure_at=line.last_failure_at,
        last_error=line.last_error,
        queue=line.waiting,
        oldest=legal_now() - oldest if oldest else None,
        used_per_minute=line.used_per_minute,
        agreed_per_minute=line.agreed_per_minute,
        failing=line.failing,
        apart=0,
        counts={},
    )


def _is_connected(name: str) -> bool:
    return bool(settings.TINHSO_POPULATION_WSDL if name == LINE else settings.TINHSO_GATEWAY_URL)
