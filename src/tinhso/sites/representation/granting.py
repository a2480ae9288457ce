"""Ủy quyền cho người khác: who, for what, until when; one page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tinhso.foundation.authority.service import NotPermitted, Permission, require
from tinhso.foundation.clock.service import new_token
from tinhso.foundation.identifiers.service import DomainError, parse_partial_date
from tinhso.foundation.unit_of_work.service import UnableToRepeat, unit_of_work
from tinhso.services.representation.service import UnableToGrantMandate, grant_mandate, mandate_terms
from tinhso.sites.frame.service import Field, Option, Visit, acting_of, read_values
from tinhso.sites.representation.visits import citizens_only, show
from tinhso.sites.representation.wording import procedure_titles

_EVERY, _SOME = "every", "some"
_LONGEST_KEY = 64
_NO_DATE = "Hãy ghi đủ ngày, tháng, năm, ví dụ 31/12/2023."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@citizens_only()
def grant(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form, for who may send it; sent, the authorisation waits for the other person to accept it."""
    with unit_of_work(actor=visit.actor, now=visit.now):  # it audits a refusal
        require(actor=visit.actor, permission=Permission.MANDATE_GRANT)
    fields = _fields(visit.today)
    if request.method != "POST":
        return _page(request, visit, fields, {"scope": _EVERY, "valid_from": visit.today.isoformat()}, {})
    typed = read_values(request.POST, fields)
    errors, first, last = _days(typed)
    procedures = typed["procedures"] if typed.get("scope") == _SOME else []
    if typed.get("scope") not in (_EVERY, _SOME):
        errors["scope"] = "Hãy chọn một mục."
    if typed.get("scope") == _SOME and not procedures:
        errors["procedures"] = "Hãy chọn ít nhất một thủ tục."
    if errors or first is None or last is None:
        return _page(request, visit, fields, typed, errors)
    try:
        grant_mandate(
            personal_id=str(typed["personal_id"]),
            full_name=str(typed["full_name"]),
            procedures=[str(each) for each in procedures if each in procedure_titles(visit.today)]
            if isinstance(procedures, list)
            else [],
            first_day=first,
            last_day=last,
            key=str(request.POST.get("idempotency_key", ""))[:_LONGEST_KEY] or new_token(),
            actor=visit.actor,
            now=visit.now,
        )
    except (UnableToGrantMandate, UnableToRepeat) as refusal:
        return _page(request, visit, fields, typed, refusal.fields or {"": refusal.message})
    except NotPermitted as refusal:
        return _page(request, visit, fields, typed, {"": refusal.message})
    messages.success(request, "Đã ghi ủy quyền. Người được ủy quyền đăng nhập Cổng bằng VNeID rồi bấm nhận.")
    return HttpResponseRedirect(reverse("representation:home"))


def _fields(today: date) -> tuple[Field, ...]:
    titles = procedure_titles(today)
    return (
        Field(
            key="personal_id",
            label="Số định danh của người được ủy quyền",
            type="personal_id",
            hint="12 chữ số trên thẻ căn cước của người đó",
        ),
        Field(
            key="full_name",
            label="Họ, chữ đệm và tên của người đó",
            hint="Ghi đúng như trên thẻ căn cước. Sai số hoặc sai tên thì không ai nhận được ủy quyền này.",
        ),
        Field(
            key="scope",
            label="Được làm thay những thủ tục nào",
            type="radio",
            options=(
                Option(value=_EVERY, label="Mọi thủ tục trên Cổng"),
                Option(value=_SOME, label="Chỉ những thủ tục tôi chọn"),
            ),
        ),
        Field(
            key="procedures",
            label="Chọn thủ tục",
            type="checkbox",
            options=tuple(Option(value=code, label=title) for code, title in titles.items()),
            when=SimpleNamespace(field="scope", equals=_SOME),
        ),
        Field(key="valid_from", label="Từ ngày", type="date"),
        Field(
            key="valid_to",
            label="Đến hết ngày",
            type="date",
            hint=f"Không quá {mandate_terms().longest_months} tháng. Bạn thu hồi sớm hơn lúc nào cũng được.",
        ),
    )


def _days(typed: Mapping[str, Any]) -> tuple[dict[str, str], date | None, date | None]:
    errors: dict[str, str] = {}
    found: dict[str, date] = {}
    for key in ("valid_from", "valid_to"):
        try:
            read = parse_partial_date(str(typed.get(key) or ""))
        except DomainError:
            errors[key] = _NO_DATE
            continue
        if read.month is None or read.day is None:
            errors[key] = _NO_DATE
        else:
            found[key] = date(read.year, read.month, read.day)
    return errors, found.get("valid_from"), found.get("valid_to")


def _page(
    request: HttpRequest,
    visit: Visit,
    fields: tuple[Field, ...],
    values: Mapping[str, Any],
    errors: Mapping[str, str],
) -> HttpResponse:
    acting = acting_of(request)
    context = {
        "fields": fields,
        "values": values,
        "errors": dict(errors),
        "key": request.POST.get("idempotency_key") or new_token(),
        "party": acting.name if acting and visit.actor.is_legal_representative else "",
    }
    return show(request, "grant.html", context, status=400 if errors else 200)
