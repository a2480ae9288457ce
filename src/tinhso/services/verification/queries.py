"""What was asked about people for cases, and how the lines to the registers are doing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from tinhso.foundation.ledger.service import BreakerState, line_queue, line_state
from tinhso.services.verification.look_up_types import Register
from tinhso.services.verification.look_up_words import TITLES
from tinhso.services.verification.models import VerificationRequest
from tinhso.services.verification.types import LINE, Answer, Check, CheckState, LineOverview


def latest_check(case_id: UUID) -> Check | None:
    """The case's latest check, as far as row-level security shows it; None when nothing was asked."""
    row = VerificationRequest.objects.filter(case_id=case_id).order_by("-asked_at", "-id").first()
    return _check(row) if row else None


def checks_of(case_ids: Sequence[UUID]) -> dict[UUID, tuple[Check, ...]]:
    """Every check of these cases, newest first, in one statement."""
    rows = VerificationRequest.objects.filter(case_id__in=list(case_ids))
    found: dict[UUID, tuple[Check, ...]] = dict.fromkeys(case_ids, ())
    for row in rows.order_by("-asked_at", "-id"):
        found[row.case_id] += (_check(row),)
    return found


def line_overview(name: str = LINE) -> LineOverview:
    """One line, by default the population database's: working or resting, what waits and since when."""
    state, queue = line_state(name), line_queue(name)
    return LineOverview(
        name=name,
        title=TITLES[name],
        working=state.breaker is BreakerState.CLOSED,
        paused=state.paused,
        waiting=queue.waiting,
        oldest_asked_at=queue.oldest_asked_at,
        retry_at=state.retry_at,
        last_answer_at=state.last_answer_at,
        last_failure_at=state.last_failure_at,
        last_error=state.last_error,
    )


def line_overviews() -> tuple[LineOverview, ...]:
    """The four lines, the population database first."""
    return tuple(line_overview(name) for name in (LINE, *(register.value for register in Register)))


def _check(row: VerificationRequest) -> Check:
    waiting = row.state == CheckState.PENDING
    return Check(
        id=row.id,
        case_id=row.case_id,
        person_id=row.person_id,
        answer=Answer.UNAVAILABLE if waiting else Answer(row.state),
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        as_of=row.as_of,
    )
