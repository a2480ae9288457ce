"""What was asked about people for cases, and how the lines to the registers are doing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec
from django.db import connection

from tinhso.foundation.identifiers.service import parse_partial_date
from tinhso.foundation.ledger.service import (
    BreakerState,
    Stop,
    line_queue,
    line_state,
    questions_waiting,
    stored_body,
)
from tinhso.services.verification.adapters.agreement import look_ups_per_second, questions_per_second
from tinhso.services.verification.look_up_types import Register
from tinhso.services.verification.look_up_words import TITLES
from tinhso.services.verification.models import VerificationRequest
from tinhso.services.verification.types import (
    LINE,
    MOST_COUNTED,
    Answer,
    AskedAboutPerson,
    Check,
    CheckState,
    LineNow,
    LineOverview,
    PersonFacts,
    WaitedFor,
)

_MINUTE_S = 60
_SAID_LAST = """
select latest.answer from verification_request r
  join verification_answer own using (question_id)
  cross join lateral (
    select answer from verification_answer where subject = own.subject
    order by as_of desc, question_id desc limit 1) latest
where r.id = %s"""
_WAITED = """
with stop as (
  select * from jsonb_to_recordset(%(stops)s::jsonb)
    as s(number int, line text, began_at timestamptz, ended_at timestamptz)
), asked as (
  select 'population' as line, case_kind, case_id, agency_id, asked_at, answered_at from verification_request
  where asked_at < %(until)s and (answered_at is null or answered_at > %(since)s)
  union all
  select register, case_kind, case_id, agency_id, asked_at, answered_at from verification_look_up
  where asked_at < %(until)s and (answered_at is null or answered_at > %(since)s)
)
select number, case_kind, agency_id, count(distinct case_id), count(*)
from stop join asked on asked.line = stop.line
  and asked_at < coalesce(ended_at, 'infinity') and coalesce(answered_at, 'infinity') > began_at
group by number, case_kind, agency_id order by number, case_kind, agency_id"""


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


def asked_about_person(verification_id: UUID) -> AskedAboutPerson | None:
    """What a check asked, opened: only for the house itself, whose caller writes the reading down.

    None for a check that is not known here.
    """
    row = VerificationRequest.objects.filter(id=verification_id).first()
    if row is None:
        return None
    asked = stored_body(row.question_id)
    return AskedAboutPerson(
        id=row.id,
        case_kind=row.case_kind,
        case_id=row.case_id,
        person_id=row.person_id,
        agency_id=row.agency_id,
        facts=PersonFacts(
            personal_id=asked["personal_id"],
            full_name=asked["full_name"],
            birth=parse_partial_date(asked["birth"]),
            sex=asked["sex"],
        ),
        asked_at=row.asked_at,
        matched_before=VerificationRequest.objects.filter(
            person_id=row.person_id, state=CheckState.MATCH, asked_at__lte=row.asked_at
        )
        .exclude(id=row.id)
        .exists(),
    )


def said_last(verification_id: UUID) -> Answer | None:
    """What the population register said last of the facts that a check asked, whoever asked them then.

    None where it has not answered the check, or only that it may not be asked. Announcements may come late
    and in any order: whoever hears of an answer that changed goes by this. Only in the system's scope.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SAID_LAST, [verification_id])
        row = cursor.fetchone()
    return Answer(row[0]) if row else None


def line_now(name: str = LINE) -> LineNow:
    """Whether a line, by default the population database's, answers; and if not, how much waits."""
    state = line_state(name)
    is_open = state.breaker is BreakerState.CLOSED and not state.paused
    waiting = 0 if is_open else questions_waiting(name, at_most=MOST_COUNTED)
    return LineNow(is_open=is_open, waiting=waiting)


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
        agreed_per_minute=round(_agreed_per_second(name) * _MINUTE_S),
        used_per_minute=state.used_per_minute,
        failing=queue.failing,
    )


def _agreed_per_second(name: str) -> float:
    return questions_per_second() if name == LINE else look_ups_per_second(Register(name))


def line_overviews() -> tuple[LineOverview, ...]:
    """The four lines, the population database first."""
    return tuple(line_overview(name) for name in (LINE, *(register.value for register in Register)))


def waited_for(stops: Sequence[Stop]) -> tuple[WaitedFor, ...]:
    """Who waited for a register while it stood still: asked before the stop ended, unanswered when it began.

    Of every agency, so only for whoever may operate lines: the caller judges that, in a scope of the system.
    """
    if not stops:
        return ()
    told = [
        {"number": number, "line": stop.line, "began_at": stop.began_at, "ended_at": stop.ended_at}
        for number, stop in enumerate(stops)
    ]
    ends = [stop.ended_at for stop in stops if stop.ended_at is not None]
    until = max(ends) if len(ends) == len(stops) else None
    with connection.cursor() as cursor:
        cursor.execute(
            _WAITED,
            {
                "stops": msgspec.json.encode(told).decode(),
                "since": min(stop.began_at for stop in stops),
                "until": until or "infinity",
            },
        )
        return tuple(
            WaitedFor(stop=row[0], case_kind=row[1], agency_id=row[2], cases=row[3], checks=row[4])
            for row in cursor.fetchall()
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
