"""The working-time ledger: what follows from the entries of a clock, and which entry may come next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from tinhso.foundation.identifiers.service import DomainError
from tinhso.foundation.process.rules import axis
from tinhso.foundation.process.rules.due_dates import CUT_OFF, Course, is_late, lay_course, settle
from tinhso.foundation.process.types.clocks import (
    CaseClock,
    ClockFact,
    ClockMove,
    ClockPhase,
    ClockState,
)
from tinhso.foundation.process.types.durations import Duration

if TYPE_CHECKING:
    from tinhso.foundation.calendar.service import WorkingCalendar

_MOVES: dict[ClockMove, dict[ClockPhase, ClockPhase]] = {
    ClockMove.START: {ClockPhase.NOT_STARTED: ClockPhase.RUNNING},
    ClockMove.STOP: {ClockPhase.RUNNING: ClockPhase.STOPPED},
    ClockMove.RESUME: {ClockPhase.STOPPED: ClockPhase.RUNNING},
    ClockMove.END: {ClockPhase.RUNNING: ClockPhase.ENDED, ClockPhase.STOPPED: ClockPhase.ENDED},
    ClockMove.RECOMPUTE: {phase: phase for phase in ClockPhase},
}
_CHANGES: dict[tuple[ClockPhase, ClockPhase], ClockMove] = {
    (before, after): move
    for move, phases in _MOVES.items()
    for before, after in phases.items()
    if before is not after
}
_WORDS = {
    ClockMove.START: "bắt đầu tính",
    ClockMove.STOP: "tạm dừng",
    ClockMove.RESUME: "tính tiếp",
    ClockMove.END: "kết thúc",
    ClockMove.RECOMPUTE: "tính lại",
}


class UnableToMoveClock(DomainError):
    """The clock is not in a phase that allows this entry, or the entry would stand before an earlier one."""


def clock_change(phase: ClockPhase, wanted: ClockPhase) -> ClockMove | None:
    """The entry that brings a clock from ``phase`` towards ``wanted``; None when there is nothing to write.

    A clock that never started cannot be stopped or ended: it simply stays at rest.
    """
    return _CHANGES.get((phase, wanted))


def replay(
    facts: Sequence[ClockFact],
    duration: Duration,
    calendar: WorkingCalendar,
    *,
    at: datetime | None = None,
    cut_off: time | None = CUT_OFF,
) -> ClockState:
    """Where the clock stands at ``at`` (default: at its last entry) by these entries on this calendar.

    Depends on nothing else: the same entries always give the same state. A stop of n working hours
    moves the due date by n working hours; for durations in calendar time, by the time that passed.
    """
    tape = _Tape(duration=duration, calendar=calendar, cut_off=cut_off)
    for fact in facts:
        tape.play(fact)
    return tape.state(at)


def clock_state(clock: CaseClock, calendar: WorkingCalendar, *, at: datetime | None = None) -> ClockState:
    """Where the stored ``clock`` stands at ``at``, by its own terms."""
    return replay(clock.facts, clock.duration, calendar, at=at, cut_off=clock.cut_off)


def next_fact(
    facts: Sequence[ClockFact],
    move: ClockMove,
    duration: Duration,
    calendar: WorkingCalendar,
    *,
    at: datetime,
    reason: str = "",
    cut_off: time | None = CUT_OFF,
) -> ClockFact:
    """The entry to write for ``move`` with both due dates; refuses one that the phase does not allow."""
    moved = ClockFact(at=at, move=move, reason=reason)
    after = replay([*facts, moved], duration, calendar, cut_off=cut_off)
    return ClockFact(
        at=at,
        move=move,
        reason=reason,
        due_before=last_due(facts),
        due_after=None if after.phase is ClockPhase.STOPPED else after.due_at,
    )


def recompute(
    facts: Sequence[ClockFact],
    duration: Duration,
    calendar: WorkingCalendar,
    *,
    at: datetime,
    reason: str,
    cut_off: time | None = CUT_OFF,
) -> ClockFact | None:
    """The entry for a due date that the changed calendar moves; None when it stays as it is.

    A stopped clock needs none: its due date is computed when it resumes.
    """
    state = replay(facts, duration, calendar, cut_off=cut_off)
    if state.phase is not ClockPhase.RUNNING or state.due_at == last_due(facts):
        return None
    written_at = max(at, facts[-1].at)
    return next_fact(
        facts, ClockMove.RECOMPUTE, duration, calendar, at=written_at, reason=reason, cut_off=cut_off
    )


def last_due(facts: Sequence[ClockFact]) -> datetime | None:
    """The due date as last written down."""
    for fact in reversed(facts):
        if fact.due_after is not None or fact.due_before is not None:
            return fact.due_after or fact.due_before
    return None


@dataclass(slots=True, kw_only=True)
class _Tape:
    """Plays entries one after the other."""

    duration: Duration
    calendar: WorkingCalendar
    cut_off: time | None
    phase: ClockPhase = ClockPhase.NOT_STARTED
    course: Course | None = None
    started_at: datetime | None = None
    last: datetime | None = None
    stopped_at: datetime | None = None
    stopped: timedelta = field(default_factory=timedelta)
    stops: int = 0
    stop_reason: str = ""
    ended_at: datetime | None = None

    def play(self, fact: ClockFact) -> None:
        allowed = _MOVES[fact.move]
        if self.phase not in allowed:
            message = f"Không thể {_WORDS[fact.move]} thời hạn của vụ việc ở trạng thái hiện tại."
            raise UnableToMoveClock("clock.wrong_phase", message)
        if self.last is not None and fact.at < self.last:
            message = "Thời điểm ghi không được trước lần ghi gần nhất."
            raise UnableToMoveClock("clock.before_last_entry", message)
        self.last = fact.at
        match fact.move:
            case ClockMove.START:
                self.started_at = fact.at
                self.course = lay_course(fact.at, self.duration, self.calendar, cut_off=self.cut_off)
            case ClockMove.STOP:
                self.stopped_at, self.stop_reason = fact.at, fact.reason
                self.stops += 1
            case ClockMove.RESUME:
                self.stopped += self._stopped_until(fact.at)
                self.stopped_at, self.stop_reason = None, ""
            case ClockMove.END:
                self.ended_at = fact.at
        self.phase = allowed[self.phase]

    def state(self, at: datetime | None) -> ClockState:
        if self.course is None or self.last is None:
            return ClockState(phase=self.phase, is_working_time=self.duration.is_working_time)
        course = self.course
        reached = max(at, self.last) if at is not None else self.last
        ran_until = self.stopped_at or self.ended_at or reached
        due = settle(self._used_up_at(course), course, self.duration, self.calendar)
        consumed = self._measured(course, course.counted_from, ran_until) - self.stopped
        return ClockState(
            phase=self.phase,
            started_at=self.started_at,
            counted_from=course.counted_from,
            due_at=due,
            consumed=consumed,
            remaining=self._measured(course, course.counted_from, course.used_up_at) - consumed,
            stopped=self.stopped,
            stops=self.stops,
            stop_reason=self.stop_reason,
            ended_at=self.ended_at,
            is_late=is_late(due, ran_until, self.calendar),
            is_working_time=self.duration.is_working_time,
        )

    def _used_up_at(self, course: Course) -> datetime:
        if self.duration.is_working_time:
            return axis.advance(course.used_up_at, self.stopped, self.calendar)
        return course.used_up_at + self.stopped

    def _stopped_until(self, moment: datetime) -> timedelta:
        if self.course is None or self.stopped_at is None:
            return timedelta()
        return self._measured(self.course, self.stopped_at, moment)

    def _measured(self, course: Course, start: datetime, end: datetime) -> timedelta:
        """Time between two moments on the clock's own axis, as far as it lies after ``counted_from``."""
        start = max(start, course.counted_from)
        if self.duration.is_working_time:
            return axis.working_time_between(start, end, self.calendar)
        return max(timedelta(), end - start)
