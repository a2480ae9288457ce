"""Following a case by its code, without signing in: where it stands, and nothing that was written."""

from __future__ import annotations

from datetime import datetime

from tinhso.casework.feedback import models
from tinhso.casework.feedback.adapters.reviewed_files import handling
from tinhso.casework.feedback.loading import load_by_code
from tinhso.casework.feedback.queries.details import story_of
from tinhso.casework.feedback.types import ANSWERED, TrackedFeedback
from tinhso.foundation.authority.service import Permission, anonymous_actor, require
from tinhso.foundation.identifiers.service import parse_feedback_code
from tinhso.foundation.unit_of_work.service import unit_of_work
from tinhso.registers.agencies.service import get_agency


def track_feedback(*, code: str, trace_id: str, now: datetime) -> TrackedFeedback:
    """The case of this code; raises UnableToReadIdentifier, NotVisible for a code that nobody holds."""
    read = parse_feedback_code(code)
    actor = anonymous_actor(trace_id, tracking_code=read)
    with unit_of_work(actor=actor, now=now):
        require(actor=actor, permission=Permission.FEEDBACK_TRACK)
        case = load_by_code(read, permission=Permission.FEEDBACK_TRACK)
        events = list(models.FeedbackEvent.objects.filter(feedback_id=case.id).order_by("version"))
    state = handling().process.state(case.state)
    return TrackedFeedback(
        id=case.id,
        code=case.code,
        state=case.state,
        state_name=state.name,
        public_text=state.public_text,
        agency=get_agency(case.agency_id or case.intake_agency_id).name,
        sent_at=case.sent_at,
        due_at=case.due_at,
        finished_at=case.finished_at,
        story=story_of(case.id, events, with_notes=False),
        opens_with_phone=case.sender_id is None and (case.state in ANSWERED or case.refusal_reason != ""),
    )
