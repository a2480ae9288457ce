"""Another title or other roles for an officer at the same agency, from a day on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tinhso.foundation.authority.service import NotPermitted, NotVisible
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.agencies.service import Post, get_agency, posts_of
from tinhso.services.identity.service import OfficerAccount, change_duties, get_officer_account
from tinhso.sites.administration.accounts import administrators_only
from tinhso.sites.administration.new_account import read_day, read_roles
from tinhso.sites.administration.visits import show, status_of
from tinhso.sites.administration.wording import ROLE_OPTIONS
from tinhso.sites.frame.service import Field, Visit, day, id_in, read_values

_FIELDS = (
    Field(key="title", label="Chức danh"),
    Field(key="roles", label="Vai trò", type="checkbox", options=ROLE_OPTIONS),
    Field(key="valid_from", label="Áp dụng từ ngày", type="date"),
)


@require_http_methods(["GET", "POST"])
@administrators_only
def duties(request: HttpRequest, visit: Visit, account_id: UUID) -> HttpResponse:
    """The form with the post as it stands, and its change."""
    shown = get_officer_account(account_id=account_id, actor=visit.actor, now=visit.now)
    held = posts_of([shown.officer_id]).get(shown.officer_id, ())
    if not held:
        return HttpResponseRedirect(reverse("administration:account", args=[account_id]))
    post = held[0]
    if request.method == "GET":
        typed: dict[str, Any] = {
            "title": post.title,
            "roles": [role.value for role in post.roles],
            "valid_from": f"{max(visit.today, post.valid_from):%d/%m/%Y}",
        }
        return _page(request, shown, post, typed)
    typed = dict(read_values(request.POST, _FIELDS))
    valid_from = read_day(str(typed["valid_from"]))
    if valid_from is None:
        errors = {"valid_from": "Hãy ghi đủ ngày, tháng, năm."}
        return _page(request, shown, post, typed, errors=errors, status=400)
    try:
        change_duties(
            account_id=account_id,
            title=str(typed["title"]),
            roles=read_roles(typed["roles"]),
            valid_from=valid_from,
            expected_post=id_in(request.POST.get("expected_post", "")) or UUID(int=0),
            actor=visit.actor,
            now=visit.now,
        )
    except (NotPermitted, NotVisible):
        raise
    except DomainError as refusal:
        errors = dict(refusal.fields) or {"": refusal.message}
        return _page(request, shown, post, typed, errors=errors, status=status_of(refusal))
    messages.success(request, f"Đã đổi chức danh, vai trò; áp dụng từ {day(valid_from)}.")
    return HttpResponseRedirect(reverse("administration:account", args=[account_id]))


def _page(
    request: HttpRequest,
    shown: OfficerAccount,
    post: Post,
    typed: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "account": shown,
        "agency": get_agency(post.agency_id).name,
        "post": post,
        "fields": _FIELDS,
        "typed": typed,
        "errors": errors or {},
    }
    return show(request, "duties.html", context, status=status)
