"""How the result reaches the citizen: by post to a checked address, or at the desk."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tinhso.casework.dossiers.service import (
    ADDRESS_FIELDS,
    ELSEWHERE,
    UnableToPost,
    choose_desk,
    choose_post,
    get_dossier,
    return_choice,
)
from tinhso.foundation.identifiers.service import DomainError
from tinhso.sites.frame.service import Option, Visit, read_values
from tinhso.sites.portal.dossier_pages import parcel_told, return_told
from tinhso.sites.portal.questions import commune_options
from tinhso.sites.portal.visits import citizens_only, show


@require_http_methods(["GET", "HEAD", "POST"])
@citizens_only
def returning(request: HttpRequest, visit: Visit, dossier_id: UUID) -> HttpResponse:
    """What is chosen and where the parcel is; sending the form chooses anew while that is open."""
    if request.method != "POST":
        return _page(request, visit, dossier_id)
    match request.POST.get("do", ""):
        case "post":
            address = read_values(request.POST, ADDRESS_FIELDS)
            try:
                choose_post(dossier_id=dossier_id, address=address, actor=visit.actor, now=visit.now)
            except UnableToPost as refusal:
                return _page(request, visit, dossier_id, refusal)
            messages.success(request, "Đã ghi địa chỉ. Kết quả sẽ được gửi qua bưu chính đến địa chỉ này.")
        case "desk":
            try:
                choose_desk(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
            except UnableToPost as refusal:
                return _page(request, visit, dossier_id, refusal)
            messages.success(request, "Đã ghi: bạn nhận kết quả tại bộ phận một cửa.")
        case _:
            raise Http404
    return HttpResponseRedirect(reverse("portal:return-choice", args=[dossier_id]))


def _page(
    request: HttpRequest, visit: Visit, dossier_id: UUID, refusal: DomainError | None = None
) -> HttpResponse:
    view = get_dossier(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    choice = return_choice(dossier_id=dossier_id, actor=visit.actor, now=visit.now)
    errors = dict(refusal.fields) if refusal else {}
    (units,) = commune_options(ADDRESS_FIELDS, on=visit.today).values()
    context = {
        "dossier": view,
        "choice": choice,
        "told": return_told(choice.state),
        "parcels": [(each, parcel_told(each)) for each in choice.parcels],
        "fields": ADDRESS_FIELDS,
        "options": {
            "commune": (
                *units,
                Option(value=ELSEWHERE, label="Nơi khác, ghi ở ô dưới", group="Ngoài tỉnh"),
            )
        },
        "typed": read_values(request.POST, ADDRESS_FIELDS) if errors else choice.suggested,
        "errors": errors,
        "message": refusal.message if refusal and not errors else "",
    }
    return show(request, "return_choice.html", context, status=400 if refusal else 200)
