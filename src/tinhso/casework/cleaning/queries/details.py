"""One task on one screen, for an officer of the agency that has it; opening it is recorded for the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from tinhso.casework.cleaning import models, sealing
from tinhso.casework.cleaning.adapters.reviewed_files import handling
from tinhso.casework.cleaning.advance import LEGAL_BASIS, PERMISSIONS, PURPOSE, guards_met
from tinhso.casework.cleaning.loading import collected_facts, declared_facts, load_task, resource_of
from tinhso.casework.cleaning.types import (
    CASE_KIND,
    FACTS,
    CleaningAction,
    CleaningPurpose,
    CleaningState,
    CleaningStory,
    CleaningView,
    FactRow,
    ProposalView,
    ProposedChange,
    QuestionRow,
    ReachedBy,
    SeenPaper,
    VisitRow,
)
from tinhso.casework.cleaning.wording import action_name
from tinhso.foundation.authority.service import Actor, Permission, is_permitted, require
from tinhso.foundation.crypto.service import open_json, open_text
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.agencies.service import get_agency
from tinhso.registers.people.service import Person, get_people


def get_cleaning_task(*, task_id: UUID, actor: Actor, now: datetime) -> CleaningView:
    """The task with what is known of the person; NotVisible to whoever works elsewhere."""
    with unit_of_work(actor=actor, now=now) as work:
        task = load_task(task_id)
        require(actor=actor, permission=Permission.CLEANING_READ, resource=resource_of(task))
        work.record(
            action="cleaning.read",
            object_kind=CASE_KIND,
            object_id=task.id,
            subjects=(task.person_id,),
            purpose=PURPOSE,
            legal_basis=LEGAL_BASIS,
        )
        with acting_as_system(work):
            return _view(work, task)


def proposal_of(task_id: UUID) -> ProposalView | None:
    """The latest proposal of a task, opened."""
    row = models.CleaningProposal.objects.filter(task_id=task_id).order_by("-version").first()
    if row is None:
        return None
    content = msgspec.convert(
        open_json(row.sealed_content, owner=row.id, field=sealing.PROPOSAL), dict[str, Any]
    )
    return ProposalView(
        changes=tuple(ProposedChange(**one) for one in content["changes"]),
        basis=content["basis"],
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        outcome=row.outcome,
    )


def _view(work: UnitOfWork, task: models.CleaningTask) -> CleaningView:
    state = handling().process.state(task.state)
    people = get_people(work, {task.person_id}, purpose=PURPOSE, legal_basis=LEGAL_BASIS)
    return CleaningView(
        id=task.id,
        code=task.code,
        version=task.version,
        state=CleaningState(task.state),
        state_name=state.name,
        public_text=state.public_text,
        agency=get_agency(task.agency_id).name,
        agency_id=task.agency_id,
        reached_by=ReachedBy(task.reached_by),
        matched_before=task.matched_before,
        dossiers=models.CleaningOrigin.objects.filter(task_id=task.id).values("case_id").distinct().count(),
        raised_at=task.raised_at,
        due_at=task.due_at,
        finished_at=task.finished_at,
        waits_since=task.waits_since,
        register_says=task.register_says,
        facts=_facts(task, people[task.person_id]),
        visits=_visits(task.id),
        questions=_questions(task.id),
        proposal=proposal_of(task.id),
        story=_story(task.id),
        actions=_actions(task, work.actor),
    )


def _facts(task: models.CleaningTask, person: Person) -> tuple[FactRow, ...]:
    declared, collected = declared_facts(task), collected_facts(task.id) or {}
    known = {
        "full_name": person.full_name or "",
        "personal_id": person.personal_id,
        "birth": person.birth.iso if person.birth else "",
        "sex": person.sex or "",
    }
    return tuple(
        FactRow(
            fact=fact,
            declared=declared.get(fact, ""),
            known=known[fact],
            source=person.origins[fact].source.value if fact in person.origins else "",
            collected=collected.get(fact, ""),
        )
        for fact in FACTS
    )


def _visits(task_id: UUID) -> tuple[VisitRow, ...]:
    rows = models.CleaningVisit.objects.filter(task_id=task_id).order_by("-version")
    opened = [
        (
            row,
            msgspec.convert(open_json(row.sealed_content, owner=row.id, field=sealing.VISIT), dict[str, Any]),
        )
        for row in rows
    ]
    return tuple(
        VisitRow(paper=SeenPaper(seen["paper"]), number=seen["number"], note=seen["note"], at=row.seen_at)
        for row, seen in opened
    )


def _questions(task_id: UUID) -> tuple[QuestionRow, ...]:
    return tuple(
        QuestionRow(
            purpose=CleaningPurpose(row.purpose),
            asked_at=row.asked_at,
            answered_at=row.answered_at,
            answer=row.answer,
        )
        for row in models.CleaningQuestion.objects.filter(task_id=task_id).order_by("-asked_at")
    )


def _story(task_id: UUID) -> tuple[CleaningStory, ...]:
    return tuple(
        CleaningStory(
            at=event.at,
            action=event.action,
            text=action_name(event.action),
            by=get_agency(event.agency_id).name if event.agency_id else "",
            note=open_text(
                event.sealed_note, owner=sealing.note_owner(task_id, event.version), field=sealing.NOTE
            )
            if event.sealed_note
            else "",
        )
        for event in models.CleaningEvent.objects.filter(task_id=task_id).order_by("version")
    )


def _actions(task: models.CleaningTask, actor: Actor) -> tuple[CleaningAction, ...]:
    met = guards_met(task, has_collected=collected_facts(task.id) is not None)
    return tuple(
        CleaningAction(
            key=action.key, name=action.name, needs_note=action.needs_note, kind=action.button_kind.value
        )
        for action in handling().process.actions_from(task.state)
        if action.who in PERMISSIONS
        and set(action.guards) <= met
        and is_permitted(actor=actor, permission=PERMISSIONS[action.who], resource=resource_of(task))
    )
