"""Confirming a telephone number, for who sends without signing in. The number stands in no address."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tinhso.foundation.identifiers.service import DomainError
from tinhso.services.notices.service import begin_number_check, confirm_number
from tinhso.sites.feedback.visits import for_everybody, show
from tinhso.sites.frame.service import Field, Visit, id_in

_ASKED, _CONFIRMED = "feedback_number_asked", "feedback_number_confirmed"
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
        check = begin_number_check(number=typed, actor=visit.actor, now=visit.now)
    except DomainError as refusal:
        context = {"field": _PHONE, "typed": typed, "errors": {"phone": refusal.message}}
        return show(request, "phone.html", context, status=400)
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
        confirm_number(
            check_id=check, code=request.POST.get("code", "")[:20], actor=visit.actor, now=visit.now
        )
    except DomainError as refusal:
        context = {"field": _CODE, "errors": refusal.fields or {"code": refusal.message}}
        return show(request, "phone_code.html", context, status=400)
    request.session[_CONFIRMED] = str(check)
    return HttpResponseRedirect(reverse("feedback:send"))


def confirmed_check(request: HttpRequest) -> UUID | None:
    """The confirmed number of this browser, by the id of its check; feedback asks again whether it holds."""
    return id_in(request.session.get(_CONFIRMED))
