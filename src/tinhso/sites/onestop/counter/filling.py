"""Reception of a walk-in: the form opens filled in, and ends as a received dossier with its receipt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.casework.dossiers.service import (
    CounterPrefill,
    Filed,
    Status,
    UnableToUseReserveNumber,
    UploadedPaper,
    counter_prefill,
    enter_reserved,
    get_dossier,
    register_at_counter,
)
from tinhso.foundation.authority.service import NotVisible
from tinhso.foundation.clock.service import new_token
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.agencies.service import get_agency
from tinhso.registers.catalogue.service import (
    ProcedureVersion,
    UnableToFileAsDossier,
    get_procedure,
    reception,
    verb_of,
)
from tinhso.sites.frame.service import Visit, officers_only
from tinhso.sites.onestop.counter import starting
from tinhso.sites.onestop.counter.bearer import FIELDS, checked_paper, typed_bearer
from tinhso.sites.onestop.counter.card import read_card
from tinhso.sites.onestop.counter.defaults import usual_answers
from tinhso.sites.onestop.counter.late import Late, checked, enter_page, late_in
from tinhso.sites.onestop.counter.layout import (
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
from tinhso.sites.onestop.counter.papers import (
    Held,
    chosen_kept,
    given_papers,
    hold_papers,
    kept_offers,
)
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
def form(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """The form of a procedure: opened, looked up, brought up to date, or sent."""
    starting.require_reception(visit)
    late = late_in(request)
    try:
        version = get_procedure(code, on=(late.at if late else visit.now).date())
    except UnableToFileAsDossier as payment:
        return starting.page(request, visit, closed=payment.message, late=late)
    if request.method == "GET" or "person" in request.POST:
        try:
            return _open(request, visit, version, checked(late, visit) if late else None)
        except (UnableToUseReserveNumber, NotVisible) as refusal:
            return enter_page(request, visit, refusal=refusal)
    typed = typed_form(request, version)
    match request.POST.get("do", ""):
        case "submit":
            return _submit(request, visit, typed)
        case "look_up":
            return _look_up(request, visit, typed)
        case "unlock":
            return _page(request, visit, without_prefill(typed))
        case _:
            return _page(request, visit, typed)


@require_safe
@officers_only
def registered(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """The end of a reception: the code, the receipt to print, and what comes next."""
    view = get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    context = {
        "view": view,
        "is_received": view.status is not Status.NEW,
        "waits_for_fee": any(verb_of(each.key) == "receive" for each in view.actions),
        "fee_when": FEE_MOMENTS.get(view.fee_when, ""),
    }
    return show(request, "registered.html", context)


def _open(request: HttpRequest, visit: Visit, version: ProcedureVersion, late: Late | None) -> HttpResponse:
    person = request.POST.get("person", "")
    card = read_card(person)
    if person.strip() and card is None:
        return starting.page(request, visit, person=person, late=late)
    at = late.at if late else visit.now
    received = reception(version, now=at)
    if not received.is_open:
        closed = f"{version.title}. {received.text}"
        return starting.page(request, visit, person=person, closed=closed, late=late)
    assert visit.actor.agency_id is not None  # noqa: S101 - an officer works for an agency
    usual = usual_answers(version, get_agency(visit.actor.agency_id), now=at)
    opened = first_form(version, usual=usual, card=card, key=new_token(), late=late)
    if card is None:
        return _page(request, visit, opened)
    found = counter_prefill(
        procedure_code=version.code,
        personal_id=card.personal_id,
        full_name=card.full_name,
        birth=card.birth,
        actor=visit.actor,
        now=visit.now,
    )
    return _filled(request, visit, opened, found)


def _look_up(request: HttpRequest, visit: Visit, typed: CounterForm) -> HttpResponse:
    sources = {each.prefill: each.key for each in typed.version.fields if each.prefill}
    asked = {
        part: str(typed.answers.get(sources.get(f"population.{part}", ""), ""))  # type: ignore[call-overload]
        for part in ("personal_id", "full_name", "birth")
    }
    try:
        found = counter_prefill(procedure_code=typed.version.code, **asked, actor=visit.actor, now=visit.now)
    except DomainError as refusal:
        return _page(request, visit, typed, refusal=refusal)
    return _filled(request, visit, typed, found)


def _filled(request: HttpRequest, visit: Visit, opened: CounterForm, found: CounterPrefill) -> HttpResponse:
    filled = with_prefill(opened, found)
    if found.answered:
        return _page(request, visit, filled)
    has_all = all(filled.answers.get(key) for key in _identity_keys(filled.version))
    return _page(request, visit, filled, notice=_NOT_ANSWERED if has_all else _NEEDS_NAME)


def _submit(request: HttpRequest, visit: Visit, typed: CounterForm) -> HttpResponse:
    given = given_papers(request, visit, typed)
    if given.held.errors:
        return _page(request, visit, typed, held=hold_papers(given, typed.version, visit))
    try:
        filed = _enter(request, visit, typed, given.papers)
    except DomainError as refusal:
        held = hold_papers(given, typed.version, visit)
        return _page(request, visit, typed, refusal=refusal, held=held)
    starting.remember_procedure(request, typed.version.code)
    return HttpResponseRedirect(reverse("onestop:registered", args=[filed.id]))


def _enter(request: HttpRequest, visit: Visit, typed: CounterForm, given: list[UploadedPaper]) -> Filed:
    content: dict[str, Any] = {
        "procedure_code": typed.version.code,
        "answers": typed.answers,
        "papers": given,
        "key": typed.key,
        "reused": chosen_kept(request, typed.version),
        "brought_by": checked_paper(typed_bearer(request)),
        "actor": visit.actor,
        "now": visit.now,
    }
    if typed.late is None:
        return register_at_counter(**content, told=typed.told, receive=True)
    return enter_reserved(**content, number=typed.late.number, received_at=typed.late.at)


def _page(
    request: HttpRequest,
    visit: Visit,
    shown: CounterForm,
    *,
    notice: str = "",
    refusal: DomainError | None = None,
    held: Held | None = None,
) -> HttpResponse:
    if not shown.key:
        shown = replace(shown, key=new_token())
    if held is None:
        held = hold_papers(given_papers(request, visit, shown), shown.version, visit)
    errors = {**errors_on_page(shown.version, refusal.fields if refusal else {}), **held.errors}
    if refusal and not errors:
        errors = {"": refusal.message}
    context = {
        "form_of": shown,
        "version": shown.version,
        "sections": sections_of(shown),
        "papers": papers_of(shown),
        "held": held.papers,
        "incomplete": held.incomplete,
        "offers": {} if shown.late else kept_offers(shown.version, shown.answers, visit),
        "chosen": chosen_kept(request, shown.version),
        "bearer_fields": FIELDS,
        "bearer": typed_bearer(request),
        "options": commune_options(shown.version, now=shown.late.at if shown.late else visit.now),
        "errors": errors,
        "summary": named_errors(shown.version, errors),
        "notice": notice,
    }
    status = 400 if any(errors) else refused_status(refusal) if refusal else 200
    return show(request, "counter_form.html", context, status=status)


def _identity_keys(version: ProcedureVersion) -> list[str]:
    wanted = ("population.personal_id", "population.full_name", "population.birth")
    return [each.key for each in version.fields if each.prefill in wanted]
