"""Draining a line: claimed questions are sent outside any transaction, answers stored as they come.

The room that owns a line says how to ``send`` one question and how to ``store`` one answer; the
pace, the breaker and what becomes of a question that failed are the same for every line.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from tinhso.foundation.authority.service import system_actor
from tinhso.foundation.clock.service import legal_now
from tinhso.foundation.ledger.service import (
    BreakerState,
    Question,
    claim,
    line_state,
    may_try_line,
    note_answer,
    note_failure,
    note_use,
    postpone,
    settle,
)
from tinhso.foundation.unit_of_work.work import UnitOfWork, unit_of_work

_log = logging.getLogger(__name__)

_PROBES = 2
"""A resting line is tried with two questions: one bad question alone must not keep it shut."""

_SLOWEST_S = 0.25
"""So long an answer may take before fewer questions are under way than the agreed rate needs."""

_FEWEST_AT_ONCE = 4
_FEWEST, _PASS_S = 50, 10.0
"""Each pass takes questions for ten seconds: what a pass costs at its ends is then little of the rate."""

_MADE_UP_S = 0.5
"""A start that came late, since answers were stored meanwhile, is made up for within this time."""

_ending = threading.Event()

_LONGEST_PASS = 30.0
"""Seconds of sending in one pass at most: no claim may outlive its lease."""

Answer = dict[str, Any]
Send = Callable[[Question], Answer]
Store = Callable[[UnitOfWork, Question, Answer], None]


class UnableToReachLine(Exception):
    """The system outside refused the connection, hung, or did not answer in its own language.

    ``reason`` is a closed word for operators, never text from outside.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnableToSendQuestion(Exception):
    """The system works but does not take this one question; it waits, visibly, for a repair."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Drained:
    """What one pass over a line did; nothing it counts was dropped."""

    claimed: int = 0
    answered: int = 0
    postponed: int = 0


@dataclass(slots=True, kw_only=True)
class _Pass:
    line: str
    store: Store
    waiting: deque[Question]
    answered: int = 0
    failed: list[tuple[Question, str]] = field(default_factory=list)
    refused: list[tuple[Question, str]] = field(default_factory=list)
    noted_working: bool = False
    unexpected: BaseException | None = None


def stop_draining() -> None:
    """Send nothing more: this process is about to end. What is under way is still stored."""
    _ending.set()


def drain_line(
    *,
    line: str,
    limit: int | None = None,
    send: Send,
    store: Store,
    per_second: float,
    at_once: int | None = None,
) -> Drained:
    """Ask up to ``limit`` due questions of ``line``, at most ``per_second``, ``at_once`` in flight.

    Unless it is said, a pass takes questions for ten seconds, and as many are in flight as the rate needs
    where each answer takes a quarter of a second.

    ``send`` runs in a thread without a transaction and without the database; ``store`` runs in the
    unit of work that settles the question, as the system. A line that rests is probed first; the
    answer of a probe opens it. Run by one job at a time, so that the agreed rate holds.
    """
    if _ending.is_set() or not may_try_line(line):
        return Drained()
    resting = line_state(line).breaker is not BreakerState.CLOSED
    wanted = limit or max(_FEWEST, int(per_second * _PASS_S))
    within_lease = max(1, int(per_second * _LONGEST_PASS))
    claimed = claim(line=line, limit=_PROBES if resting else min(wanted, within_lease))
    if not claimed:
        return Drained()
    run = _Pass(line=line, store=store, waiting=deque(claimed))
    _send_all(run, send=send, pace=_Pace(per_second), at_once=at_once or enough_at_once(per_second))
    note_use(line, len(claimed) - len(run.waiting))
    _keep_the_rest(run)
    if run.unexpected is not None:
        raise run.unexpected
    return Drained(claimed=len(claimed), answered=run.answered, postponed=len(claimed) - run.answered)


def enough_at_once(per_second: float) -> int:
    """How many questions are under way at once so that the rate is used also where answers are slow."""
    return max(_FEWEST_AT_ONCE, math.ceil(per_second * _SLOWEST_S))


def _send_all(run: _Pass, *, send: Send, pace: _Pace, at_once: int) -> None:
    running: dict[Future[Answer], Question] = {}
    open_for_more = True
    with ThreadPoolExecutor(max_workers=at_once, thread_name_prefix=f"line-{run.line}") as pool:
        while running or (run.waiting and open_for_more):
            open_for_more &= not _ending.is_set()
            may_start = bool(run.waiting) and open_for_more and len(running) < at_once
            if may_start and pace.starts():
                question = run.waiting.popleft()
                running[pool.submit(send, question)] = question
            elif running:
                timeout = pace.left() if may_start else None
                done, _ = wait(running, timeout=timeout, return_when=FIRST_COMPLETED)
                open_for_more &= _take_results(run, [(running.pop(each), each) for each in done])
            elif may_start:
                time.sleep(pace.left())


def _take_results(run: _Pass, done: list[tuple[Question, Future[Answer]]]) -> bool:
    """Book what came back; False when nothing more should be sent in this pass."""
    answered = [(question, future.result()) for question, future in done if future.exception() is None]
    if answered:
        _note_working(run)
        _store_answers(run, answered)
    failed = [(question, future) for question, future in done if future.exception() is not None]
    goes_on = [_take_failure(run, question, future.exception()) for question, future in failed]
    return all(goes_on) and run.unexpected is None


def _take_failure(run: _Pass, question: Question, error: BaseException | None) -> bool:
    if isinstance(error, UnableToReachLine):
        run.failed.append((question, error.reason))
        return _line_goes_on(run, error.reason)
    if isinstance(error, UnableToSendQuestion):
        run.refused.append((question, error.reason))
        _note_working(run)
        return True
    run.unexpected = error
    return False


def _store_answers(run: _Pass, answered: list[tuple[Question, Answer]]) -> None:
    """Each answer in a unit of work of its own; what came together is committed together.

    Where one of them cannot be stored, the others are stored all the same.
    """
    try:
        with transaction.atomic():
            for question, answer in answered:
                _store_answer(run, question, answer)
    except Exception:  # noqa: BLE001 - each is tried alone, and what fails there is raised at the end
        _store_one_by_one(run, answered)
    else:
        run.answered += len(answered)


def _store_one_by_one(run: _Pass, answered: list[tuple[Question, Answer]]) -> None:
    for question, answer in answered:
        try:
            _store_answer(run, question, answer)
        except Exception as error:  # noqa: BLE001 - raised when the rest is kept
            run.unexpected = error
        else:
            run.answered += 1


def _store_answer(run: _Pass, question: Question, answer: Answer) -> None:
    actor = system_actor(trace_id=str(question.id))
    with unit_of_work(actor=actor, now=legal_now()) as work:
        if settle(question.id, answer=answer, now=work.now):
            run.store(work, question, answer)


def _note_working(run: _Pass) -> None:
    if not run.noted_working and note_answer(run.line):
        _log.info("line %s answers again", run.line)
    run.noted_working = True


def _line_goes_on(run: _Pass, reason: str) -> bool:
    """Count a failure of the line once per step of its breaker; answers still under way do not add."""
    if not may_try_line(run.line):
        return False
    note_failure(run.line, reason=reason)
    run.noted_working = False
    _log.warning("line %s failed: %s", run.line, reason)
    return may_try_line(run.line)


def _keep_the_rest(run: _Pass) -> None:
    # Where others were answered, a failure is the question's own: it waits longer each time.
    for question, reason in run.failed:
        postpone(question, reason=reason, line_failed=run.answered == 0)
    for question, reason in run.refused:
        _log.warning("line %s does not take question %s: %s", run.line, question.id, reason)
        postpone(question, reason=reason, line_failed=False)
    for question in run.waiting:
        reason = "worker_ended" if _ending.is_set() else "line_resting"
        postpone(question, reason=reason, line_failed=True)


class _Pace:
    """Evenly spaced starts, so that an agreed rate is kept and used; a late one is made up for soon."""

    def __init__(self, per_second: float) -> None:
        # The first start keeps its distance too: the pass before may have ended a moment ago.
        self._step = 1 / per_second
        self._next = time.monotonic() + self._step

    def left(self) -> float:
        """Seconds until the next start."""
        return max(0.0, self._next - time.monotonic())

    def starts(self) -> bool:
        """Whether a question may start now; if so, it has."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = max(self._next, now - _MADE_UP_S) + self._step
        return True
