"""The state of each line to the outside: breaker, pause, queue."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from tinhso.foundation.clock.service import legal_now, real_now
from tinhso.foundation.ledger.history import note_change
from tinhso.foundation.ledger.models import Line
from tinhso.foundation.ledger.rules import breaker_after_failure, may_try, rest_after, used_per_minute
from tinhso.foundation.ledger.types import BreakerState, LineQueue, LineState


def line_state(name: str) -> LineState:
    """The line as last seen; a line never used counts as closed (working)."""
    with connection.cursor() as cursor:  # a plain statement, since every page of the desk asks
        cursor.execute(
            """select breaker, paused, failures, retry_at, last_answer_at, last_failure_at, last_error,
                 use_minute, used, used_before from ledger_line where name = %s""",
            [name],
        )
        row = cursor.fetchone()
    if row is None:
        unused = Line(name=name)
        row = (
            unused.breaker,
            unused.paused,
            unused.failures,
            None,
            None,
            None,
            unused.last_error,
            None,
            0,
            0,
        )
    breaker, paused, failures, retry_at, last_answer_at, last_failure_at, last_error, *use = row
    minute, used, used_before = use
    return LineState(
        name=name,
        breaker=BreakerState(breaker),
        paused=paused,
        failures=failures,
        retry_at=retry_at,
        last_answer_at=last_answer_at,
        last_failure_at=last_failure_at,
        last_error=last_error,
        used_per_minute=used_per_minute(minute=minute, used=used, used_before=used_before, now=real_now()),
    )


def line_queue(name: str) -> LineQueue:
    """How many questions wait on the line, and since when the oldest."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select count(*), min(asked_at), count(*) filter (where next_at > %s)
               from ledger_question where line = %s and state = 'asked'""",
            [real_now(), name],
        )
        waiting, oldest, failing = cursor.fetchone()
    return LineQueue(waiting=waiting, oldest_asked_at=oldest, failing=failing)


def questions_waiting(name: str, *, at_most: int) -> int:
    """How many questions wait on the line, counted no further than ``at_most``."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select count(*) from (
                 select 1 from ledger_question where line = %s and state = 'asked' limit %s) as counted""",
            [name, at_most],
        )
        return int(cursor.fetchone()[0])


def may_try_line(name: str) -> bool:
    """Whether a worker may ask on this line now (breaker closed or due for a probe, not paused)."""
    state = line_state(name)
    return not state.paused and may_try(breaker=state.breaker, retry_at=state.retry_at, now=real_now())


def note_answer(name: str) -> bool:
    """The line answered: close the breaker. True when it had been open, so the queue should run."""
    before = line_state(name)
    _save(
        name,
        breaker=BreakerState.CLOSED,
        failures=0,
        failing_since=None,
        retry_at=None,
        last_answer_at=real_now(),
    )
    if before.breaker is BreakerState.CLOSED:
        return False
    note_change(name, became="up", at=legal_now())
    return True


def note_failure(name: str, *, reason: str) -> None:
    """The line failed as a whole (refused, hung, 5xx): count, and rest when it is the third."""
    before = line_state(name)
    failures = before.failures + 1
    breaker = breaker_after_failure(failures)
    retry_at: datetime | None = None
    if breaker is BreakerState.OPEN:
        retry_at = real_now() + rest_after(failures)
    since = {"failing_since": legal_now()} if failures == 1 else {}
    _save(
        name,
        breaker=breaker,
        failures=failures,
        retry_at=retry_at,
        last_failure_at=real_now(),
        last_error=reason,
        **since,
    )
    if breaker is BreakerState.OPEN and before.breaker is BreakerState.CLOSED:
        note_change(name, became="down", at=_failing_since(name), cause=reason)


def _failing_since(name: str) -> datetime:
    return Line.objects.values_list("failing_since", flat=True).get(name=name) or legal_now()


def pause_line(name: str, *, paused: bool) -> None:
    """An operator stops or resumes the line; nothing stored is lost."""
    if line_state(name).paused is not paused:
        _save(name, paused=paused)
        note_change(name, became="paused" if paused else "resumed", at=legal_now())


def _save(name: str, **values: object) -> None:
    Line.objects.update_or_create(name=name, defaults=values)
