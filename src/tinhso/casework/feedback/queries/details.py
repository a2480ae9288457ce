"""One case on one screen: for officers who take part, for its sender, and its papers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.casework.feedback import models, sealing
from tinhso.casework.feedback.adapters.reviewed_files import handling, words
from tinhso.casework.feedback.advance import (
    LEGAL_BASIS,
    PURPOSE,
    guards_met,
    is_at_its_place,
    permission_for,
)
from tinhso.casework.feedback.loading import LoadedFeedback, load_feedback
from tinhso.casework.feedback.queries.published import published_of
from tinhso.casework.feedback.senders import load_for_sender
from tinhso.casework.feedback.types import (
    ANSWERED,
    CASE_KIND,
    FeedbackAction,
    FeedbackView,
    FilePart,
    OpenedPaper,
    StoryRow,
)
from tinhso.casework.feedback.wording import SENDERS, action_name
from tinhso.foundation.authority.service import (
    Actor,
    ActorKind,
    NotVisible,
    Permission,
    is_permitted,
    require,
)
from tinhso.foundation.crypto.service import open_text
from tinhso.foundation.files.service import describe, read
from tinhso.foundation.unit_of_work.service import UnitOfWork, acting_as_system, unit_of_work
from tinhso.registers.agencies.service import get_agency
from tinhso.registers.people.service import get_people

_HIDDEN = "Người gửi đề nghị giữ kín họ tên"


def get_feedback(*, feedback_id: UUID, actor: Actor, now: datetime) -> FeedbackView:
    """The case for an officer who takes part, recorded, or for the citizen who sent it."""
    with unit_of_work(actor=actor, now=now) as work:
        case = load_feedback(feedback_id, permission=Permission.FEEDBACK_READ)
        with acting_as_system(work):
            case = load_feedback(feedback_id, permission=Permission.FEEDBACK_READ)
        require(actor=actor, permission=Permission.FEEDBACK_READ, resource=case.resource)
        return _view(work, case)


def open_own_feedback(*, code: str, number: str, actor: Actor, now: datetime) -> FeedbackView:
    """The case for a sender who was not signed in: by its code and the number that it came from."""
    with unit_of_work(actor=actor, now=now) as work:
        case = load_for_sender(work, code=code, number=number, permission=Permission.FEEDBACK_TRACK)
        return _view(work, case)


def open_file(*, feedback_id: UUID, file_id: UUID, actor: Actor, now: datetime) -> OpenedPaper:
    """A paper of the case; opening it is recorded."""
    with unit_of_work(actor=actor, now=now) as work:
        load_feedback(feedback_id, permission=Permission.PAPER_READ)
        with acting_as_system(work):
            case = load_feedback(feedback_id, permission=Permission.PAPER_READ)
            paper = models.FeedbackPaper.objects.filter(feedback_id=feedback_id, file_id=file_id).first()
        require(actor=actor, permission=Permission.PAPER_READ, resource=case.resource)
        if paper is None:
            raise NotVisible(object_kind="paper", object_id=file_id, permission=Permission.PAPER_READ)
        work.record(
            action="paper.read",
            object_kind="paper",
            object_id=file_id,
            subjects=case.subjects,
            purpose=PURPOSE,
            legal_basis=LEGAL_BASIS,
        )
        stored = describe([file_id])[file_id]
        return OpenedPaper(name=stored.name, media_type=stored.media_type, content=read(file_id))


def _view(work: UnitOfWork, case: LoadedFeedback) -> FeedbackView:
    is_officer = work.actor.kind is ActorKind.OFFICER
    state = handling().process.state(case.state)
    with acting_as_system(work):
        events = list(models.FeedbackEvent.objects.filter(feedback_id=case.id).order_by("version"))
        answer = models.FeedbackAnswer.objects.filter(feedback_id=case.id).first()
        files = _files(case.id)
        name, phone = _sender(work, case) if is_officer else ("", "")
        published = published_of(case.id)
    if is_officer:
        work.record(
            action="feedback.read",
            object_kind=CASE_KIND,
            object_id=case.id,
            subjects=case.subjects,
            purpose=PURPOSE,
            legal_basis=LEGAL_BASIS,
        )
    shows_answer = answer is not None and (is_officer or case.state in ANSWERED)
    return FeedbackView(
        id=case.id,
        code=case.code,
        version=case.version,
        kind=case.kind,
        topic=case.topic,
        state=case.state,
        state_name=state.name,
        public_text=state.public_text,
        text=case.text,
        sender_name=name,
        sender_phone=phone,
        is_name_hidden=case.hides_name,
        is_signed_in=case.sender_id is not None,
        about_agency=_agency_name(case.about_agency_id),
        about_agency_id=case.about_agency_id,
        procedure_code=case.procedure_code,
        dossier_id=case.dossier_id,
        dossier_code=case.dossier_code,
        files=files,
        may_publish=case.may_publish,
        agency=_agency_name(case.agency_id or case.intake_agency_id),
        agency_id=case.agency_id,
        is_classified=case.is_classified,
        sent_at=case.sent_at,
        due_at=case.due_at,
        finished_at=case.finished_at,
        refusal_reason=words().refusal_reasons.get(case.refusal_reason, ""),
        refusal_note=_refusal_note(case, events),
        answer=open_text(answer.sealed_text, owner=case.id, field=sealing.ANSWER)
        if shows_answer and answer
        else "",
        score=case.score,
        story=story_of(case.id, events, with_notes=is_officer),
        actions=_actions(case, work.actor) if is_officer else (),
        published=published,
    )


def story_of(
    feedback_id: UUID, events: list[models.FeedbackEvent], *, with_notes: bool
) -> tuple[StoryRow, ...]:
    """What happened: everything with its reasons for officers, what concerns the sender for others."""
    return tuple(
        StoryRow(
            at=event.at,
            action=event.action,
            text=action_name(event.action) if with_notes else SENDERS[event.action],
            by=_agency_name(event.agency_id),
            note=_note(feedback_id, event) if with_notes else "",
        )
        for event in events
        if with_notes or event.action in SENDERS
    )


def _note(feedback_id: UUID, event: models.FeedbackEvent) -> str:
    return open_text(
        event.sealed_note, owner=sealing.note_owner(feedback_id, event.version), field=sealing.NOTE
    )


def _refusal_note(case: LoadedFeedback, events: list[models.FeedbackEvent]) -> str:
    refused = [event for event in events if event.action in ("refuse", "refuse_there")]
    return _note(case.id, refused[-1]) if refused else ""


def _sender(work: UnitOfWork, case: LoadedFeedback) -> tuple[str, str]:
    """Name and telephone; only the intake desk learns them where the sender asked to be kept unnamed."""
    if case.hides_name and work.actor.agency_id != case.intake_agency_id:
        return _HIDDEN, ""
    if case.sender_id is None:
        return case.given_sender["name"], case.given_sender["phone"]
    person = get_people(work, {case.sender_id}, purpose=PURPOSE, legal_basis=LEGAL_BASIS)[case.sender_id]
    return person.full_name or "", person.phone or ""


def _files(feedback_id: UUID) -> tuple[FilePart, ...]:
    ids = list(
        models.FeedbackPaper.objects.filter(feedback_id=feedback_id)
        .order_by("id")
        .values_list("file_id", flat=True)
    )
    known = describe(ids) if ids else {}
    return tuple(
        FilePart(
            id=file_id,
            name=known[file_id].name,
            size=known[file_id].size,
            media_type=known[file_id].media_type,
        )
        for file_id in ids
    )


def _actions(case: LoadedFeedback, actor: Actor) -> tuple[FeedbackAction, ...]:
    met = guards_met(case) | {"classified"}
    return tuple(
        FeedbackAction(
            key=action.key, name=action.name, needs_note=action.needs_note, kind=action.button_kind.value
        )
        for action in handling().process.actions_from(case.state)
        if set(action.guards) <= met
        and is_at_its_place(action, case, actor.agency_id)
        and is_permitted(actor=actor, permission=permission_for(action), resource=case.resource)
    )


def _agency_name(agency_id: UUID | None) -> str:
    return get_agency(agency_id).name if agency_id else ""
