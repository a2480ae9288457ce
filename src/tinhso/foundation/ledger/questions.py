"""Asking, claiming, answering: the statements on questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.foundation.clock.service import new_id, real_now
from tinhso.foundation.crypto.service import blind_index, open_json, seal_json
from tinhso.foundation.ledger.holders import give_back_of_the_gone, holder
from tinhso.foundation.ledger.rules import wait_after
from tinhso.foundation.ledger.types import FailingQuestion, Question

_BODY, _ANSWER = "ledger_question.sealed_body", "ledger_question.sealed_answer"
_LEASE = timedelta(seconds=60)


ASK_CTE = """asked as (
  insert into ledger_question (id, line, kind, key, case_id, sealed_body, state, asked_at, due_at, next_at,
    attempts, last_error)
  values (%s, %s, %s, %s, %s, %s, 'asked', %s, %s, %s, 0, '')
  on conflict (line, key) where state = 'asked' do nothing returning id)"""
"""The same as ``ask``, as a piece of a larger statement; no row where an equal question is in flight.

Parameters: those of ``new_question``.
"""

_ASK = f"with {ASK_CTE} select id from asked"  # noqa: S608 - our own piece


@dataclass(frozen=True, slots=True, kw_only=True)
class NewQuestion:
    """A question on its way to its row."""

    id: UUID
    line: str
    digest: bytes
    parameters: tuple[Any, ...]


def new_question(
    *,
    line: str,
    kind: str,
    key: str,
    body: dict[str, Any],
    due_at: datetime | None,
    case_id: UUID | None,
    now: datetime,
) -> NewQuestion:
    """A question to be written with ASK_CTE; what its parts mean is said at ``ask``."""
    question_id = new_id()
    digest = blind_index(key, kind=f"ledger.{line}")
    sealed = seal_json(body, owner=question_id, field=_BODY)
    parameters = (question_id, line, kind, digest, case_id, sealed, now, due_at, real_now())
    return NewQuestion(id=question_id, line=line, digest=digest, parameters=parameters)


def equal_in_flight(question: NewQuestion) -> UUID:
    """The question that stands in the way of a new one; the last answered where it was answered just now."""
    with connection.cursor() as cursor:
        cursor.execute(
            """(select id from ledger_question where line = %(line)s and key = %(key)s and state = 'asked')
               union all (select id from ledger_question where line = %(line)s and key = %(key)s
               order by asked_at desc limit 1) limit 1""",
            {"line": question.line, "key": question.digest},
        )
        return UUID(str(cursor.fetchone()[0]))


def ask(
    *,
    line: str,
    kind: str,
    key: str,
    body: dict[str, Any],
    due_at: datetime | None,
    case_id: UUID | None,
    now: datetime,
) -> UUID:
    """Store a question in the caller's transaction; one statement for a new one.

    Two equal questions (same ``line`` and ``key``) in flight are one: the id of the first is
    returned. ``due_at`` is the deadline that sets its priority. Never waits for the line.
    """
    question = new_question(line=line, kind=kind, key=key, body=body, due_at=due_at, case_id=case_id, now=now)
    with connection.cursor() as cursor:
        cursor.execute(_ASK, question.parameters)
        is_new = cursor.fetchone() is not None
    return question.id if is_new else equal_in_flight(question)


def claim(*, line: str, limit: int) -> list[Question]:
    """Lease up to ``limit`` due questions, most urgent first; also those that a dead worker held."""
    now = real_now()
    give_back_of_the_gone("ledger_question", "line = %s and state = 'asked'", [line])
    with connection.cursor() as cursor:
        cursor.execute(
            """update ledger_question set leased_until = %s, leased_by = %s, attempts = attempts + 1
               where id in (
                 select id from ledger_question
                 where line = %s and state = 'asked' and next_at <= %s
                   and (leased_until is null or leased_until < %s)
                 order by due_at nulls last, asked_at limit %s for update skip locked)
               returning id, line, kind, case_id, sealed_body, asked_at, due_at, attempts""",
            [now + _LEASE, holder(), line, now, now, limit],
        )
        rows = cursor.fetchall()
    return [_question(row) for row in rows]


def claim_one(question_id: UUID) -> Question | None:
    """Lease this one question, to be put at once; None where somebody else holds or answered it."""
    now = real_now()
    with connection.cursor() as cursor:
        cursor.execute(
            """update ledger_question set leased_until = %s, leased_by = %s, attempts = attempts + 1
               where id = %s and state = 'asked' and (leased_until is null or leased_until < %s)
               returning id, line, kind, case_id, sealed_body, asked_at, due_at, attempts""",
            [now + _LEASE, holder(), question_id, now],
        )
        row = cursor.fetchone()
    return _question(row) if row else None


def others_are_due(question: Question) -> bool:
    """Whether another question of the same line could be put now: then whoever comes new takes their turn."""
    now = real_now()
    with connection.cursor() as cursor:
        cursor.execute(
            """select exists (select 1 from ledger_question
                 where line = %s and state = 'asked' and id <> %s and next_at <= %s
                   and (leased_until is null or leased_until < %s))""",
            [question.line, question.id, now, now],
        )
        return bool(cursor.fetchone()[0])


def _question(row: tuple[Any, ...]) -> Question:
    return Question(
        id=row[0],
        line=row[1],
        kind=row[2],
        case_id=row[3],
        body=open_json(row[4], owner=row[0], field=_BODY),
        asked_at=row[5],
        due_at=row[6],
        attempts=row[7],
    )


def settle(question_id: UUID, *, answer: dict[str, Any], now: datetime) -> bool:
    """Store the answer in the caller's transaction; False when it was answered before."""
    with connection.cursor() as cursor:
        cursor.execute(
            """update ledger_question set state = 'answered', sealed_answer = %s, answered_at = %s,
                 leased_until = null, leased_by = null, last_error = ''
               where id = %s and state = 'asked'""",
            [seal_json(answer, owner=question_id, field=_ANSWER), now, question_id],
        )
        return bool(cursor.rowcount)


