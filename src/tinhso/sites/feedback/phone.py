"""Confirming a telephone number, for who sends without signing in. The number stands in no address."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tinhso.foundation.guessing.service import Limit, TooManyTries, count_try, place_from, take_back
from tinhso.foundation.identifiers.service import DomainError, parse_mobile_number
from tinhso.services.notices.service import begin_number_check, confirm_number
from tinhso.sites.feedback.visits import for_everybody, show
from tinhso.sites.frame.service import Field, Visit, id_in

_ASKED, _CONFIRMED = "feedback_number_asked", "feedback_number_confirmed"
_CODES_SENT = Limit(purpose="feedback.codes_sent", at_once=10, one_per=timedelta(minutes=10))
"""Messages with a code that one place may have sent, to whatever numbers."""

_CODES_TO_NUMBER = Limit(purpose="feedback.codes_to_number", at_once=4, one_per=timedelta(minutes=15))
"""Messages that one place may have sent to one number: fewer than the number takes from everywhere, so that a
stranger's asking does not keep its owner from asking."""

_CODES_TRIED = Limit(purpose="feedback.codes_tried", at_once=20, one_per=timedelta(minutes=3))
"""Wrong codes typed at one place, for whatever numbers; a single code dies with five."""

_PHONE = Field(
    key="phone",
    label="Số điện thoại di động",
    type="phone",
    hint="Chúng tôi gửi một mã 6 chữ số đến số này, và báo tin khi có trả lời.",
)
_CODE = Field(key="code", label="Mã trong tin nhắn", type="code", autocomplete="one-time-code")


@never_cache
@sensitive_post_parameters("phone")
@require_http_methods(["GET", "HEAD", "POST"])
@for_everybody
def ask(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for the number and send a code to it."""
    if visit.is_citizen:
        return HttpResponseRedirect(reverse("feedback:send"))
    if request.method != "POST":
        return show(request, "phone.html", {"field": _PHONE, "typed": "", "errors": {}})
    typed = request.POST.get("phone", "")
    try:
        number = str(parse_mobile_number(typed))
        count_try(_CODES_SENT, place=place_from(request.META))
        count_try(_CODES_TO_NUMBER, place=place_from(request.META), subject=number)
        check = begin_number_check(number=typed, actor=visit.actor, now=visit.now)
    except DomainError as refusal:
        context = {"field": _PHONE, "typed": typed, "errors": {"phone": refusal.message}}
        return show(request, "phone.html", context, status=_status(refusal))
    request.session[_ASKED] = str(check.id)
    request.session.pop(_CONFIRMED, None)
    return HttpResponseRedirect(reverse("feedback:phone-code"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_everybody
def confirm(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for the code that came by SMS."""
    check = id_in(request.session.get(_ASKED))
    if check is None:
        return HttpResponseRedirect(reverse("feedback:phone"))
    if request.method != "POST":
        return show(request, "phone_code.html", {"field": _CODE, "errors": {}})
    try:
        count_try(_CODES_TRIED, place=place_from(request.META))
        confirm_number(
            check_id=check, code=request.POST.get("code", "")[:20], actor=visit.actor, now=visit.now
        )
    except DomainError as refusal:
        context = {"field": _CODE, "errors": refusal.fields or {"code": refusal.message}}
        return show(request, "phone_code.html", context, status=_status(refusal))
    take_back(_CODES_TRIED, place=place_from(request.META))
    request.session[_CONFIRMED] = str(check)
    return HttpResponseRedirect(reverse("feedback:send"))


def _status(refusal: DomainError) -> int:
    return 429 if isinstance(refusal, TooManyTries) else 400


def confirmed_check(request: HttpRequest) -> UUID | None:
    """The confirmed number of this browser, by the id of its check; feedback asks again whether it holds."""
    return id_in(request.session.get(_CONFIRMED))
