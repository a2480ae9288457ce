"""The state of each line to the outside: breaker, pause, queue."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from tinhso.foundation.clock.service import real_now
from tinhso.foundation.ledger.models import Line
from tinhso.foundation.ledger.rules import breaker_after_failure, may_try, rest_after
from tinhso.foundation.ledger.types import BreakerState, LineQueue, LineState


def line_state(name: str) -> LineState:
    """The line as last seen; a line never used counts as closed (working)."""
    with connection.cursor() as cursor:  # a plain statement, since every page of the desk asks
        cursor.execute(
            """select breaker, paused, failures, retry_at, last_answer_at, last_failure_at, last_error
               from ledger_line where name = %s""",
            [name],
        )
        row = cursor.fetchone()
    if row is None:
        unused = Line(name=name)
        row = (unused.breaker, unused.paused, unused.failures, None, None, None, unused.last_error)
    breaker, paused, failures, retry_at, last_answer_at, last_failure_at, last_error = row
    return LineState(
        name=name,
        breaker=BreakerState(breaker),
        paused=paused,
        failures=failures,
        retry_at=retry_at,
        last_answer_at=last_answer_at,
        last_failure_at=last_failure_at,
        last_error=last_error,
    )


def line_queue(name: str) -> LineQueue:
    """How many questions wait on the line, and since when the oldest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), min(asked_at) from ledger_question where line = %s and state = 'asked'",
            [name],
        )
        waiting, oldest = cursor.fetchone()
    return LineQueue(waiting=waiting, oldest_asked_at=oldest)


def may_try_line(name: str) -> bool:
    """Whether a worker may ask on this line now (breaker closed or due for a probe, not paused)."""
    state = line_state(name)
    return not state.paused and may_try(breaker=state.breaker, retry_at=state.retry_at, now=real_now())


def note_answer(name: str) -> bool:
    """The line answered: close the breaker. True when it had been open, so the queue should run."""
    before = line_state(name)
    _save(name, breaker=BreakerState.CLOSED, failures=0, retry_at=None, last_answer_at=real_now())
    return before.breaker is not BreakerState.CLOSED


def note_failure(name: str, *, reason: str) -> None:
    """The line failed as a whole (refused, hung, 5xx): count, and rest when it is the third."""
    failures = line_state(name).failures + 1
    breaker = breaker_after_failure(failures)
    retry_at: datetime | None = None
    if breaker is BreakerState.OPEN:
        retry_at = real_now() + rest_after(failures)
    _save(
        name,
        breaker=breaker,
        failures=failures,
        retry_at=retry_at,
        last_failure_at=real_now(),
        last_error=reason,
    )


def pause_line(name: str, *, paused: bool) -> None:
    """An operator stops or resumes the line; nothing stored is lost."""
    _save(name, paused=paused)


def _save(name: str, **values: object) -> None:
    Line.objects.update_or_create(name=name, defaults=values)
