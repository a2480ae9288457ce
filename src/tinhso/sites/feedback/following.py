"""Following a case: by its code, as its sender; and rating the answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.casework.feedback.service import (
    ANSWERED,
    FeedbackView,
    UnableToRate,
    get_feedback,
    open_file,
    open_own_feedback,
    own_feedback,
    rate_answer,
    track_feedback,
)
from tinhso.foundation.authority.service import NotVisible
from tinhso.foundation.guessing.service import (
    Limit,
    TooManyTries,
    count_try,
    forget_tries,
    take_back,
    tried_by,
)
from tinhso.foundation.identifiers.service import UnableToReadIdentifier, parse_feedback_code
from tinhso.sites.feedback.visits import citizens_only, for_everybody, show
from tinhso.sites.feedback.wording import KINDS, SCORES, TONES, TOPICS, timeline
from tinhso.sites.frame.service import (
    Field,
    Option,
    Visit,
    by_short_link,
    current_trace_id,
    file_response,
)

_UNKNOWN = "Chưa có phản ánh, kiến nghị nào mang mã này. Bạn xem lại từng chữ trong tin nhắn."
_MISSES = Limit(purpose="tracking.feedback", at_once=30, one_per=timedelta(seconds=20))
"""Codes that nobody holds, tried from one place."""

_NUMBERS_AT_CASE = Limit(purpose="feedback.number_at_case", at_once=5, one_per=timedelta(minutes=10))
_NUMBERS = Limit(purpose="feedback.numbers", at_once=20, one_per=timedelta(minutes=3))
"""Wrong telephone numbers from one place: at one case, and at all cases together."""

_PHONE = Field(
    key="phone",
    label="Số điện thoại bạn đã dùng khi gửi",
    type="phone",
    hint="Để chắc chắn chỉ bạn xem được nội dung và câu trả lời.",
)
_SCORE = Field(
    key="score",
    label="Bạn có hài lòng với câu trả lời không?",
    type="radio",
    options=tuple(Option(value=str(score), label=label) for score, label in SCORES.items()),
)


@require_safe
@for_everybody
def find(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for a code, and lead to its page."""
    typed = request.GET.get("code", "").strip()[:40]
    if not typed:
        return show(request, "track.html", {"code": "", "error": ""})
    try:
        code = parse_feedback_code(typed)
    except UnableToReadIdentifier as refusal:
        return show(request, "track.html", {"code": typed, "error": refusal.message}, status=404)
    return HttpResponseRedirect(reverse("feedback:tracked", args=[code]))


@never_cache
@sensitive_post_parameters("phone")
@require_http_methods(["GET", "HEAD", "POST"])
@for_everybody
def tracked(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Where the case stands; its sender is led to everything, by account or by number."""
    tried = tried_by(request.META, visit.actor.account_id)
    try:
        count_try(_MISSES, place=tried)
        found = track_feedback(code=code, trace_id=current_trace_id(), now=visit.now)
    except TooManyTries as later:
        return show(request, "track.html", {"code": code, "error": later.message}, status=429)
    except NotVisible:
        return show(request, "track.html", {"code": code, "error": _UNKNOWN}, status=404)
    except UnableToReadIdentifier as refusal:
        return show(request, "track.html", {"code": code, "error": refusal.message}, status=404)
    take_back(_MISSES, place=tried)
    if visit.is_citizen and any(row.id == found.id for row in own_feedback(actor=visit.actor, now=visit.now)):
        return HttpResponseRedirect(reverse("feedback:own", args=[found.id]))
    errors, status = {}, 200
    if request.method == "POST":
        number = request.POST.get("phone", "")
        try:
            view = _opened_by_number(request, visit, found.code, number)
        except NotVisible:
            errors, status = {"phone": "Số này không phải số đã gửi phản ánh, kiến nghị."}, 400
        except TooManyTries as later:
            errors, status = {"phone": later.message}, 429
        else:
            return _case(request, view, number=number)
    context = {
        "found": found,
        "tone": TONES[found.state],
        "timeline": timeline(found.story),
        "field": _PHONE,
        "errors": errors,
    }
    return show(request, "tracked.html", context, status=status)


def _opened_by_number(request: HttpRequest, visit: Visit, code: str, number: str) -> FeedbackView:
    """The case, for who knows the number it came from; wrong numbers are counted at the case and in all."""
    tried = tried_by(request.META, visit.actor.account_id)
    count_try(_NUMBERS, place=tried)
    count_try(_NUMBERS_AT_CASE, place=tried, subject=code)
    view = open_own_feedback(code=code, number=number, actor=visit.actor, now=visit.now)
    take_back(_NUMBERS, place=tried)
    forget_tries(_NUMBERS_AT_CASE, place=tried, subject=code)
    return view


@never_cache
@require_safe
@citizens_only
def own(request: HttpRequest, visit: Visit, feedback_id: UUID) -> HttpResponse:
    """One of the citizen's own cases, with its answer."""
    return _case(request, get_feedback(feedback_id=feedback_id, actor=visit.actor, now=visit.now))


@require_safe
@citizens_only
@by_short_link
def file(request: HttpRequest, visit: Visit, feedback_id: UUID, file_id: UUID) -> HttpResponse:
    """A paper that the citizen sent along."""
    return file_response(
        request, open_file(feedback_id=feedback_id, file_id=file_id, actor=visit.actor, now=visit.now)
    )


@sensitive_post_parameters("phone")
@require_POST
@for_everybody
def rate(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Keep the score of the answer."""
    number = request.POST.get("phone", "")
    typed = request.POST.get("score", "")
    error = ""
    if number:
        _opened_by_number(request, visit, parse_feedback_code(code), number)
    try:
        score = int(typed) if typed in {"1", "2", "3", "4", "5"} else 0
        rate_answer(
            code=parse_feedback_code(code), score=score, number=number, actor=visit.actor, now=visit.now
        )
    except UnableToRate as refusal:
        error = refusal.fields.get("score", refusal.message)
    if visit.is_citizen and not number:
        rows = own_feedback(actor=visit.actor, now=visit.now)
        case_id = next(row.id for row in rows if row.code == parse_feedback_code(code))
        if not error:
            messages.success(request, "Cảm ơn bạn đã đánh giá câu trả lời.")
            return HttpResponseRedirect(reverse("feedback:own", args=[case_id]))
        view = get_feedback(feedback_id=case_id, actor=visit.actor, now=visit.now)
    else:
        view = open_own_feedback(
            code=parse_feedback_code(code), number=number, actor=visit.actor, now=visit.now
        )
    return _case(request, view, number=number, error=error, has_rated=not error)


def _case(
    request: HttpRequest, view: FeedbackView, *, number: str = "", error: str = "", has_rated: bool = False
) -> HttpResponse:
    context: dict[str, Any] = {
        "case": view,
        "kind": KINDS[view.kind],
        "topic": TOPICS[view.topic],
        "tone": TONES[view.state],
        "timeline": timeline(view.story),
        "is_answered": view.state in ANSWERED,
        "number": number,
        "score": _SCORE,
        "errors": {"score": error} if error else {},
        "has_rated": has_rated,
        "files": [
            {
                "name": part.name,
                "url": reverse("feedback:own-file", args=[view.id, part.id]) if view.is_signed_in else "",
            }
            for part in view.files
        ],
    }
    return show(request, "case.html", context, status=400 if error else 200)
