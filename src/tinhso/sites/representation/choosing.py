"""Đang làm thủ tục cho ai: oneself, an organisation, another person."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tinhso.foundation.authority.service import NotPermitted, NotVisible
from tinhso.services.representation.service import (
    MandateState,
    OwnMandates,
    UnableToAct,
    act_for,
    own_mandates,
)
from tinhso.sites.frame.service import Field, Option, Visit, acting_of, choose_party, day, id_in
from tinhso.sites.representation.visits import citizens_only, show, wanted_page

_SELF = "self"
_UNKNOWN = "Bạn hãy chọn một mục trong danh sách."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@citizens_only(even_when_ended=True)
def choose(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The choice; sent, everything from the next page on is done for the one who was chosen."""
    if request.method != "POST":
        return _page(request, visit)
    wanted = request.POST.get("party", "")
    if wanted == _SELF:
        choose_party(request, None)
        return HttpResponseRedirect(wanted_page(request))
    mandate_id = id_in(wanted)
    if mandate_id is None:
        return _page(request, visit, error=_UNKNOWN)
    try:
        _, mandate = act_for(mandate_id=mandate_id, actor=visit.actor.as_oneself(), now=visit.now)
    except (UnableToAct, NotPermitted) as refusal:
        return _page(request, visit, error=refusal.message)
    except NotVisible:
        return _page(request, visit, error=_UNKNOWN)
    choose_party(request, mandate.id)
    messages.success(request, f"Từ bây giờ bạn làm thủ tục cho {mandate.party_name}.")
    return HttpResponseRedirect(wanted_page(request))


def _page(request: HttpRequest, visit: Visit, *, error: str = "") -> HttpResponse:
    own = own_mandates(actor=visit.actor.as_oneself(), now=visit.now)
    acting = acting_of(request)
    current = str(acting.mandate_id) if acting and not acting.ended else _SELF
    context = {
        "field": Field(
            key="party", label="Bạn đang làm thủ tục cho ai?", type="radio", options=_options(own)
        ),
        "current": request.POST.get("party", current),
        "error": error,
        "ended": acting.ended if acting else "",
        "next": request.POST.get("next") or request.GET.get("next") or "",
        "offers": len(own.offered),
    }
    return show(request, "choose.html", context, status=400 if error else 200)


def _options(own: OwnMandates) -> tuple[Option, ...]:
    """Oneself, then organisations, then people, for whom somebody may act at this moment."""
    held = [each for each in own.received if each.state is MandateState.ACTIVE]
    chosen = sorted(held, key=lambda each: (each.principal_id is not None, not each.is_legal))
    myself = Option(value=_SELF, label="Chính tôi", hint="Hồ sơ của cá nhân bạn và con chưa thành niên")
    return (
        myself,
        *(
            Option(
                value=str(each.id),
                label=each.party_name,
                hint=_hint(each.is_legal, bool(each.organisation), each.last_day),
            )
            for each in chosen
        ),
    )


def _hint(is_legal: bool, is_organisation: bool, last_day: date | None) -> str:
    until = f", đến hết {day(last_day)}" if last_day else ""
    if is_legal:
        return "Cơ quan, tổ chức; bạn là người đại diện theo pháp luật, VNeID xác nhận"
    kind = "Cơ quan, tổ chức" if is_organisation else "Cá nhân"
    return f"{kind} đã ủy quyền cho bạn{until}"
