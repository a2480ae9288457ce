"""Accepting, declining, giving up, withdrawing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.services.representation.service import (
    Mandate,
    UnableToAnswerMandate,
    UnableToEndMandate,
    accept_mandate,
    given_mandate,
    held_mandate,
    leave_mandate,
    withdraw_mandate,
)
from tinhso.sites.frame.service import Visit
from tinhso.sites.representation.visits import citizens_only, show
from tinhso.sites.representation.wording import card_of, procedure_titles


@require_POST
@citizens_only()
def answer(request: HttpRequest, visit: Visit, mandate_id: UUID) -> HttpResponse:
    """Accept an offer, or decline it."""
    me = visit.actor.as_oneself()
    try:
        if request.POST.get("answer") == "accept":
            mandate = accept_mandate(mandate_id=mandate_id, actor=me, now=visit.now)
            messages.success(request, f"Bạn đã nhận ủy quyền của {mandate.party_name}.")
        else:
            leave_mandate(mandate_id=mandate_id, actor=me, now=visit.now)
            messages.success(request, "Bạn đã từ chối ủy quyền.")
    except (UnableToAnswerMandate, UnableToEndMandate) as refusal:
        messages.error(request, refusal.message)
    return _home()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@citizens_only()
def withdraw(request: HttpRequest, visit: Visit, mandate_id: UUID) -> HttpResponse:
    """Say what a withdrawal means; sent, it holds at once."""
    if request.method != "POST":
        given = given_mandate(mandate_id=mandate_id, actor=visit.actor, now=visit.now)
        return _confirm(request, visit, "withdraw.html", given, is_given=True)
    try:
        mandate = withdraw_mandate(mandate_id=mandate_id, actor=visit.actor, now=visit.now)
    except UnableToEndMandate as refusal:
        messages.error(request, refusal.message)
        return _home()
    messages.success(request, f"Đã thu hồi ủy quyền. {mandate.representative_name} không làm thay được nữa.")
    return _home()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@citizens_only()
def leave(request: HttpRequest, visit: Visit, mandate_id: UUID) -> HttpResponse:
    """Say what giving up means; sent, it holds at once."""
    me = visit.actor.as_oneself()
    if request.method != "POST":
        held = held_mandate(mandate_id=mandate_id, actor=me, now=visit.now)
        return _confirm(request, visit, "leave.html", held, is_given=False)
    try:
        leave_mandate(mandate_id=mandate_id, actor=me, now=visit.now)
    except UnableToEndMandate as refusal:
        messages.error(request, refusal.message)
        return _home()
    messages.success(request, "Bạn đã thôi nhận ủy quyền.")
    return _home()


def _confirm(
    request: HttpRequest, visit: Visit, template: str, mandate: Mandate, *, is_given: bool
) -> HttpResponse:
    card = card_of(mandate, procedure_titles(visit.today), is_given=is_given)
    return show(request, template, {"card": card}) if card.is_open else _home()


def _home() -> HttpResponse:
    return HttpResponseRedirect(reverse("representation:home"))
