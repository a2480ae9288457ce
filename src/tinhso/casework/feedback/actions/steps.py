"""Steps on the way to the answer: receive, classify, assign, transfer, send back, refuse."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tinhso.casework.feedback.adapters.reviewed_files import words
from tinhso.casework.feedback.advance import (
    LEGAL_BASIS,
    PURPOSE,
    Move,
    Ready,
    advance_feedback,
    append_event,
    load_for_action,
    write_columns,
)
from tinhso.casework.feedback.errors import UnableToActOnFeedback
from tinhso.casework.feedback.events import FeedbackAdvanced
from tinhso.casework.feedback.loading import LoadedFeedback, load_feedback
from tinhso.casework.feedback.typed import clean_note
from tinhso.casework.feedback.types import CASE_KIND, FeedbackState, FeedbackTopic
from tinhso.foundation.authority.service import Actor, Permission
from tinhso.foundation.clock.service import legal_day
from tinhso.foundation.process.service import UnableToTakeAction
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work
from tinhso.registers.agencies.service import get_agency

_AT_INTAKE = frozenset({FeedbackState.SENT, FeedbackState.RECEIVED})


def receive_feedback(*, feedback_id: UUID, expected_version: int | None, actor: Actor, now: datetime) -> int:
    """Take the case in at the intake desk; the new version."""
    return plain_step("receive", feedback_id, "", expected_version, actor, now)


def send_feedback_back(
    *, feedback_id: UUID, note: str, expected_version: int | None, actor: Actor, now: datetime
) -> int:
    """Give the case back to the intake desk, which knows better who is competent."""
    return plain_step("send_back", feedback_id, note, expected_version, actor, now)


def classify_feedback(
    *,
    feedback_id: UUID,
    topic: FeedbackTopic,
    about_agency_id: UUID | None,
    expected_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Say what the case is about and which agency it concerns, whatever the sender chose."""
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, feedback_id, action="classify", expected_version=expected_version)
        case = ready.case
        _require_state(case)
        if about_agency_id is not None:
            get_agency(about_agency_id)
        with acting_as_system(work):
            write_columns(case, {"topic": topic, "about_agency_id": about_agency_id, "is_classified": True})
            append_event(work, case, action="classify")
        work.record(
            action="feedback.classify",
            object_kind=CASE_KIND,
            object_id=case.id,
            subjects=case.subjects,
            purpose=PURPOSE,
            legal_basis=LEGAL_BASIS,
            details={"topic": topic.value, "version": case.version},
        )
        work.announce(
            FeedbackAdvanced(
                subject_id=case.id, version=case.version, action="classify", state=case.state.value
            )
        )
        return case.version


def assign_feedback(
    *, feedback_id: UUID, agency_id: UUID, expected_version: int | None, actor: Actor, now: datetime
) -> int:
    """Send the case to the agency that has to answer it; not one that would judge itself."""
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, feedback_id, action="assign", expected_version=expected_version)
        _require_other_judge(ready, agency_id, now)
        advance_feedback(work, ready.case, ready.tasks, Move(action="assign", agency_id=agency_id))
        return ready.case.version


def transfer_feedback(
    *,
    feedback_id: UUID,
    agency_id: UUID,
    note: str,
    expected_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Hand the case on to another agency, saying why one is not competent. The clock runs on."""
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, feedback_id, action="transfer", expected_version=expected_version)
        if agency_id == ready.case.agency_id:
            raise UnableToActOnFeedback(
                code="same_agency",
                message="Hãy chọn cơ quan khác.",
                fields={"agency": "Vụ việc đang ở chính cơ quan này."},
            )
        _require_other_judge(ready, agency_id, now)
        move = Move(action="transfer", note=clean_note(note), agency_id=agency_id)
        advance_feedback(work, ready.case, ready.tasks, move)
        return ready.case.version


def refuse_feedback(
    *,
    feedback_id: UUID,
    reason: str,
    note: str,
    expected_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Refuse to process, for a reason of the closed list and in words that the sender reads.

    Before assignment the intake desk refuses; after it, the leader of the agency that would answer.
    """
    with unit_of_work(actor=actor, now=now) as work:
        state = load_feedback(feedback_id, permission=Permission.FEEDBACK_READ).state
        action = "refuse" if state in _AT_INTAKE else "refuse_there"
        ready = load_for_action(work, feedback_id, action=action, expected_version=expected_version)
        if reason not in words().refusal_reasons:
            raise UnableToActOnFeedback(
                code="reason_missing",
                message="Bạn hãy chọn lý do không xử lý.",
                fields={"reason": "Chưa chọn lý do."},
            )
        move = Move(action=action, note=clean_note(note), columns={"refusal_reason": reason})
        advance_feedback(work, ready.case, ready.tasks, move)
        return ready.case.version


def plain_step(
    action: str, feedback_id: UUID, note: str, expected_version: int | None, actor: Actor, now: datetime
) -> int:
    """Take a step that needs nothing but its reason; the new version."""
    with unit_of_work(actor=actor, now=now) as work:
        ready = load_for_action(work, feedback_id, action=action, expected_version=expected_version)
        advance_feedback(work, ready.case, ready.tasks, Move(action=action, note=clean_note(note)))
        return ready.case.version


def _require_state(case: LoadedFeedback) -> None:
    if case.state is not FeedbackState.RECEIVED:
        message = "Chỉ phân loại được khi vụ việc đang ở nơi tiếp nhận."
        raise UnableToTakeAction("process.action_not_allowed", message)


def _require_other_judge(ready: Ready, agency_id: UUID, now: datetime) -> None:
    agency = get_agency(agency_id)
    if not agency.is_valid_on(legal_day(now)):
        raise UnableToActOnFeedback(
            code="agency_ended",
            message="Cơ quan này không còn hoạt động.",
            fields={"agency": "Cơ quan này không còn hoạt động."},
        )
    case = ready.case
    if case.topic.value in words().not_to_itself and agency_id == case.about_agency_id:
        raise UnableToActOnFeedback(
            code="judges_itself",
            message="Phản ánh về cán bộ không giao cho chính cơ quan bị phản ánh trả lời.",
            fields={"agency": "Hãy chọn cơ quan khác, thường là cơ quan cấp trên."},
        )
