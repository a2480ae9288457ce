"""Looking up in the national registers for a dossier: the form, the answer, and what one looked up before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.casework.dossiers.service import DossierView, get_dossier, look_up_for_dossier
from tinhso.foundation.authority.service import NotVisible
from tinhso.foundation.identifiers.service import DomainError, UnableToReadIdentifier, parse_tax_code
from tinhso.registers.catalogue.service import get_version
from tinhso.services.integration.service import client_names
from tinhso.services.verification.service import (
    TITLES,
    LookUpState,
    OpenedLookUp,
    Register,
    get_look_up,
    own_look_ups,
)
from tinhso.sites.frame.service import Field, Option, SummaryRow, Visit, id_in, officers_only
from tinhso.sites.onestop.desk import show
from tinhso.sites.onestop.look_up_words import FACTS, SHORT_TITLES, fact_text, state_of
from tinhso.sites.onestop.steps import refused_status

_NUMBERS: Mapping[Register, tuple[str, str]] = {
    Register.BUSINESS: ("Mã số doanh nghiệp, mã số thuế", "10 chữ số; chi nhánh thêm 3 chữ số."),
    Register.INSURANCE: (
        "Mã số bảo hiểm xã hội hoặc số định danh cá nhân",
        "Mã số BHXH gồm 10 chữ số, số định danh gồm 12 chữ số.",
    ),
    Register.BUDGET: ("Mã số đơn vị có quan hệ với ngân sách", "7 chữ số."),
}
_WHOLE = "dossier"


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def ask(request: HttpRequest, visit: Visit, dossier_id: UUID, register: str) -> HttpResponse:
    """The form with the number that the dossier knows; sending it asks, and leads to the answer."""
    wanted = _register_in(register)
    if request.method != "POST":
        return _form(request, visit, dossier_id, wanted)
    task = request.POST.get("task", _WHOLE)
    try:
        look_up_id = look_up_for_dossier(
            dossier_id=dossier_id,
            register=wanted,
            number=request.POST.get("number", ""),
            task="" if task == _WHOLE else task,
            reason=request.POST.get("reason", ""),
            actor=visit.actor,
            now=visit.now,
        )
    except NotVisible:
        raise
    except DomainError as refusal:
        return _form(request, visit, dossier_id, wanted, refusal)
    return HttpResponseRedirect(reverse("onestop:look-up", args=[look_up_id]))


@require_safe
@officers_only
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the officer looked up, newest first."""
    after = id_in(request.GET.get("after", ""))
    rows, more = own_look_ups(actor=visit.actor, now=visit.now, before=after)
    context = {
        "rows": [(row, SHORT_TITLES[row.register], state_of(row)) for row in rows],
        "next_url": f"{reverse('onestop:look-ups')}?{urlencode({'after': str(more)})}" if more else "",
        "first_url": reverse("onestop:look-ups") if after else "",
    }
    return show(request, "look_ups.html", context)


@require_safe
@officers_only
def look_up(request: HttpRequest, visit: Visit, look_up_id: UUID) -> HttpResponse:
    """One look-up with what the register said; reading it is recorded."""
    opened = get_look_up(look_up_id=look_up_id, actor=visit.actor, now=visit.now)
    row = opened.look_up
    context = {
        "row": row,
        "number": opened.number,
        "reason": opened.reason,
        "title": TITLES[row.register.value],
        "short": SHORT_TITLES[row.register],
        "state": state_of(row),
        "facts": list(_facts(opened)),
        "through": _system_named(row.asked_through, visit),
        "is_waiting": row.state is LookUpState.WAITING,
        "changed": [FACTS.get(name, name) for name in row.changed],
        "changed_later": [FACTS.get(name, name) for name in row.changed_later],
        "again_url": reverse("onestop:look-up-ask", args=[row.case_id, row.register.value]),
    }
    return show(request, "look_up.html", context)


def _system_named(client_id: UUID | None, visit: Visit) -> str:
    """The system that asked in an officer's name; empty where the officer asked."""
    if client_id is None:
        return ""
    return client_names([client_id], now=visit.now).get(client_id, "Hệ thống của nơi khác")


def known_number(view: DossierView, register: Register) -> str:
    """The number that the dossier itself gives for this register; empty where it gives none."""
    version = get_version(view.procedure_code, view.procedure_version)
    for field in version.fields:
        value = str(view.raw_answers.get(field.key) or "")
        if register is Register.INSURANCE and field.prefill == "population.personal_id" and value:
            return value
        if (
            register is Register.BUSINESS
            and _names_business(field.type, field.prefill)
            and _is_tax_code(value)
        ):
            return value
    return ""


def _names_business(kind: str, prefill: str | None) -> bool:
    return kind == "tax_code" or prefill == "organisation.code"


def _is_tax_code(text: str) -> bool:
    try:
        parse_tax_code(text)
    except UnableToReadIdentifier:
        return False
    return True


def _register_in(word: str) -> Register:
    found = next((each for each in Register if each.value == word), None)
    if found is None:
        raise Http404
    return found


def _form(
    request: HttpRequest,
    visit: Visit,
    dossier_id: UUID,
    register: Register,
    refusal: DomainError | None = None,
) -> HttpResponse:
    view = get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    errors = dict(refusal.fields) if refusal else {}
    typed: dict[str, Any] = {"number": known_number(view, register), "task": _WHOLE, "reason": ""}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
    context = {
        "view": view,
        "register": register.value,
        "title": TITLES[register.value],
        "fields": _fields(view, register),
        "typed": typed,
        "errors": errors,
        "message": refusal.message if refusal and not errors else "",
        "is_known": bool(typed["number"]) and request.method != "POST",
    }
    status = 400 if errors else refused_status(refusal) if refusal else 200
    return show(request, "look_up_form.html", context, status=status)


def _fields(view: DossierView, register: Register) -> list[Field]:
    label, hint = _NUMBERS[register]
    fields = [Field(key="number", label=label, hint=hint)]
    own = [task for task in view.tasks if task.mine]
    if own:
        purposes = (
            Option(value=_WHOLE, label=f"Giải quyết hồ sơ {view.code}"),
            *(Option(value=task.key, label=f"Việc: {task.name}") for task in own),
        )
        fields.append(Field(key="task", label="Tra cứu để làm gì?", type="radio", options=purposes))
        fields.append(
            Field(
                key="reason",
                label="Lý do",
                hint="Bắt buộc khi tra cứu cho riêng một việc.",
                required=False,
            )
        )
    return fields


def _facts(opened: OpenedLookUp) -> Iterator[SummaryRow]:
    """Known facts in the order of the words; one without words is not shown."""
    facts = opened.facts
    for name, label in FACTS.items():
        if name in facts and name != "representatives":
            yield SummaryRow(key=label, value=fact_text(name, facts[name]))
    for each in facts.get("representatives", ()):
        yield SummaryRow(
            key=each["position"] or "Người đại diện",
            value=each["name"],
            note=f"Số định danh …{each['personal_id'][-4:]}" if each["personal_id"] else "",
        )
