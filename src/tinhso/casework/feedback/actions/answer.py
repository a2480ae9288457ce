"""The answer: drafted by one, approved or returned by another, sent when approved."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.casework.feedback import models, sealing
from tinhso.casework.feedback.actions.steps import plain_step
from tinhso.casework.feedback.advance import Move, advance_feedback, load_for_action
from tinhso.casework.feedback.errors import UnableToActOnFeedback
from tinhso.casework.feedback.typed import clean_body
from tinhso.foundation.authority.service import Actor
from tinhso.foundation.crypto.service import seal_text
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work


def draft_answer(
    *, feedback_id: UUID, text: str, expected_version: int | None, actor: Actor, now: datetime
) -> int:
    """Write the answer and put it before the leader; drafting again replaces the former draft."""
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, feedback_id, action="draft", expected_version=expected_version)
        clean = clean_body(text, field="text")
        if actor.officer_id is None:
            raise AssertionError("authority lets officers draft only")
        advance_feedback(work, ready.case, ready.tasks, Move(action="draft"))
        with acting_as_system(work):
            models.FeedbackAnswer.objects.update_or_create(
                feedback_id=feedback_id,
                defaults={
                    "sealed_text": seal_text(clean, owner=feedback_id, field=sealing.ANSWER),
                    "drafted_by": actor.officer_id,
                    "drafted_at": now,
                    "approved_by": None,
                    "approved_at": None,
                },
            )
        return ready.case.version


def return_answer(
    *, feedback_id: UUID, note: str, expected_version: int | None, actor: Actor, now: datetime
) -> int:
    """Give the draft back with what is to be done better."""
    return plain_step("return_draft", feedback_id, note, expected_version, actor, now)


def approve_answer(
    *, feedback_id: UUID, for_publication: bool, expected_version: int | None, actor: Actor, now: datetime
) -> int:
    """Approve the draft: from now on the sender reads it. Nobody approves what they drafted themselves."""
    action = "approve_for_publication" if for_publication else "approve"
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, feedback_id, action=action, expected_version=expected_version)
        with acting_as_system(work):
            drafted_by = (
                models.FeedbackAnswer.objects.filter(feedback_id=feedback_id)
                .values_list("drafted_by", flat=True)
                .first()
            )
        if drafted_by is not None and drafted_by == actor.officer_id:
            raise UnableToActOnFeedback(
                code="own_draft", message="Người soạn không tự duyệt câu trả lời của mình."
            )
        advance_feedback(work, ready.case, ready.tasks, Move(action=action))
        with acting_as_system(work):
            models.FeedbackAnswer.objects.filter(feedback_id=feedback_id).update(
                approved_by=actor.officer_id, approved_at=now
            )
        return ready.case.version
