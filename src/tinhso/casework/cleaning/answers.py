"""The register answered a question of a task: noted once, and the task goes on by what it said."""

from __future__ import annotations

from tinhso.casework.cleaning import models
from tinhso.casework.cleaning.advance import advance_task, append_event, write_down
from tinhso.casework.cleaning.loading import load_task
from tinhso.casework.cleaning.types import CASE_KIND, CleaningPurpose
from tinhso.foundation.process.service import open_tasks_of
from tinhso.foundation.unit_of_work.service import UnitOfWork
from tinhso.services.verification.events import PersonAnswerChanged, PersonVerified
from tinhso.services.verification.service import Answer, said_last


def note_answer(work: UnitOfWork, event: PersonVerified) -> None:
    """Write the answer down and take the step that follows; repeating it changes nothing.

    An answer that agrees closes a task that asked whether the register has been corrected, or whose question
    was what the dossier stated. Any other goes back to the officers.
    """
    question = models.CleaningQuestion.objects.filter(verification_id=event.verification_id).first()
    if question is None or question.answered_at is not None:
        return
    task = load_task(question.task_id, lock=True)
    # The news that the register says otherwise may have overtaken this.
    answer = said_last(event.verification_id) or event.answer
    question.answered_at, question.answer = work.now, answer.value
    question.save(update_fields=["answered_at", "answer"])
    is_verifying = question.purpose == CleaningPurpose.VERIFY
    if answer is Answer.MATCH and (is_verifying or question.is_as_declared):
        action = "agree"
    else:
        action = "differ" if is_verifying else "answer"
    task.register_says = answer.value
    opened = open_tasks_of(case_kind=CASE_KIND, case_ids=[task.id]).get(task.id, ())
    advance_task(work, task, opened, action=action, columns=["register_says"])


def note_changed_answer(work: UnitOfWork, event: PersonAnswerChanged) -> None:
    """What an open task knows of the register is what it says now; its officer decides what follows.

    Nothing is noted where other facts were collected since: what the register says of those is not known.
    """
    question = models.CleaningQuestion.objects.filter(verification_id=event.verification_id).first()
    if question is None:
        return
    task = load_task(question.task_id, lock=True)
    answer = said_last(event.verification_id) or event.answer
    if task.finished_at is not None or task.register_says in ("", answer.value):
        return
    task.register_says = answer.value
    task.version += 1
    task.save(update_fields=["version", "register_says"])
    append_event(work, task, action="answer_changed")
    write_down(work, task, "answer_changed")
