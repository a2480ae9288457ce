"""The unit of work: collects, flushes once, commits together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job, JobDeferrer
from procrastinate.manager import JobManager
from psycopg.pq import TransactionStatus

from tinhso.foundation.audit.service import CTE as AUDIT_CTE
from tinhso.foundation.audit.service import Entry
from tinhso.foundation.audit.service import rows_of as audit_rows
from tinhso.foundation.authority.service import (
    Actor,
    ActorKind,
    NotPermitted,
    NotVisible,
    begin_in_scope,
    set_scope,
)
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.outbox.service import CTE as OUTBOX_CTE
from tinhso.foundation.outbox.service import Announced, handler_names
from tinhso.foundation.outbox.service import rows_of as event_rows

ANNOUNCED = "tinhso_announced"
"""The channel on which a commit with announcements is heard; it carries nothing, the outbox has the rows."""

_WAKE = f"pg_notify('{ANNOUNCED}', '')"

_WAITING = "select 1 from procrastinate_jobs where queueing_lock = %s and status = 'todo' for share"

_SYSTEM = Actor(kind=ActorKind.SYSTEM)

_JOBS_OF_THIS_TRANSACTION = JobManager(DjangoConnector())
"""Queues through Django's connection, in the worker too.

There the app itself has a pool of its own, whose sessions know nothing of this transaction, and whose loop is
not the one of a thread that delivers: waiting for it from there may never end.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Rows that are sent with what is recorded; ``otherwise`` is for the case that none was inserted."""

    name: str
    query: str
    parameters: tuple[Any, ...]
    otherwise: Callable[[], None] | None


@dataclass(slots=True, kw_only=True)
class UnitOfWork:
    """What one transaction is about to write down besides its change.

    ``actor`` and ``now`` hold for everything inside; ids and times come from the clock room. ``as_of`` is
    when it happened, where somebody writes down later what was done before (on paper, in a power cut).
    """

    actor: Actor
    now: datetime
    as_of: datetime | None = None
    _scope: Actor | None = None
    _entries: list[Entry] = field(default_factory=list)
    _events: list[tuple[UUID, Announced]] = field(default_factory=list)
    _jobs: list[tuple[str, dict[str, Any], datetime | None]] = field(default_factory=list)
    _pieces: dict[str, _Piece] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """The moment from which what is written down counts: now, unless it is entered later."""
        return self.as_of or self.now

    def record(
        self,
        *,
        action: str,
        object_kind: str,
        object_id: UUID | None,
        subjects: Sequence[UUID] = (),
        purpose: str = "",
        legal_basis: str = "",
        details: Mapping[str, str | int | bool] | None = None,
        outcome: str = "done",
        hidden_until: datetime | None = None,
        hidden_basis: str = "",
    ) -> None:
        """Write an audit row with the change; ``subjects`` are the people whose data it touched.

        ``details`` hold codes and counts, never personal data; of what is entered later they also say when
        it happened.
        """
        happened = {"happened_at": self.as_of.isoformat()} if self.as_of else {}
        self._entries.append(
            Entry(
                id=new_id(),
                at=self.now,
                actor_kind=self.actor.kind.value,
                actor_id=self.actor.reference,
                agency_id=self.actor.agency_id,
                action=action,
                object_kind=object_kind,
                object_id=object_id,
                subjects=tuple(subjects),
                purpose=purpose,
                legal_basis=legal_basis,
                outcome=outcome,
                details={**(details or {}), **happened},
                trace_id=self.actor.trace_id,
                hidden_until=hidden_until,
                hidden_basis=hidden_basis,
            )
        )

    def announce(self, event: Announced) -> None:
        """Tell whoever lives above, after the commit, at least once."""
        self._events.append((new_id(), event))

    def defer(self, task: str, *, at: datetime | None = None, **arguments: Any) -> None:
        """Queue a job in this transaction; arguments hold ids only, ``at`` is real time.

        Of a task with a ``queueing_lock`` one job that waits is enough for everybody: never give it an
        ``at``, or whoever wants it now waits for that moment too.
        """
        self._jobs.append((task, arguments, at))

    def write(
        self,
        name: str,
        query: str,
        parameters: Sequence[Any],
        *,
        otherwise: Callable[[], None] | None = None,
    ) -> None:
        """Write rows with what is recorded, in its one statement: for whoever does not read them back.

        ``query`` is one or more common table expressions, each an insert; ``otherwise`` is called when the
        one called ``name`` has returned no row. They are there before the scope changes and before another
        intention joins this one, at the latest at the end; never write so within a savepoint.
        """
        if name in self._pieces:
            self.write_out()
        self._pieces[name] = _Piece(name=name, query=query, parameters=tuple(parameters), otherwise=otherwise)

    def write_out(self) -> None:
        """Send now what waits to be written with what is recorded."""
        if self._pieces:
            self._send([], [], [])

    def flush(self) -> None:
        """Write everything collected: one statement for rows and their deliveries, one for each job."""
        queries, parameters, shown = [], [], []
        if self._entries:
            queries.append(AUDIT_CTE)
            parameters.append(_json(audit_rows(self._entries)))
        if self._events:
            queries.append(OUTBOX_CTE)
            rows = _json(event_rows(self._events, trace_id=self.actor.trace_id, now=self.now))
            parameters += [rows, rows]
            if self._is_heard():
                shown.append(_WAKE)
        if queries or self._pieces:
            self._send(queries, parameters, shown)
        for task, arguments, at in self._jobs:
            _queue(jobs.configure_task(task, schedule_at=at).job, arguments)
        self._entries, self._events, self._jobs = [], [], []

    def _send(self, queries: list[str], parameters: list[Any], shown: list[str]) -> None:
        pieces = [*self._pieces.values()]
        self._pieces = {}
        counted = [piece for piece in pieces if piece.otherwise]
        queries = [*(piece.query for piece in pieces), *queries]
        shown = [*(f"(select count(*) from {piece.name})" for piece in counted), *shown]  # noqa: S608
        given = [each for piece in pieces for each in piece.parameters]
        statement = f"with {', '.join(queries)} select {', '.join(shown) or '1'}"
        counts = _first_row(statement, [*given, *parameters])
        for piece, count in zip(counted, counts, strict=False):
            if piece.otherwise and not count:
                piece.otherwise()

    def _is_heard(self) -> bool:
        return any(handler_names(event.name) for _, event in self._events)


_current: ContextVar[UnitOfWork | None] = ContextVar("unit_of_work", default=None)


@contextmanager
def unit_of_work(
    *, actor: Actor, now: datetime, as_system: bool = False, as_of: datetime | None = None
) -> Iterator[UnitOfWork]:
    """Open the transaction of one intention, on behalf of ``actor``, at the legal moment ``now``.

    ``as_system`` opens row-level security from the start, for an act that authority has granted in
    full beforehand and that writes rows its actor may not see (a citizen's filing opens tasks at an
    agency). ``as_of`` is when it happened, where it is entered later. Inside another unit of work of the
    same actor it joins that one, with its moments. A refusal (NotPermitted,
    NotVisible) rolls everything back and is then audited in a second transaction.
    """
    outer = _current.get()
    if outer is not None:
        if outer.actor != actor:
            raise RuntimeError("a unit of work belongs to one actor")
        outer.write_out()
        with acting_as_system(outer) if as_system else nullcontext():
            yield outer
        return
    work = UnitOfWork(actor=actor, now=now, as_of=as_of)
    token = _current.set(work)
    try:
        with transaction.atomic():
            work._scope = _SYSTEM if as_system or actor.kind is ActorKind.SYSTEM else actor
            begin_in_scope(work._scope)
            yield work
            work.flush()
    except (NotPermitted, NotVisible) as refusal:
        _write_refusal(actor, now, refusal)
        raise
    finally:
        _current.reset(token)


@contextmanager
def acting_as_system(work: UnitOfWork) -> Iterator[None]:
    """Widen row-level security for a step the actor was allowed to cause but may not see.

    For example the citizen's submission opens tasks at an agency. Authority was asked before. The scope
    from before comes back at the end, also where it was the system's.
    """
    before = work._scope or work.actor
    _tell_database(work, _SYSTEM)
    try:
        yield
    finally:
        _tell_database(work, before)


def _tell_database(work: UnitOfWork, scope: Actor) -> None:
    # A transaction that an error ended takes no statement any more, and its scope ends with it.
    if (scope.kind is ActorKind.SYSTEM and work._scope == _SYSTEM) or _is_broken():
        return
    work.write_out()
    set_scope(scope)
    work._scope = _SYSTEM if scope.kind is ActorKind.SYSTEM else scope


def _is_broken() -> bool:
    driver = connection.connection
    return driver is not None and driver.info.transaction_status is TransactionStatus.INERROR


def _write_refusal(actor: Actor, now: datetime, refusal: NotPermitted | NotVisible) -> None:
    work = UnitOfWork(actor=actor, now=now)
    work.record(
        action=refusal.permission,
        object_kind=refusal.object_kind,
        object_id=refusal.object_id,
        outcome="refused",
        details={"reason": refusal.code},
    )
    with transaction.atomic():
        set_scope(actor)
        work.flush()


def _queue(job: Job, arguments: dict[str, Any]) -> None:
    """Queue a job, unless one that waits will do.

    The one that waits is held until this transaction ends: begun before, it would not see what it is for.
    """
    while not (job.queueing_lock and _holds_what_waits(job.queueing_lock)):
        # Whoever queued the same meanwhile would otherwise end this transaction with the error.
        with suppress(AlreadyEnqueued), transaction.atomic() if job.queueing_lock else nullcontext():
            JobDeferrer(_JOBS_OF_THIS_TRANSACTION, job).defer(**arguments)
            return


def _holds_what_waits(queueing_lock: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [queueing_lock])
        return cursor.fetchone() is not None


def _json(rows: object) -> str:
    return msgspec.json.encode(rows).decode()


def _first_row(statement: str, parameters: list[Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row: tuple[Any, ...] = cursor.fetchone()
        return row
