"""What was asked for cases, and how the line is doing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from tinhso.foundation.ledger.service import BreakerState, line_queue, line_state
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


def line_overview() -> LineOverview:
    """The population line: working or resting, how many questions wait and since when."""
    state, queue = line_state(LINE), line_queue(LINE)
    return LineOverview(
        name=LINE,
        title="Cơ sở dữ liệu quốc gia về dân cư",
        working=state.breaker is BreakerState.CLOSED,
        paused=state.paused,
        waiting=queue.waiting,
        oldest_asked_at=queue.oldest_asked_at,
        retry_at=state.retry_at,
        last_answer_at=state.last_answer_at,
        last_failure_at=state.last_failure_at,
        last_error=state.last_error,
    )


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
