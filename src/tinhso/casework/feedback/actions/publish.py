"""Making an answer public: rewritten by an officer so that it leads to nobody, and taken down again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.casework.feedback import models
from tinhso.casework.feedback.actions.steps import plain_step
from tinhso.casework.feedback.advance import LEGAL_BASIS, PURPOSE, Move, advance_feedback, load_for_action
from tinhso.casework.feedback.errors import UnableToActOnFeedback
from tinhso.casework.feedback.loading import LoadedFeedback
from tinhso.casework.feedback.rules import search_words, traces_in
from tinhso.casework.feedback.typed import clean_body, clean_note
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.clock.service import new_id
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.agencies.service import get_agency
from tinhso.registers.people.service import get_people


def publish_answer(
    *,
    feedback_id: UUID,
    question: str,
    answer: str,
    expected_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Publish question and answer in the officer's anonymous wording.

    Refuses (UnableToActOnFeedback, field by field) while a machine still finds numbers, codes or the
    sender's name in it.
    """
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, feedback_id, action="publish", expected_version=expected_version)
        case = ready.case
        texts = {"question": question, "answer": answer}
        clean = {name: clean_body(text, field=name) for name, text in texts.items()}
        _refuse_traces(clean, _names_of(work, case))
        advance_feedback(work, case, ready.tasks, Move(action="publish"))
        if actor.officer_id is None or case.agency_id is None:
            raise AssertionError("an officer of the answering agency publishes")
        with acting_as_system(work):
            models.Publication.objects.create(
                id=new_id(),
                feedback_id=feedback_id,
                topic=case.topic.value,
                agency_id=case.agency_id,
                question=clean["question"],
                answer=clean["answer"],
                words=search_words(clean["question"], clean["answer"], get_agency(case.agency_id).name),
                published_at=now,
                published_by=actor.officer_id,
            )
        return case.version


def keep_answer_private(
    *, feedback_id: UUID, note: str, expected_version: int | None, actor: Actor, now: datetime
) -> int:
    """Publish nothing, although the sender agreed: the story itself would give somebody away."""
    return plain_step("keep_private", feedback_id, note, expected_version, actor, now)


def unpublish_answer(
    *, feedback_id: UUID, note: str, expected_version: int | None, actor: Actor, now: datetime
) -> int:
    """Take a published answer down at once; what was published stays on record."""
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, feedback_id, action="unpublish", expected_version=expected_version)
        move = Move(action="unpublish", note=clean_note(note))
        advance_feedback(work, ready.case, ready.tasks, move)
        with acting_as_system(work):
            models.Publication.objects.filter(feedback_id=feedback_id, withdrawn_at=None).update(
                withdrawn_at=now
            )
        return ready.case.version


def _names_of(work: UnitOfWork, case: LoadedFeedback) -> tuple[str, ...]:
    if case.sender_id is None:
        return (case.given_sender["name"],)
    with acting_as_system(work):
        people = get_people(work, {case.sender_id}, purpose=PURPOSE, legal_basis=LEGAL_BASIS)
    return (people[case.sender_id].full_name or "",)


def _refuse_traces(texts: dict[str, str], names: tuple[str, ...]) -> None:
    found = {name: traces for name, text in texts.items() if (traces := traces_in(text, names=names))}
    if found:
        raise UnableToActOnFeedback(
            code="not_anonymous",
            message="Phần công khai còn thông tin nhận ra người gửi.",
            fields={name: f"Nội dung {'; '.join(traces)}." for name, traces in found.items()},
        )
