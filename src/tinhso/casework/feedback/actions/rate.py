"""What the sender says of the answer they got."""

from __future__ import annotations

from datetime import datetime

from tinhso.casework.feedback.adapters.reviewed_files import words
from tinhso.casework.feedback.advance import PURPOSE, append_event, write_columns
from tinhso.casework.feedback.errors import UnableToRate
from tinhso.casework.feedback.events import FeedbackAdvanced
from tinhso.casework.feedback.rules import is_editable
from tinhso.casework.feedback.senders import load_for_sender
from tinhso.casework.feedback.types import ANSWERED, CASE_KIND
from tinhso.foundation.authority.service import Actor, Permission
from tinhso.foundation.unit_of_work.service import acting_as_system, unit_of_work


def rate_answer(*, code: str, score: int, number: str = "", actor: Actor, now: datetime) -> int:
    """Say how good the answer was, 1 to 5; may be changed for some days.

    The sender who signed in rates their own; one who did not names the telephone number that it came from.
    """
    with unit_of_work(actor=actor, now=now) as work:
        case = load_for_sender(work, code=code, number=number, permission=Permission.FEEDBACK_RATE)
        _check_score(score)
        if case.state not in ANSWERED:
            raise UnableToRate(code="not_answered", message="Chưa có câu trả lời để đánh giá.")
        if case.scored_at and not is_editable(case.scored_at, now=now, days=words().rating_days):
            raise _too_late()
        with acting_as_system(work):
            case.score, case.scored_at = score, case.scored_at or now
            write_columns(case, {"score": score, "scored_at": case.scored_at})
            append_event(work, case, action="rate")
        work.record(
            action="feedback.rate",
            object_kind=CASE_KIND,
            object_id=case.id,
            subjects=case.subjects,
            purpose=PURPOSE,
        )
        work.announce(
            FeedbackAdvanced(subject_id=case.id, version=case.version, action="rate", state=case.state.value)
        )
        return case.version


def _check_score(score: int) -> None:
    if not 1 <= score <= 5:
        raise UnableToRate(
            code="score_missing",
            message="Bạn hãy chọn một mức đánh giá.",
            fields={"score": "Bạn chưa chọn mức đánh giá."},
        )


def _too_late() -> UnableToRate:
    return UnableToRate(
        code="rating_closed",
        message=f"Đánh giá chỉ sửa được trong {words().rating_days} ngày kể từ lần đầu.",
    )
