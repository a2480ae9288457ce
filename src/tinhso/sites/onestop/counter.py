"""Reception of a walk-in: the form opens filled in, and ends as a received dossier with its receipt."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.casework.dossiers.service import (
    CounterPrefill,
    Status,
    counter_prefill,
    get_dossier,
    register_at_counter,
)
from tinhso.foundation.authority.service import NotPermitted, Permission, Role
from tinhso.foundation.clock.service import new_token
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.agencies.service import get_agency
from tinhso.registers.catalogue.service import ProcedureVersion, get_procedure
from tinhso.sites.frame.service import Visit, officers_only
from tinhso.sites.onestop import counter_start
from tinhso.sites.onestop.card import read_card
from tinhso.sites.onestop.counter_defaults import usual_answers
from tinhso.sites.onestop.counter_form import (
    CounterForm,
    commune_options,
    errors_on_page,
    first_form,
    named_errors,
    papers_of,
    sections_of,
    typed_form,
    with_prefill,
    without_prefill,
)
from tinhso.sites.onestop.counter_papers import Held, given_papers, hold_papers
from tinhso.sites.onestop.desk import show
from tinhso.sites.onestop.steps import refused_status
from tinhso.sites.onestop.wording import FEE_MOMENTS

_NOT_ANSWERED = (
    "Chưa lấy được thông tin từ Cơ sở dữ liệu quốc gia về dân cư: không có người khớp với số định danh, "
    "họ tên và ngày sinh này, hoặc đường kết nối đang gián đoạn. Bạn nhập theo giấy tờ; hồ sơ sẽ được "
    "xác thực sau, tự động."
)
_NEEDS_NAME = (
    "Để tra cứu dân cư cần cả họ tên và ngày sinh. Bạn quét mã QR trên thẻ, hoặc nhập ba mục đầu rồi "
    "bấm Tra cứu dân cư."
)


@require_http_methods(["GET", "POST"])
@officers_only
def form(request: HttpRequest, desk: Visit, code: str) -> HttpResponse:
    """The form of a procedure: opened, looked up, brought up to date, or sent."""
    if Role.RECEPTION_OFFICER not in desk.actor.roles:
        raise NotPermitted(permission=Permission.DOSSIER_REGISTER)
    version = get_procedure(code, on=desk.now.date())
    if request.method == "GET" or "person" in request.POST:
        return _open(request, desk, version)
    typed = typed_form(request, version)
    match request.POST.get("do", ""):
        case "submit":
            return _submit(request, desk, typed)
        case "look_up":
            return _look_up(request, desk, typed)
        case "unlock":
            return _page(request, desk, without_prefill(typed))
        case _:
            return _page(request, desk, typed)


@require_safe
@officers_only
def registered(request: HttpRequest, desk: Visit, dossier_id: UUID) -> HttpResponse:
    """The end of a reception: the code, the receipt to print, and what comes next."""
    view = get_dossier(dossier_id=dossier_id, actor=desk.actor, now=desk.now)
    context = {
        "view": view,
        "is_received": view.status is not Status.NEW,
        "fee_when": FEE_MOMENTS.get(view.fee_when, ""),
    }
    return show(request, "registered.html", context)


def _open(request: HttpRequest, desk: Visit, version: ProcedureVersion) -> HttpResponse:
    person = request.POST.get("person", "")
    card = read_card(person)
    if person.strip() and card is None:
        return counter_start.page(request, desk, person=person)
    assert desk.actor.agency_id is not None  # noqa: S101 - an officer works for an agency
    usual = usual_answers(version, get_agency(desk.actor.agency_id), now=desk.now)
    opened = first_form(version, usual=usual, card=card, key=new_token())
    if card is None:
        return _page(request, desk, opened)
    found = counter_prefill(
        procedure_code=version.code,
        personal_id=card.personal_id,
        full_name=card.full_name,
        birth=card.birth,
        actor=desk.actor,
        now=desk.now,
    )
    return _filled(request, desk, opened, found)


def _look_up(request: HttpRequest, desk: Visit, typed: CounterForm) -> HttpResponse:
    sources = {each.prefill: each.key for each in typed.version.fields if each.prefill}
    asked = {
        part: str(typed.answers.get(sources.get(f"population.{part}", ""), ""))  # type: ignore[call-overload]
        for part in ("personal_id", "full_name", "birth")
    }
    try:
        found = counter_prefill(procedure_code=typed.version.code, **asked, actor=desk.actor, now=desk.now)
    except DomainError as refusal:
        return _page(request, desk, typed, refusal=refusal)
    return _filled(request, desk, typed, found)


def _filled(request: HttpRequest, desk: Visit, opened: CounterForm, found: CounterPrefill) -> HttpResponse:
    filled = with_prefill(opened, found)
    if found.answered:
        return _page(request, desk, filled)
    has_all = all(filled.answers.get(key) for key in _identity_keys(filled.version))
    return _page(request, desk, filled, notice=_NOT_ANSWERED if has_all else _NEEDS_NAME)


def _submit(request: HttpRequest, desk: Visit, typed: CounterForm) -> HttpResponse:
    given = given_papers(request, desk, typed.version)
    try:
        filed = register_at_counter(
            procedure_code=typed.version.code,
            answers=typed.answers,
            papers=given,
            key=typed.key,
            receive=True,
            actor=desk.actor,
            now=desk.now,
        )
    except DomainError as refusal:
        held = hold_papers(given, typed.version, desk)
        return _page(request, desk, typed, refusal=refusal, held=held)
    counter_start.remember_procedure(request, typed.version.code)
    return HttpResponseRedirect(reverse("onestop:registered", args=[filed.id]))


def _page(
    request: HttpRequest,
    desk: Visit,
    shown: CounterForm,
    *,
    notice: str = "",
    refusal: DomainError | None = None,
    held: Held | None = None,
) -> HttpResponse:
    if not shown.key:
        shown = replace(shown, key=new_token())
    if held is None:
        held = hold_papers(given_papers(request, desk, shown.version), shown.version, desk)
    errors = {**errors_on_page(shown.version, refusal.fields if refusal else {}), **held.errors}
    if refusal and not errors:
        errors = {"": refusal.message}
    context = {
        "form_of": shown,
        "version": shown.version,
        "sections": sections_of(shown),
        "papers": papers_of(shown),
        "held": held.papers,
        "options": commune_options(shown.version, now=desk.now),
        "errors": errors,
        "summary": named_errors(shown.version, errors),
        "notice": notice,
    }
    status = 400 if any(errors) else refused_status(refusal) if refusal else 200
    return show(request, "counter_form.html", context, status=status)


def _identity_keys(version: ProcedureVersion) -> list[str]:
    wanted = ("population.personal_id", "population.full_name", "population.birth")
    return [each.key for each in version.fields if each.prefill in wanted]