def postpone(question: Question, *, reason: str, line_failed: bool) -> None:
    """Keep the question for later. When the whole line failed, the breaker paces it instead."""
    wait = timedelta() if line_failed else wait_after(question.attempts)
    with connection.cursor() as cursor:
        cursor.execute(
            """update ledger_question set leased_until = null, leased_by = null, next_at = %s, last_error = %s
               where id = %s and state = 'asked'""",
            [real_now() + wait, reason, question.id],
        )


def failing_questions(line: str, limit: int) -> list[FailingQuestion]:
    """Questions that wait because they were not taken, the oldest first; without what they ask."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select id, case_id, asked_at, next_at, attempts, last_error from ledger_question
               where line = %s and state = 'asked' and next_at > %s order by asked_at limit %s""",
            [line, real_now(), limit],
        )
        return [
            FailingQuestion(
                id=row[0], case_id=row[1], asked_at=row[2], next_at=row[3], attempts=row[4], reason=row[5]
            )
            for row in cursor.fetchall()
        ]


def hasten(line: str, *, question_id: UUID | None = None, since: datetime | None = None) -> int:
    """Put questions that wait for a later try again now: one, or what was asked from a legal moment on.

    How many; they come in the order of their deadlines, as all others do.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """update ledger_question set next_at = %(now)s, attempts = 0
               where line = %(line)s and state = 'asked' and next_at > %(now)s
                 and (%(id)s::uuid is null or id = %(id)s)
                 and (%(since)s::timestamptz is null or asked_at >= %(since)s)""",
            {"now": real_now(), "line": line, "id": question_id, "since": since},
        )
        return int(cursor.rowcount)


def expire(question_ids: Sequence[UUID]) -> int:
    """Mark answers as too old to decide by; they stay, and the same may be asked again. How many changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update ledger_question set state = 'expired' where id = any(%s) and state = 'answered'",
            [list(question_ids)],
        )
        return int(cursor.rowcount)


def stored_body(question_id: UUID) -> dict[str, Any]:
    """What was asked, opened: personal data, so only for whoever may read it, and recorded by the caller."""
    with connection.cursor() as cursor:
        cursor.execute("select sealed_body from ledger_question where id = %s", [question_id])
        (sealed,) = cursor.fetchone()
    return msgspec.convert(open_json(sealed, owner=question_id, field=_BODY), dict[str, Any])


def stored_answer(question_id: UUID) -> dict[str, Any] | None:
    """The answer of a question, opened; None while it waits."""
    with connection.cursor() as cursor:
        cursor.execute("select sealed_answer from ledger_question where id = %s", [question_id])
        row = cursor.fetchone()
    if row is None or row[0] is None:
        return None
    found = open_json(row[0], owner=question_id, field=_ANSWER)
    return msgspec.convert(found, dict[str, Any])
