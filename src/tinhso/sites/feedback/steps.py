"""Steps that officers take on a case; each leads back to its page, done or with the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tinhso.casework.feedback import service as feedback
from tinhso.casework.feedback.service import FeedbackChanged, FeedbackTopic, UnableToActOnFeedback
from tinhso.foundation.authority.service import NotVisible
from tinhso.foundation.identifiers.service import DomainError
from tinhso.sites.feedback.case import Attempt, page
from tinhso.sites.frame.service import Visit, officers_only, refusal_of

_TYPED = ("note", "text", "question", "answer", "reason", "agency", "topic", "about")
_Act = Callable[[Mapping[str, str], Mapping[str, Any]], int]

_ACTS: Mapping[str, _Act] = {
    "receive": lambda typed, case: feedback.receive_feedback(**case),
    "classify": lambda typed, case: feedback.classify_feedback(
        topic=_topic(typed["topic"]), about_agency_id=_agency(typed["about"], is_needed=False), **case
    ),
    "assign": lambda typed, case: feedback.assign_feedback(agency_id=_chosen(typed["agency"]), **case),
    "transfer": lambda typed, case: feedback.transfer_feedback(
        agency_id=_chosen(typed["agency"]), note=typed["note"], **case
    ),
    "send_back": lambda typed, case: feedback.send_feedback_back(note=typed["note"], **case),
    "refuse": lambda typed, case: feedback.refuse_feedback(
        reason=typed["reason"], note=typed["note"], **case
    ),
    "draft": lambda typed, case: feedback.draft_answer(text=typed["text"], **case),
    "return_draft": lambda typed, case: feedback.return_answer(note=typed["note"], **case),
    "approve": lambda typed, case: feedback.approve_answer(for_publication=False, **case),
    "approve_for_publication": lambda typed, case: feedback.approve_answer(for_publication=True, **case),
    "publish": lambda typed, case: feedback.publish_answer(
        question=typed["question"], answer=typed["answer"], **case
    ),
    "keep_private": lambda typed, case: feedback.keep_answer_private(note=typed["note"], **case),
    "unpublish": lambda typed, case: feedback.unpublish_answer(note=typed["note"], **case),
}


@require_POST
@officers_only
def step(request: HttpRequest, visit: Visit, feedback_id: UUID, action: str) -> HttpResponse:
    """Take the step, or show the case as it stands now with the refusal."""
    act = _ACTS.get("refuse" if action == "refuse_there" else action)
    if act is None:
        raise Http404
    typed = {name: request.POST.get(f"{name}-{action}", "") or request.POST.get(name, "") for name in _TYPED}
    case = {
        "feedback_id": feedback_id,
        "expected_version": _version(request.POST.get("expected_version", "")),
        "actor": visit.actor,
        "now": visit.now,
    }
    try:
        act(typed, case)
    except NotVisible:
        raise
    except DomainError as refusal:
        shown = refusal_of(refusal)
        status = shown.status if shown and not isinstance(refusal, FeedbackChanged) else 409
        attempt = Attempt(
            action=action, typed=typed, message=refusal.message, errors=refusal.fields, status=status
        )
        return page(request, visit, feedback_id, attempt)
    return HttpResponseRedirect(f"{reverse('feedback:case', args=[feedback_id])}?done={action}")


def _version(text: str) -> int:
    """The version that the page showed; 0, which no case has, where it is missing or unreadable."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _topic(text: str) -> FeedbackTopic:
    if text not in {one.value for one in FeedbackTopic}:
        raise _missing("topic", "Hãy chọn nội dung.")
    return FeedbackTopic(text)


def _agency(text: str, *, is_needed: bool) -> UUID | None:
    if not text and not is_needed:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise _missing("agency", "Hãy chọn cơ quan trong danh sách.") from None


def _chosen(text: str) -> UUID:
    chosen = _agency(text, is_needed=True)
    if chosen is None:
        raise _missing("agency", "Hãy chọn cơ quan trong danh sách.")
    return chosen


def _missing(name: str, message: str) -> UnableToActOnFeedback:
    return UnableToActOnFeedback(code=f"{name}_missing", message=message, fields={name: message})
