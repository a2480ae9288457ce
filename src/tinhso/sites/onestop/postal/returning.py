"""How a dossier's result is returned: the desk writes down, for its owner, what they say at the counter."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tinhso.casework.dossiers.service import (
    ADDRESS_FIELDS,
    ELSEWHERE,
    PostalState,
    UnableToPost,
    choose_desk,
    choose_post,
    get_dossier,
    hand_over_returned,
    return_choice,
)
from tinhso.foundation.identifiers.service import DomainError
from tinhso.registers.agencies.service import get_unit, list_communes
from tinhso.sites.frame.service import Option, Visit, officers_only, read_values
from tinhso.sites.onestop.desk import show
from tinhso.sites.onestop.postal.wording import DONE, parcel_state
from tinhso.sites.onestop.steps import refused_status
from tinhso.sites.onestop.wording import POSTAL_STATES

_BACK = frozenset({PostalState.CAME_BACK, PostalState.DESK, PostalState.WANTED})


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def returning(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """What is chosen now; sending the form chooses post or desk, or hands over what came back."""
    if request.method != "POST":
        return _page(request, visit, dossier_id)
    what = request.POST.get("do", "")
    try:
        _act(request, visit, dossier_id, what)
    except UnableToPost as refusal:
        return _page(request, visit, dossier_id, refusal)
    return HttpResponseRedirect(f"{reverse('onestop:return-choice', args=[dossier_id])}?done={what}")


def _act(request: HttpRequest, visit: Visit, dossier_id: UUID, what: str) -> None:
    match what:
        case "post":
            address = read_values(request.POST, ADDRESS_FIELDS)
            choose_post(dossier_id=dossier_id, address=address, actor=visit.actor, now=visit.now)
        case "desk":
            choose_desk(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
        case "collected":
            hand_over_returned(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
        case _:
            raise Http404


def _page(
    request: HttpRequest, visit: Visit, dossier_id: UUID, refusal: DomainError | None = None
) -> HttpResponse:
    view = get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    choice = return_choice(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    errors = dict(refusal.fields) if refusal else {}
    is_typed = request.method == "POST" and request.POST.get("do") == "post"
    context = {
        "view": view,
        "choice": choice,
        "state": POSTAL_STATES[choice.state] if choice.state else ("Nhận tại quầy", "neutral"),
        "parcels": [(each, parcel_state(each)) for each in choice.parcels],
        "fields": ADDRESS_FIELDS,
        "options": {"commune": commune_options(visit)},
        "typed": read_values(request.POST, ADDRESS_FIELDS) if is_typed else choice.suggested,
        "errors": errors,
        "message": refusal.message if refusal and not errors else "",
        "can_hand_over": bool(choice.parcels) and choice.state in _BACK,
        "done": "" if refusal else DONE.get(request.GET.get("done", ""), ""),
    }
    status = 400 if errors else refused_status(refusal) if refusal else 200
    return show(request, "return_choice.html", context, status=status)


def commune_options(visit: Visit) -> tuple[Option, ...]:
    """The communes of the day by district, and a place outside the province."""
    on = visit.now.date()
    units = list_communes(on=on)
    above = {code: get_unit(code, on).name for code in {unit.parent_code for unit in units}}
    return (
        *(Option(value=unit.code, label=unit.name, group=above[unit.parent_code]) for unit in units),
        Option(value=ELSEWHERE, label="Nơi khác, ghi ở ô dưới", group="Ngoài tỉnh"),
    )
