"""The population register says otherwise of the same facts: the cases that relied on it hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from tinhso.foundation.crypto.service import blind_index
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.services.verification.actions.ask import LEGAL_BASIS, PURPOSE
from tinhso.services.verification.events import PersonAnswerChanged
from tinhso.services.verification.rules import person_key
from tinhso.services.verification.types import LINE, Answer, PersonFacts

_SAID = frozenset({Answer.MATCH, Answer.NO_MATCH})

# One statement, as before anything was compared: what was known is read where the answer is written.
_KEEP = """
with former as (
  select answer from verification_answer where subject = %(subject)s::bytea
  order by as_of desc, question_id desc limit 1
), kept as (
  insert into verification_answer (question_id, answer, as_of, subject)
  values (%(question)s, %(answer)s, %(now)s, %(subject)s)
)
select answer from former where answer <> %(answer)s"""

# A case that asked again about the person, whatever it asked then, relies on that and not on this.
_HOLDERS = """
select distinct on (r.case_id, r.person_id) r.id, r.case_id, r.person_id
from verification_answer a join verification_request r using (question_id)
where a.subject = %(subject)s and a.question_id <> %(question)s and r.state in ('match', 'no_match')
  and not exists (
    select 1 from verification_request later
    where later.case_id = r.case_id and later.person_id = r.person_id
      and (later.asked_at, later.id) > (r.asked_at, r.id))
order by r.case_id, r.person_id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What the register says now of a subject (blind index), and what it said before."""

    subject: bytes
    former: Answer
    answer: Answer


def keep_answer(work: UnitOfWork, question_id: UUID, facts: PersonFacts, answer: Answer) -> Change | None:
    """Store what the register answered; the change, where it said otherwise of these facts before.

    An answer too old to decide by is still what was said last. NOT_PERMITTED says nothing of the person.
    """
    subject = blind_index(person_key(facts), kind=f"subject.{LINE}") if answer in _SAID else None
    values = {"question": question_id, "answer": answer.value, "now": work.now, "subject": subject}
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, values)
        row = cursor.fetchone()
    if row is None or subject is None:
        return None
    return Change(subject=subject, former=Answer(row[0]), answer=answer)


def announce_change(work: UnitOfWork, question_id: UUID, change: Change) -> None:
    """To every case that relies on an earlier answer about the same facts, each for its own check."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, {"subject": change.subject, "question": question_id})
        holders = cursor.fetchall()
    for verification_id, case_id, person_id in holders:
        work.record(
            action="verification.answer_changed",
            object_kind="verification",
            object_id=verification_id,
            subjects=(person_id,),
            purpose=PURPOSE,
            legal_basis=LEGAL_BASIS,
            details={"line": LINE, "former": change.former.value, "answer": change.answer.value},
        )
        work.announce(
            PersonAnswerChanged(
                subject_id=case_id,
                verification_id=verification_id,
                person_id=person_id,
                former=change.former,
                answer=change.answer,
            )
        )
